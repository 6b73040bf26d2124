"""Which body has which function by law, from `functions.csv`: a topic as directives word it, a body of the registry, and since when."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.errors import GiaoviecError
from pipeline.knowledge.patterns import any_of
from pipeline.knowledge.registry import Agency, Validity, agencies_by_id, read_validity, rows
from pipeline.knowledge.rulebook import cue_fault

FUNCTIONS = Path(__file__).with_name("functions.csv")
_COLUMNS = ["topic", "body", "valid_from", "valid_to", "source"]


@dataclass(frozen=True, slots=True)
class Function:
    """A body that has a function between two days."""

    body: Agency
    validity: Validity


class Functions:
    """The functions by topic, ready to be spotted in a folded text."""

    def __init__(self, by_topic: dict[str, list[Function]]):
        self._by_topic = by_topic
        self._topics = re.compile(rf"(?<!\w){any_of(by_topic)}(?!\w)")

    def bodies(self, folded: str, level: str, day: date | None) -> list[tuple[str, Agency]]:
        """The bodies of a level that have the functions a folded text names on a day, each with the topic, in the order of the text.

        >>> [(topic, body.name) for topic, body in load_functions().bodies("kiểm tra an toàn thực phẩm", "province", date(2025, 4, 1))]
        [('an toàn thực phẩm', 'Sở Y tế')]
        """
        found: dict[str, tuple[str, Agency]] = {}
        for match in self._topics.finditer(folded):
            for function in self._by_topic[match[0]]:
                if function.body.level == level and function.validity.holds(day):
                    found.setdefault(function.body.id, (match[0], function.body))
        return list(found.values())


@cache
def load_functions(path: Path = FUNCTIONS) -> Functions:
    """Reads and checks the table.

    Raises:
        GiaoviecError: GV501 with file and line, for an unknown body, days outside the body's own, or a topic that could never be found.
    """
    known = agencies_by_id()
    by_topic: dict[str, list[Function]] = defaultdict(list)
    for line, row in rows(path, _COLUMNS):
        topic, body = row["topic"], known.get(row["body"])
        fault = cue_fault(topic)
        if body is None:
            fault = f"không có cơ quan «{row['body']}» trong agencies.csv"
        if fault or body is None:
            raise GiaoviecError("GV501", path=path.name, line=line, detail=fault)
        validity = read_validity(path, line, row)
        if not validity.overlaps(body.validity):
            raise GiaoviecError("GV501", path=path.name, line=line, detail=f"«{body.name}» không có trong thời gian ấy")
        by_topic[topic].append(Function(body, validity))
    return Functions(by_topic)
