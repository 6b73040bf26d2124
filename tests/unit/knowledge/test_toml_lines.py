from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.toml_lines import Place, lines, syntax_fault

GOOD = '''# rules = ["chú thích"]
severity.too-short = "low"  # [rules]
"severity" . 'several-acts' = "high"

[rules]
on = ["a", "b # không phải chú thích",
  # "c" bị tắt
  "d", ]
off = [
]   # hết

[ wording . vague-quantity ]
"kha khá" = ""
"" = 1
"a\\u0300" = 'x = "y"'

[wording.escape-clause]
x = { "theo thông lệ" = "[điều]", y.z = [1, {w = 2}] }
text = """một
[rules]
ba""""
raw = \'\'\'
rules = 1
\'\'\'
day = 2025-03-10 07:30:00
ratio = 1.5
quotes = ["""a"""", "b", \'\'\'c\'\'\'\', 'd']

[[dismiss]]
rule = "x"
[[dismiss]]
reason = "y"
[dismiss.more]
at = [[1,
2], [
3]]
[[dismiss.twice]]
[[dismiss.twice]]
k = true
'''


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Every place of a parsed text."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*place, key)
        yield from places(one, (*place, key))


@pytest.mark.parametrize("text", [GOOD, GOOD.replace("\n", "\r\n"), GOOD.rstrip("\n"), ""])
def test_every_place_that_tomllib_knows_has_a_line_and_no_other(text: str) -> None:
    assert set(lines(text)) == set(places(tomllib.loads(text)))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("severity",), 2),
        (("severity", "too-short"), 2),
        (("severity", "several-acts"), 3),
        (("rules",), 5),
        (("rules", "on"), 6),
        (("rules", "on", 1), 6),
        (("rules", "on", 2), 8),
        (("rules", "off"), 9),
        (("wording",), 12),
        (("wording", "vague-quantity"), 12),
        (("wording", "vague-quantity", "kha khá"), 13),
        (("wording", "vague-quantity", ""), 14),
        (("wording", "vague-quantity", "a\u0300"), 15),
        (("wording", "escape-clause", "x", "theo thông lệ"), 18),
        (("wording", "escape-clause", "x", "y", "z", 1, "w"), 18),
        (("wording", "escape-clause", "raw"), 22),
        (("wording", "escape-clause", "day"), 25),
        (("wording", "escape-clause", "ratio"), 26),
        (("wording", "escape-clause", "quotes", 3), 27),
        (("dismiss",), 29),
        (("dismiss", 0, "rule"), 30),
        (("dismiss", 1), 31),
        (("dismiss", 1, "more", "at"), 34),
        (("dismiss", 1, "more", "at", 0, 1), 35),
        (("dismiss", 1, "more", "at", 1, 0), 36),
        (("dismiss", 1, "twice", 1), 38),
        (("dismiss", 1, "twice", 1, "k"), 39),
    ],
)
def test_the_line_of_a_place(place: Place, line: int, end: str) -> None:
    assert lines(GOOD.replace("\n", end))[place] == line


WORDS = st.text(st.characters(exclude_characters="\x7f", exclude_categories=["Cs"]))


@given(st.dictionaries(WORDS, st.lists(WORDS), max_size=5))
def test_what_stands_inside_a_string_moves_nothing(table: dict[str, list[str]]) -> None:
    text = "".join(
        f"{json.dumps(key, ensure_ascii=False)} = [\n" + "".join(f"  {json.dumps(word, ensure_ascii=False)},\n" for word in words) + "]\n"
        for key, words in table.items()
    )
    assert tomllib.loads(text) == table
    found, line = lines(text), 1
    for key, words in table.items():
        assert found[(key,)] == line
        assert [found[(key, at)] for at in range(len(words))] == list(range(line + 1, line + 1 + len(words)))
        line += len(words) + 2


@pytest.mark.parametrize(
    ("text", "line", "detail"),
    [
        ("a = 1\nb = 2\na = 3\n", 3, "khóa «a» đã có ở dòng 1"),
        ("a = 1\r\nb = 2\r\na = 3", 3, "khóa «a» đã có ở dòng 1"),
        ("a = [\n1\n]\na = [\n2,\n3\n]\n", 4, "khóa «a» đã có ở dòng 1"),
        ('[r]\nx."y z" = 1\n"x".\'y z\' = 2\n', 3, "khóa «y z» đã có ở dòng 2"),
        ("[r]\n[s]\n[r]\n", 3, "khóa «r» đã có ở dòng 1"),
        ("[r]\nt = { a = 1, a = 2, b = 3 }\n", 2, "khóa «a» đã có ở dòng 2"),
        ("[[d]]\na = 1\n[[d]]\na = 1\nb = 2\nb = 3", 6, "khóa «b» đã có ở dòng 5"),
        ("s.a = 1\n[s]\n", 2, "đã có ở phía trên"),
        ("s.a = 1\r\n[s]\r\nb = 1\r\nb = 2", 2, "đã có ở phía trên"),
        ("[r]\na = cao\n", 2, "giá trị phải là chuỗi trong ngoặc kép"),
        ("a = “x”\n", 1, "giá trị phải là chuỗi trong ngoặc kép thẳng"),
        ("[r]\n\na = 'x\n", 3, "không đúng cú pháp TOML"),
        ('[r]\na = "x\nb = 1\n', 2, "chuỗi thiếu dấu ngoặc kép đóng"),
        ('[r]\na = "x', 2, "chuỗi thiếu dấu ngoặc kép đóng"),
        ('a = [\n"x",\n"y"\n\n', 3, "danh sách thiếu dấu phẩy hoặc dấu «]»"),
        ('a = [\n"x"\n"y"]\n', 3, "danh sách thiếu dấu phẩy hoặc dấu «]»"),
        ('a = "mẫu\\phiếu"\n', 1, "dấu \\ trong ngoặc kép phải viết hai lần"),
        ("[r]\nkha khá = 1\n", 2, "không đặt trong ngoặc kép"),
        ("[quy tắc]\n", 1, "tên bảng thiếu dấu «]»"),
        ("a = 1 2\n", 1, "thừa chữ ở cuối dòng"),
        ("a = 1\n= 2\n", 2, "không đúng cú pháp TOML"),
    ],
)
def test_an_error_of_tomllib_says_its_line_and_what_is_wrong(text: str, line: int, detail: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    found_line, found_detail = syntax_fault(caught.value, text)
    assert (found_line, detail in found_detail) == (line, True), found_detail


def test_an_error_without_a_place_is_line_one() -> None:
    assert syntax_fault(RecursionError("too deep"), "a = 1\n") == (1, "không đúng cú pháp TOML")
