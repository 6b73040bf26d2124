"""The automatic list numbers of a Word document, rebuilt from `numbering.xml` (ECMA-376 part 1, section 17.9).

Word stores only "this paragraph is at level 2 of list 5"; the number that the reader sees is counted while reading. A task's locator
("II.3.b") depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from pipeline.reading.attributes import whole_number
from pipeline.reading.wordstyles import DEEPEST, OFF, W, font_name

LEVELS = DEEPEST + 1
_LISTED_SIGNS = "-+*"  # signs that Vietnamese drafters use to tell levels apart; every other bullet is a picture
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and looks. `restart` is the depth (counted from 1) whose items restart it; 0 never."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    legal: bool = False
    restart: int | None = None
    style: str | None = None
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A list number as shown, and the font of its letters where the list sets one (legacy fonts are decoded by the reader)."""

    text: str
    font: str | None = None


class Numbering:
    """Counts the lists of one document; `label` must be called once per numbered paragraph, in reading order.

    Args:
        root: the root of `numbering.xml`, `None` when the document has no lists.
        list_styles: the list (`numId`) of each numbering style, for lists that only refer to a style.
    """

    def __init__(self, root: etree._Element | None, *, list_styles: dict[str, str] | None = None):
        self._abstract: dict[str, dict[int, Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counters: dict[str, list[int | None]] = {}
        if root is not None:
            self._load(root, list_styles or {})

    def level_of_style(self, num_id: str, style: str) -> int:
        """The level that a paragraph style stands for in the list `num_id`; 0 when the list names none."""
        return next((depth for depth, level in self._levels.get(num_id, {}).items() if level.style == style), 0)

    def label(self, num_id: str, depth: int) -> Label:
        """Counts one paragraph of the list `num_id` at level `depth` (from 0) and gives its number; an empty text for an unknown list."""
        levels = self._levels.get(num_id)
        if levels is None or depth not in levels:
            return Label("")
        level = levels[depth]
        counters = self._counters.setdefault(self._abstract_of[num_id], [None] * LEVELS)
        restarted = self._starts.get(num_id, {}).pop(depth, None)
        value = counters[depth]
        if restarted is not None:
            counters[depth] = restarted
        else:
            counters[depth] = level.start if value is None else value + 1
        for deeper in range(depth + 1, LEVELS):
            trigger = levels.get(deeper, Level()).restart
            if trigger is None or depth < trigger:
                counters[deeper] = None
        return Label(self._text(levels, depth, counters), level.font)

    @staticmethod
    def _text(levels: dict[int, Level], depth: int, counters: list[int | None]) -> str:
        level = levels[depth]
        if level.form == "bullet":
            return bullet(level.pattern)
        text = level.pattern
        for upper in range(depth + 1):
            shown = levels.get(upper, Level())
            count = counters[upper]
            form = "decimal" if level.legal and shown.form != "none" else shown.form
            text = text.replace(f"%{upper + 1}", number(shown.start if count is None else count, form))
        return text.strip()

    def _load(self, root: etree._Element, list_styles: dict[str, str]) -> None:
        referring: dict[str, str] = {}
        for abstract in root.iterfind(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            self._abstract[key] = _levels(abstract)
            link = abstract.find(f"{W}numStyleLink")
            if link is not None:
                referring[key] = link.get(f"{W}val", "")
        nums = {num.get(f"{W}numId", ""): num for num in root.iterfind(f"{W}num")}
        for num_id, num in nums.items():
            key = _value(num, "abstractNumId") or ""
            target = nums.get(list_styles.get(referring.get(key, ""), ""))
            if target is not None:
                key = _value(target, "abstractNumId") or ""
            if key in self._abstract:
                self._abstract_of[num_id] = key
                self._override(num_id, num, dict(self._abstract[key]))

    def _override(self, num_id: str, num: etree._Element, levels: dict[int, Level]) -> None:
        starts: dict[int, int] = {}
        for override in num.iterfind(f"{W}lvlOverride"):
            depth = _depth(override)
            redefined = override.find(f"{W}lvl")
            if redefined is not None:
                levels[depth] = _level(redefined)
            start = whole_number(_value(override, "startOverride"), None)
            if start is not None:
                starts[depth] = start
                levels[depth] = replace(levels.get(depth, Level()), start=start)
        self._levels[num_id] = levels
        self._starts[num_id] = starts


def number(value: int, form: str) -> str:
    """A count in one of Word's number formats; formats that Vietnamese documents do not use are shown as decimals.

    >>> [number(4, form) for form in ("decimal", "decimalZero", "upperRoman", "lowerLetter", "none")]
    ['4', '04', 'IV', 'd', '']
    >>> number(28, "upperLetter")
    'BB'
    """
    if form == "none":
        return ""
    if form in ("decimalZero", "custom"):
        return f"{value:02d}"
    if form in ("upperRoman", "lowerRoman") and 0 < value < 4000:
        text = ""
        rest = value
        for size, sign in _ROMAN:
            text += sign * (rest // size)
            rest %= size
        return text if form == "upperRoman" else text.lower()
    if form in ("upperLetter", "lowerLetter") and 0 < value <= 780:
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    return str(value)


def bullet(pattern: str) -> str:
    """The sign of a bulleted list; bullets of symbol fonts (private-use characters), dots and squares become "-".

    >>> [bullet(sign) for sign in ("\\uf0b7", "o", "+", "-")]
    ['-', '-', '+', '-']
    """
    sign = pattern.strip()
    if len(sign) == 1 and 0xF020 <= ord(sign) <= 0xF07E:
        sign = chr(ord(sign) - 0xF000)
    return sign if sign and sign in _LISTED_SIGNS else "-"


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {_depth(lvl): _level(lvl) for lvl in abstract.iterfind(f"{W}lvl")}


def _depth(element: etree._Element) -> int:
    return whole_number(element.get(f"{W}ilvl"), 0, most=DEEPEST)


def _level(lvl: etree._Element) -> Level:
    legal = lvl.find(f"{W}isLgl")
    form = lvl.find(f".//{W}numFmt")
    fonts = lvl.find(f"{W}rPr/{W}rFonts")
    return Level(
        start=whole_number(_value(lvl, "start"), 0),
        form="decimal" if form is None else form.get(f"{W}val", "decimal"),
        pattern=_value(lvl, "lvlText") or "",
        legal=legal is not None and legal.get(f"{W}val") not in OFF,
        restart=whole_number(_value(lvl, "lvlRestart"), None),
        style=_value(lvl, "pStyle"),
        font=None if fonts is None else font_name(fonts),
    )


def _value(parent: etree._Element, name: str) -> str | None:
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val", "")
