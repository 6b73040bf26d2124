"""What a rule of clarity looks at: one task in its place, with its words as they are searched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from pipeline.knowledge.rulebook import Cues
from pipeline.knowledge.wording import load_wording
from pipeline.language.fold import fold
from pipeline.pipes.agencies.grammar import opens_with_verb
from pipeline.pipes.clarity.content import forbids_at
from pipeline.pipes.results.acts import Acts
from pipeline.schema import Deadline, Party, Task
from pipeline.structure.citations import citations_within

_QUOTED = re.compile(r'"[^"]*"|«[^»]*»')
_SPELLS_OUT = re.compile(r":(?!\d)\s*\w+\W+\w+|(?<!\w)(?:cụ thể|trong đó|gồm|bao gồm)(?!\w)")
_ENCLOSED = re.compile(
    r"(?<!\w)(?:phụ lục|danh sách|danh mục|biểu|bảng)(?: \w+){0,3} (?:kèm theo|đính kèm|gửi kèm|ban hành kèm)|"
    r"(?<!\w)(?:kèm theo|đính kèm|tại|theo|ghi ở|nêu ở|trong) (?:phụ lục|danh sách|danh mục|biểu|bảng)(?!\w)"
)
_DIGIT = re.compile(r"\d")
_NO_FIGURE = re.compile(  # numbers that count nothing: days, years, roads, wards, articles, names
    r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?|"
    r"(?<!\w)(?:lần thứ|thứ|quốc lộ|tỉnh lộ|đường|đường tỉnh|phường|khóm|ấp|tổ|tổ dân phố|khu phố|khu vực|thôn|số|cấp|điều|khoản|điểm|mục|"
    r"loại|hạng|nhóm|lớp|khối|quận|"
    r"dãy|nhà|tầng|km|kv|chương trình|nghị quyết|chỉ thị|kết luận|đề án|bước|giai đoạn|ngày|tháng|quý|năm|vùng|khóa|trường|tuyến|kênh|"
    r"cống|gói|bậc|mức độ) \d+(?:[./]\d+)*"
)
_ADVERBS = re.compile(
    r"(?:\s|,|phải|cần|tiếp tục|chủ động|tích cực|khẩn trương|kịp thời|thường xuyên|tập trung|phấn đấu|quyết tâm|kiên quyết|tuyệt đối|"
    r"nghiêm túc|đồng thời|trước mắt|"
    r"có trách nhiệm|chịu trách nhiệm|chủ trì|từng bước|cố gắng|ra sức|đẩy mạnh việc|có biện pháp|có giải pháp|cương quyết|luôn|sớm|"
    r"trực tiếp|tổ chức|giao|yêu cầu|đề nghị)*"
)
_BAN = re.compile(
    r"(?:(?:tuyệt đối|kiên quyết|nghiêm túc|phải|yêu cầu) )*(?:không(?! (?:ngừng|những|chỉ))|cấm|nghiêm cấm|dừng|ngừng|"
    r"tạm dừng|chấm dứt)(?!\w)"
)
_BRACKET = re.compile(r"\s*\((?!nếu|khi)\w")
_STOP = re.compile(r";|\.\s")
_SEGMENT_TAIL = re.compile(r"[\s,;.:]+$")
_PURPOSE = re.compile(r"(?<!\w)(?:để|nhằm)(?!\w)(?! (?:xảy ra|lại|tình trạng|phát sinh))[^;.]*$")
_JOINT = re.compile(r"[,;]\s*(?:và |đồng thời )?|\s(?:và|đồng thời)\s+")
_LEADS_ON = ("như sau", "sau đây", "cụ thể", "gồm", "bao gồm", "trọng tâm là")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may know besides the task.

    Attributes:
        issued: the document's date; `kind`: its kind ("nghị quyết"); `level`: that of its issuer, as in `registry.LEVELS`.
        parent_due: the due day of the heading or lead-in above (ISO).
        detail: what stands under the task or goes on behind it in its paragraph and spells it out, folded; empty for nothing.
        ahead, behind: the few characters in front of the task, folded, and those that follow it.
        lead: the headings and lead-ins above the task, folded.
        groups_above: how many different groups of owners stand before the task under the same heading.
        opens_item: whether the task begins its paragraph.
        document: the whole text, folded.
        citations: half-open spans of cited documents in the document's text.
    """

    issued: date | None = None
    kind: str = ""
    level: str = ""
    parent_due: str | None = None
    detail: str = ""
    ahead: str = ""
    behind: str = ""
    lead: str = ""
    groups_above: int = 0
    opens_item: bool = True
    document: str = ""
    citations: tuple[tuple[int, int], ...] = ()

    def cites(self, start: int, end: int) -> bool:
        """Whether a document is cited between two places of the document's text."""
        return bool(citations_within(self.citations, start, end))


