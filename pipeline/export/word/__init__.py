"""The document itself with what was found in it as Word comments and, if wanted, the rewordings as tracked changes."""

from pipeline.export.word.write import write_commented

__all__ = ["write_commented"]
