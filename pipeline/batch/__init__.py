"""Many files through the pipeline: which files, and one outcome for each of them."""

from pipeline.batch.run import Item, Outcome, plan, run

__all__ = ["Item", "Outcome", "plan", "run"]
