"""Many files through the pipeline: which files, how they are spread over processes and machines, and one outcome for each of them."""

from pipeline.batch.item import Item
from pipeline.batch.plan import plan, read_list
from pipeline.batch.run import Run, run
from pipeline.batch.work import Job, Outcome

__all__ = ["Item", "Job", "Outcome", "Run", "plan", "read_list", "run"]