class Case:
    """A task as the rules read it. All texts have the length of the task's, so that a place in them is a place in the document.

    Attributes:
        task, setting: the task and its place.
        general: whether its content is generic, and the words that weighed most if a model says so.
    """

    def __init__(self, task: Task, setting: Setting = Setting(), general: bool = False, evidence: tuple[str, ...] = ()):
        self.task = task
        self.setting = setting
        self.general = general
        self.evidence = evidence
        self._has_any: dict[Cues, bool] = {}

    @cached_property
    def folded(self) -> str:
        """The task's text as patterns are written."""
        return fold(self.task.text)

    @cached_property
    def plain(self) -> str:
        """The task's text with blanks in place of its owners, coordinators and deadline."""
        return _blank(self.task.text, self._fields())

    @cached_property
    def body(self) -> str:
        """The folded text with blanks in place of the fields, of what is quoted and of cited documents: where vague wording counts."""
        at = self.task.start
        quoted = [match.span() for match in _QUOTED.finditer(self.folded)]
        cited = [(start - at, end - at) for start, end in citations_within(self.setting.citations, at, self.task.end)]
        return _blank(fold(self.plain), [*quoted, *cited])

    @cached_property
    def acts(self) -> Acts:
        """The lexemes and acts of `plain`."""
        return Acts(self.plain)

    @cached_property
    def has_day(self) -> bool:
        """Whether the deadline is a day, or comes round regularly."""
        deadline = self.task.deadline
        return deadline is not None and (deadline.due is not None or (deadline.kind == "recurring" and deadline.recurrence != "ongoing"))

    @cached_property
    def is_ban(self) -> bool:
        """Whether the task forbids or stops something, so that it is never finished."""
        return _BAN.match(fold(self.task.content)) is not None or self.forbids

    @cached_property
    def forbids(self) -> bool:
        """Whether the words of the task forbid something, wherever they stand."""
        return load_wording().may_hold("forbid", self.folded) and forbids_at(self.acts) is not None

    @cached_property
    def is_measured(self) -> bool:
        """Whether the words give a figure, apart from numbers of documents and days."""
        return _DIGIT.search(self.body) is not None and _DIGIT.search(_NO_FIGURE.sub(" ", self.body)) is not None

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        """The clauses of `body`: what stands between commas, semicolons and *và* that a verb follows, outside of brackets."""
        starts = [0]
        for match in _JOINT.finditer(self.body):
            depth = self.body.count("(", 0, match.start()) - self.body.count(")", 0, match.start())
            at = adverbs_end(self.body, match.end())
            if depth <= 0 and (match[0].strip() == ";" or opens_with_verb(self.body, at)):
                starts.append(match.end())
        return list(pairwise([*starts, len(self.body)]))

    def has_any(self, cues: Cues) -> bool:
        """Whether any of the cues of all rules stands in the body; searched once, though every rule asks."""
        if cues not in self._has_any:
            self._has_any[cues] = cues.within(self.body)
        return self._has_any[cues]

    def segment_end(self, at: int) -> int:
        """Where the part of the sentence that holds a place ends: before the next semicolon or full stop outside of brackets."""
        for match in _STOP.finditer(self.body, at):
            if self.body.count("(", 0, match.start()) <= self.body.count(")", 0, match.start()):
                return len(_SEGMENT_TAIL.sub("", self.task.text[: match.start()]))
        return len(_SEGMENT_TAIL.sub("", self.task.text))

    def has_purpose(self, at: int) -> bool:
        """Whether what stands at a place says only what the act is for: *… để nâng cao …*."""
        return _PURPOSE.search(self.body[:at]) is not None

    def act_at(self, start: int) -> int:
        """Where the act of a clause begins, behind its adverbs."""
        return adverbs_end(self.body, start)

    def opens_clause(self, at: int) -> bool:
        """Whether only adverbs stand between the beginning of a clause and `at`."""
        start = max(start for start, _ in self.clauses if start <= at)
        return adverbs_end(self.body, start) >= at

    def spelled_out(self, at: int) -> bool:
        """Whether what stands at `at` of the task's text is made concrete behind it: by a list, the next sentence, sub-items, an annex."""
        rest = self.body[at:]
        if _BRACKET.match(rest):
            return True
        if self.setting.detail or _SPELLS_OUT.search(rest) or _ENCLOSED.search(self.folded):
            return True
        return self.folded.rstrip(" :.").endswith(_LEADS_ON)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A place in the task's text as a place in the document."""
        return self.task.start + start, self.task.start + end

    def _fields(self) -> Iterator[tuple[int, int]]:
        fields: list[Party | Deadline | None] = [*self.task.owners, *self.task.coordinators, self.task.deadline]
        for one in fields:
            if one is not None and one.start is not None and one.end is not None:
                yield one.start - self.task.start, one.end - self.task.start


def adverbs_end(body: str, at: int) -> int:
    """Where the adverbs and light verbs in front of an act end, in a folded text: *tiếp tục tổ chức* |*rà soát …*."""
    match = _ADVERBS.match(body, at)
    return match.end() if match else at


def place_of(task: Task, part: Party | Deadline | None) -> tuple[int, int]:
    """Where a field of a task stands, or the task itself where the field has no place of its own."""
    return (task.start, task.end) if part is None or part.start is None or part.end is None else (part.start, part.end)


def one_line(text: str) -> str:
    """Words as they are quoted in a message.

    >>> one_line("các cơ quan\\n liên quan")
    'các cơ quan liên quan'
    """
    return " ".join(text.split())


def _blank(text: str, spans: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> str:
    for start, end in spans:
        start, end = max(start, 0), min(end, len(text))
        if start < end:
            text = text[:start] + " " * (end - start) + text[end:]
    return text
