"""The time expressions of Vietnamese directives: by when, or how often, something must be done.

`find_time_expressions` reads running text, `choose_deadline` picks the one that governs a task, `read_deadline_cell` reads a text that is
nothing but a deadline. What the values mean: the last day that is in time ("trước ngày 30/6" gives 30 June), the last day of a month,
quarter or year, the end of a range.
"""

from __future__ import annotations

from pipeline.pipes.deadlines.cells import read_deadline_cell
from pipeline.pipes.deadlines.choice import choose_deadline
from pipeline.pipes.deadlines.expression import TimeExpression
from pipeline.pipes.deadlines.running import find_time_expressions, only_year

__all__ = ["TimeExpression", "choose_deadline", "find_time_expressions", "only_year", "read_deadline_cell"]
