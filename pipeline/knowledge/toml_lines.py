"""Where the keys of a TOML text stand: `tomllib` gives values without positions, and a fault must name its line.

A place is the way to a value as one would index the parsed text: `("dismiss", 1, "rule")`, `("rules", "on", 0)`. The text is one that
`tomllib` accepts, so a byte order mark is taken off before.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator

Place = tuple[str | int, ...]

_TOKEN = re.compile(
    r'(?P<string>"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*')"
    r"|(?P<mark>[\[\]{},=\n])|(?P<bare>[^\s\[\]{},=#\"']+)|#[^\n]*",
    re.DOTALL,
)
_WHERE = re.compile(r"\(at line (\d+), column (\d+)\)")
_SYNTAX = {
    "Unescaped '\\'": "dấu \\ trong ngoặc kép phải viết hai lần",
    "Illegal character '\\n'": "chuỗi thiếu dấu ngoặc kép đóng",
    "Unterminated string": "chuỗi thiếu dấu ngoặc kép đóng",
    "Unclosed array": "danh sách thiếu dấu phẩy hoặc dấu «]»",
    "Invalid value": 'giá trị phải là chuỗi trong ngoặc kép thẳng "…", số, hoặc danh sách',
    "Expected '=' after a key": "thiếu dấu «=», hoặc khóa có dấu tiếng Việt, dấu cách mà không đặt trong ngoặc kép",
    "Expected ']": "tên bảng thiếu dấu «]», hoặc có dấu tiếng Việt, dấu cách mà không đặt trong ngoặc kép",
    "Expected newline": "thừa chữ ở cuối dòng",
}
"""What the messages of `tomllib` mean, by how they begin."""


def lines(text: str) -> dict[Place, int]:
    """The line, from 1, of every table, key and element of a list; of a table that is written only as part of a key, that of its first key.

    >>> lines('severity.too-short = "low"\\n[rules]\\noff = [\\n  "no-task",  # "việc"\\n]')[("rules", "off", 0)]
    4
    """
    found: dict[Place, int] = {}
    for place, line in _places(text):
        for size in range(1, len(place) + 1):
            found.setdefault(place[:size], line)
    return found


def syntax_fault(error: Exception, text: str) -> tuple[int, str]:
    """The line of an error of `tomllib.loads(text)`, 1 where it names none, and what is wrong, in Vietnamese.

    >>> text = '[severity]\\ntoo-short = "low"\\ntoo-short = "high"'
    >>> try:
    ...     tomllib.loads(text)
    ... except tomllib.TOMLDecodeError as error:
    ...     print(syntax_fault(error, text))
    (3, 'khóa «too-short» đã có ở dòng 2')
    """
    at = _offset(error, text)
    message = str(error)
    if message.startswith(("Cannot ", "Duplicate ")):
        first: dict[Place, int] = {}
        for place, line in _places(text[:at]):
            if place in first:
                return line, f"khóa «{place[-1]}» đã có ở dòng {first[place]}"
            first[place] = line
        return _line(text, at), "bảng hoặc khóa này đã có ở phía trên"
    hint = next((f" ({hint})" for start, hint in _SYNTAX.items() if message.startswith(start)), "")
    return _line(text, at), f"không đúng cú pháp TOML{hint}"


def _offset(error: Exception, text: str) -> int:
    """The offset that the message of an error names; the end where it names that, the start where it names nothing."""
    if found := _WHERE.search(str(error)):
        before = text.split("\n")[: int(found[1]) - 1]
        return sum(len(line) + 1 for line in before) + int(found[2]) - 1
    return len(text) if "end of document" in str(error) else 0


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, min(at, len(text.rstrip()))) + 1


def _places(text: str) -> Iterator[tuple[Place, int]]:
    """Every table, key and element with its line, in the order of the text; what stands there twice comes twice.

    Also of a text that was cut off behind a value.
    """
    tokens = _Tokens(text)
    tables: Counter[Place] = Counter()  # how many [[tables]] of a name there are so far
    table: Place = ()
    while tokens.more:
        line = tokens.line
        if tokens.take("["):
            listed, table = tokens.take("["), ()
            *parents, name = tokens.key()
            for parent in parents:
                table = _newest(tables, (*table, parent))
            table = (*table, name)
            tables[table] += listed
            table = _newest(tables, table)
            yield table, line
            while tokens.take("]"):
                pass
        elif not tokens.take("\n"):
            yield from _entry(tokens, table)


def _newest(tables: Counter[Place], table: Place) -> Place:
    """The last table of a list of tables; any other as it is."""
    return (*table, tables[table] - 1) if tables[table] else table


def _entry(tokens: _Tokens, table: Place) -> Iterator[tuple[Place, int]]:
    """A key with its value."""
    line = tokens.line
    place = (*table, *tokens.key())
    yield place, line
    tokens.take("=")
    yield from _value(tokens, place)


def _value(tokens: _Tokens, place: Place) -> Iterator[tuple[Place, int]]:
    """What stands inside a value."""
    if tokens.take("["):
        size = 0
        while tokens.inside("]"):
            yield (*place, size), tokens.line
            yield from _value(tokens, (*place, size))
            size += 1
    elif tokens.take("{"):
        while tokens.inside("}"):
            yield from _entry(tokens, place)
    else:
        tokens.words()


class _Tokens:
    """The tokens of a text from left to right, without blanks and comments."""

    def __init__(self, text: str):
        self._tokens: list[tuple[str, str, int]] = []
        self._next = 0
        line, at = 1, 0
        for match in _TOKEN.finditer(text):
            line, at = line + text.count("\n", at, match.start()), match.start()
            if match.lastgroup:
                self._tokens.append((match.lastgroup, match[0], line))

    @property
    def more(self) -> bool:
        return self._next < len(self._tokens)

    @property
    def line(self) -> int:
        return self._tokens[self._next][2]

    def take(self, mark: str) -> bool:
        """Steps over a mark if it comes next."""
        if self.more and self._tokens[self._next][:2] == ("mark", mark):
            self._next += 1
            return True
        return False

    def inside(self, closing: str) -> bool:
        """Steps over what separates elements; whether there is another one, else over the closing mark."""
        while self.take(",") or self.take("\n"):
            pass
        return not self.take(closing) and self.more

    def words(self) -> list[tuple[str, str]]:
        """What comes before the next mark, each with its kind; at least one token."""
        first = self._next
        while self.more and (self._tokens[self._next][0] != "mark" or self._next == first):
            self._next += 1
        return [(kind, word) for kind, word, _ in self._tokens[first : self._next]]

    def key(self) -> Place:
        """The names of a dotted key."""
        names: list[str] = []
        for kind, word in self.words():
            names += [tomllib.loads(f"key = {word}")["key"]] if kind == "string" else filter(None, word.split("."))
        return tuple(names)
