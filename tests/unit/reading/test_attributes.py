from drawn_pages import cells, texts
from word_files import cell, docx, item, level, lists, paragraph, table

from pipeline.reading.docx import read_docx
from pipeline.reading.html import read_html


def read(body, **parts):
    return read_docx(docx(body, **parts), path="a.docx")


def test_width_of_a_cell_that_is_no_number_is_one_column():
    source = read(table(cell("a", properties='<w:gridSpan w:val="hai"/>') + cell("b")))
    assert [(each.column, each.columns) for each in source.blocks[0].cells] == [(0, 1), (1, 1)]


def test_width_that_no_table_has_is_one_column():
    source = read(table(cell("a", properties='<w:gridSpan w:val="2147483648"/>') + cell("b")))
    assert [(each.column, each.columns) for each in source.blocks[0].cells] == [(0, 1), (1, 1)]


def test_width_without_a_value_is_one_column():
    source = read(table(cell("a", properties="<w:gridSpan/>") + cell("b", properties='<w:gridSpan w:val="2"/>')))
    assert [(each.column, each.columns) for each in source.blocks[0].cells] == [(0, 1), (1, 2)]


def test_row_that_begins_nowhere_begins_at_the_first_column():
    row = '<w:tr><w:trPr><w:gridBefore w:val="x"/></w:trPr>' + cell("1") + cell("Họp") + "</w:tr>"
    source = read(table(cell("TT") + cell("Việc"), row))
    assert cells(source, 1) == ["1", "Họp"]
    assert [each.column for each in source.blocks[1].cells] == [0, 1]


def test_list_whose_numbers_are_no_numbers_counts_from_its_first_level():
    numbering = lists(
        {0: level(0, "decimal", "%1.", start="một", more='<w:lvlRestart w:val="x"/>')},
        {1: (0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val=""/></w:lvlOverride>')},
    )
    source = read(item("Rà soát", 1, depth="sâu") + item("Báo cáo", 1), numbering=numbering)
    assert texts(source) == ["0. Rà soát", "1. Báo cáo"]


def test_list_deeper_than_word_has_lists_is_at_its_first_level():
    numbering = lists({0: level(0, "decimal", "%1.") + level(3, "lowerLetter", "%4)")}, {1: (0, "")})
    source = read(item("Rà soát", 1) + item("Báo cáo", 1, depth=12) + item("Họp", 1, depth=-1), numbering=numbering)
    assert texts(source) == ["1. Rà soát", "2. Báo cáo", "3. Họp"]


def test_symbol_that_is_no_character_draws_nothing():
    signs = "".join(f'<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r>' for code in ("", "hai", "D800", "FFFFFFFF", "F0B3"))
    assert read(paragraph("Thu ngân sách ", signs, "5 tỷ đồng")).text == "Thu ngân sách ≥5 tỷ đồng"


def test_numbers_of_a_page_that_are_no_plain_digits_are_not_set():
    items = "<ol start='²'><li value='٣'>Một</li><li value='x'>Hai</li></ol>"
    row = "<table><tr><td colspan='²'>a</td><td rowspan='-1'>b</td></tr></table>"
    source = read_html(f"{items}{row}".encode(), path="a.html")
    assert texts(source) == ["3. Một", "4. Hai", "a | b"]
    assert [each.columns for each in source.blocks[2].cells] == [1, 1]


def test_number_of_a_thousand_digits_is_not_set():
    source = read_html(f"<ol start='{'9' * 5000}'><li>Một</li></ol>".encode(), path="a.html")
    assert source.text == "1. Một"
