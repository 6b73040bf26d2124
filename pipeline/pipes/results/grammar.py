"""The phrase of a task that names what must come out: something that can be checked off.

Directives say it in few ways, and each is looked for by its own rule:

- a report: *báo cáo* [kết quả …] [về] somebody;
- a submission: *trình*, *gửi*, *đề xuất* to somebody;
- a document: a verb that makes or changes it (*xây dựng, ban hành, sửa đổi …*), then the name of a kind of document;
- a team that is set up, an event that is held, an object that is finished (*thành lập tổ công tác*, *tổ chức hội nghị*, *bàn giao*);
- a figure: a rate, or a number of things to reach.

Which verbs count is said in `acts`; one in which others are only guided does not (*hướng dẫn các đơn vị lập …*).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from pipeline.knowledge.wording import Lexeme, load_wording
from pipeline.pipes.results.acts import JOINTS, STOPS, SUBMITS, VERBS, Acts, Span

_PLURALS = frozenset({"các", "những", "mẫu", "một", "bản"})
_PHRASE_WORDS = 12
_RECIPIENT_CHARACTERS = 120
_INTO_USE = frozenset({"sử dụng", "vận hành", "khai thác", "hoạt động"})
_MODIFIERS = frozenset({"kind_of_body", "broad", "determiner", "phrase_end", "recipient", "numbered"})
_UNITS_OF_TIME = ("tháng", "năm", "ngày", "giờ", "phút", "tuần", "quý", "cấp", "điều", "khoản", "tuổi", "lần")
_FIGURE = re.compile(
    r"(?<![\w/.,-])(?:(?:đạt|trên|dưới|hơn|ít nhất|tối thiểu|không quá|giảm|tăng|thêm|vượt)\s+){1,3}"
    rf"\d+(?:[.,]\d+)*\s*(?:%|(?!(?:{'|'.join(_UNITS_OF_TIME)})(?!\w))[^\W\d_]+)"
    r"|(?<![\w/.,-])\d+(?:[.,]\d+)*\s*%"
    r"|(?<![\w/.,-])\d+(?:[.,]\d+)*\s+(?:cuộc|hội nghị|lớp|buổi|lượt|mô hình|tin, bài|tin bài|km|ha|căn nhà|công trình|sản phẩm)(?!\w)"
)
_DIGIT = re.compile(r"\d")
_COUNT = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNCOUNTED = frozenset({"numbered", "document", "near_document"})


def find_result(text: str) -> Span | None:
    """The shortest phrase of one task's text that names a product or a figure that can be checked off.

    Args:
        text: the text of one task, NFC.

    Returns:
        The half-open span of the phrase in `text`, None where nothing of the kind is named.

    >>> text = "Sở Y tế rà soát các trạm cấp nước, báo cáo UBND tỉnh trước ngày 05/9."
    >>> start, end = find_result(text)
    >>> text[start:end]
    'báo cáo UBND tỉnh'
    >>> find_result("Tăng cường công tác xây dựng văn hóa công sở.") is None
    True
    """
    products = read_products(text)
    return products.product() or products.figure()


@lru_cache(maxsize=256)
def read_products(text: str) -> Products:
    """The acts of a text with what each makes; kept for a while, since the rules of clarity read the same content again."""
    return Products(text)


class Products(Acts):
    """Looks for the product at each act."""

    def product(self) -> Span | None:
        """The first thing that an act of the task makes."""
        if self.lexemes and self._is_title():
            return self.lexemes[0].start, self._phrase_end(0)
        for i, lexeme in enumerate(self.lexemes):
            if lexeme.classes and not self.void[i]:
                found = self._made_by(i, lexeme)
                if found:
                    return found
        return None

    def figure(self) -> Span | None:
        """The first rate or number to reach that is not part of a quoted name."""
        if not _DIGIT.search(self.folded):
            return None
        spans = (match.span() for match in _FIGURE.finditer(self.folded))
        return next((span for span in spans if not any(start <= span[0] < end for start, end in self.quoted)), None)

    def _is_title(self) -> bool:
        """A row of a plan may name only its product: *Kế hoạch phòng, chống dịch năm 2027*; not *Quy hoạch, sắp xếp lại các trạm*."""
        first, after = self.lexemes[0], self.after(0)
        acts = after is not None and (after.text in JOINTS or after.text == "lại" or "determiner" in after.classes)
        return "document" in first.classes and not first.classes & VERBS and not (first.text == "quy hoạch" and acts)

    def _made_by(self, i: int, verb: Lexeme) -> Span | None:
        if verb.text == "báo cáo":
            return (verb.start, self._recipient_end(i)) if self._is_report(i) else None
        if verb.text in SUBMITS and self._has_recipient(i):
            return verb.start, self._recipient_end(i)
        if "into_use" in verb.classes:
            return self._put_into_use(i)
        if self._is_finished(i, verb):
            return verb.start, self._phrase_end(i)
        number = self._number(i) if "concrete" in verb.classes else None
        if number is not None:
            return verb.start, self._phrase_end(number)
        if "draft" in verb.classes or "near_draft" in verb.classes:
            j = self._object(i, "document", "near_document", reach=0 if "near_draft" in verb.classes else 3)
            return (self.lexemes[j].start, self._phrase_end(j)) if j and not self._guides_others(i) else None
        if "setup" in verb.classes or "hold" in verb.classes:
            far, near = ("team", "near_team") if "setup" in verb.classes else ("event", "team")
            j = self._object(i, far, near, reach=2, across_verbs=False)
            return (verb.start, self._phrase_end(j)) if j else None
        return None

    def _is_report(self, i: int) -> bool:
        if i and self.lexemes[i - 1].text in _PLURALS:
            return False
        return not self.is_mentioned(i)

    def _has_recipient(self, i: int) -> bool:
        """*trình UBND tỉnh*, *gửi về Sở*, *đề xuất cấp có thẩm quyền*; what others do next (*… để trình*) is not the owner's product."""
        after = self.after(i)
        if after is None or self.purpose[i]:
            return False
        if after.text == "về":
            return self.lexemes[i].text == "gửi"
        return after.text.split()[0] in load_wording().members("recipient") or (self.is_upper(i + 1) and "document" not in after.classes)

    def _is_finished(self, i: int, verb: Lexeme) -> bool:
        if "finish" in verb.classes:
            return not (i and self.lexemes[i - 1].classes & {"document", "near_document", "event"})
        if verb.text == "hoàn thành":
            act = self.after(i + 1) if self.after(i) and self.lexemes[i + 1].text in ("việc", "công tác") else self.after(i)
            return act is not None and bool(act.classes & {"concrete", "finish", "into_use"})
        return False

    def _put_into_use(self, i: int) -> Span | None:
        """*đưa trạm bơm vào vận hành*: the span up to the use, None where no use follows soon."""
        for into, use in pairwise(self.lexemes[i + 1 : i + 2 + _PHRASE_WORDS]):
            if into.text in STOPS:
                return None
            if into.text == "vào" and use.text in _INTO_USE:
                return self.lexemes[i].start, use.end
        return None

    def _number(self, i: int) -> int | None:
        """Where a number of things follows the verb: *trồng 40 ha*, *giải phóng kênh 12*; not *khoản 3*, not a year."""
        for j in range(i + 1, min(i + 4, len(self.lexemes))):
            lexeme = self.lexemes[j]
            if _COUNT.fullmatch(lexeme.text):
                unit = self.after(j)
                return None if _YEAR.fullmatch(lexeme.text) or (unit and unit.text in _UNITS_OF_TIME) else j
            if lexeme.classes & _UNCOUNTED or lexeme.text in JOINTS or not lexeme.text.isalpha() or self.is_upper(j):
                return None
        return None

    def _object(self, i: int, far: str, near: str, *, reach: int, across_verbs: bool = True) -> int | None:
        """Where the thing is that the verb at `i` makes: behind coordinated verbs, determiners and at most `reach` other words.

        A word of the class `near` must stand behind a verb or a determiner, since it is often a verb itself (*hướng dẫn*, *thông báo*).
        """
        strangers = 0
        for j in range(i + 1, min(i + 14, len(self.lexemes))):
            lexeme, before = self.lexemes[j], self.lexemes[j - 1]
            if far in lexeme.classes or (near in lexeme.classes and not strangers and before.text not in JOINTS):
                return None if far != "document" and self.is_mentioned(j) else j
            if lexeme.text in STOPS or lexeme.text in "()":
                return None
            if "determiner" in lexeme.classes or "manner" in lexeme.classes:
                continue
            if lexeme.text in JOINTS or lexeme.classes & VERBS:
                if not across_verbs:
                    return None
                continue
            strangers += 1
            if strangers > reach or lexeme.classes - _MODIFIERS:
                return None
        return None

    def _guides_others(self, i: int) -> bool:
        """*hướng dẫn các đơn vị, địa phương lập dự toán*: others make it, the owner only guides."""
        for j in range(i - 1, -1, -1):
            lexeme = self.lexemes[j]
            if "guide" in lexeme.classes:
                return i - j > 1
            if lexeme.text in STOPS or (lexeme.text in JOINTS and "kind_of_body" not in self.lexemes[j - 1].classes):
                return False
        return False

    def _phrase_end(self, i: int) -> int:
        """Where the noun phrase that begins at `i` ends: before a comma or a preposition."""
        end = self.lexemes[i].end
        for j in range(i + 1, min(i + 1 + _PHRASE_WORDS, len(self.lexemes))):
            lexeme = self.lexemes[j]
            if lexeme.text == "," and self.lexemes[j - 1].text == "phòng":  # "phòng, chống"
                continue
            if lexeme.text in STOPS or lexeme.text in JOINTS or lexeme.text in "()" or "phrase_end" in lexeme.classes:
                break
            end = lexeme.end
        return end

    def _recipient_end(self, i: int) -> int:
        """Where a report or a submission ends: behind the name of the body that receives it, with the commas of that name."""
        end = self._phrase_end(i)
        for j in range(i + 1, len(self.lexemes) - 1):
            lexeme = self.lexemes[j]
            if lexeme.start < end:
                continue
            joins = lexeme.text == "cho" or lexeme.text in JOINTS
            if not joins or not self.is_upper(j + 1) or end - self.lexemes[i].start > _RECIPIENT_CHARACTERS:
                break
            end = self._phrase_end(j + 1)
        return end
