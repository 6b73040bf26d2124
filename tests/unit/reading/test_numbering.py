from word_files import cell, docx, item, level, lists, paragraph, table

from pipeline.reading.docx import read_docx

PLAN = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "lowerLetter", "%3)") + level(3, "bullet", "-")


def labels(body, numbering, styles=""):
    return [block.label for block in read_docx(docx(body, numbering=numbering, styles=styles), path="kế hoạch.docx").blocks]


def test_number_stands_before_the_text_and_in_the_block():
    source = read_docx(docx(item("Giao Sở Y tế", 1), numbering=lists({0: level(0, "decimal", "Điều %1.")}, {1: (0, "")})), path="a.docx")
    assert source.text == "Điều 1. Giao Sở Y tế"
    assert source.blocks[0].label == "Điều 1."
    assert (source.blocks[0].start, source.blocks[0].end) == (0, 20)


def test_levels_count_on_their_own_and_deeper_ones_begin_again():
    body = "".join(item("việc", 1, depth) for depth in (0, 1, 2, 2, 3, 1, 2, 0, 1))
    assert labels(body, lists({0: PLAN}, {1: (0, "")})) == ["I.", "1.", "a)", "b)", "-", "2.", "a)", "II.", "1."]


def test_list_goes_on_after_plain_paragraphs():
    body = item("một", 1) + paragraph("Đoạn không đánh số") + item("hai", 1)
    assert labels(body, lists({0: PLAN}, {1: (0, "")})) == ["I.", "", "II."]


def test_lists_of_the_same_kind_share_their_count_until_one_starts_over():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = lists({0: level(0, "decimal", "%1.")}, {1: (0, ""), 2: (0, ""), 3: (0, override)})
    body = item("a", 1) + item("b", 1) + item("c", 2) + item("d", 3) + item("e", 3)
    assert labels(body, numbering) == ["1.", "2.", "3.", "1.", "2."]


def test_list_begins_at_its_start_value():
    body = item("a", 1) + item("b", 1)
    assert labels(body, lists({0: level(0, "decimal", "%1)", start=5)}, {1: (0, "")})) == ["5)", "6)"]


def test_overridden_level_changes_the_form():
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1.")}</w:lvlOverride>'
    assert labels(item("a", 1) + item("b", 1), lists({0: PLAN}, {1: (0, override)})) == ["A.", "B."]


def test_legal_numbers_are_decimal_whatever_the_levels_above_are():
    numbering = lists({0: level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2.", more="<w:isLgl/>")}, {1: (0, "")})
    assert labels("".join(item("v", 1, depth) for depth in (0, 0, 1, 1)), numbering) == ["I.", "II.", "2.1.", "2.2."]


def test_number_of_a_level_above_that_has_not_begun_is_its_start():
    numbering = lists({0: level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.")}, {1: (0, "")})
    assert labels(item("v", 1, 1) + item("v", 1, 0), numbering) == ["1.1.", "1."]


def test_level_that_never_restarts():
    article = level(1, "decimal", "Điều %2.", more='<w:lvlRestart w:val="0"/>')
    numbering = lists({0: level(0, "decimal", "Chương %1.") + article}, {1: (0, "")})
    body = "".join(item("v", 1, depth) for depth in (0, 1, 1, 0, 1))
    assert labels(body, numbering) == ["Chương 1.", "Điều 1.", "Điều 2.", "Chương 2.", "Điều 3."]


def test_forms_of_numbers():
    forms = {
        "decimal": "29",
        "decimalZero": "29",
        "upperRoman": "XXIX",
        "lowerRoman": "xxix",
        "upperLetter": "CC",
        "lowerLetter": "cc",
        "none": "",
        "ordinalText": "29",
    }
    for form, expected in forms.items():
        assert labels(item("v", 1), lists({0: level(0, form, "%1", start=29)}, {1: (0, "")})) == [expected]
    assert labels(item("v", 1), lists({0: level(0, "decimalZero", "%1.", start=3)}, {1: (0, "")})) == ["03."]


def test_bullets_of_symbol_fonts_are_hyphens_and_plus_stays():
    signs = {"\uf0b7": "-", "\uf0a7": "-", "\uf02d": "-", "\uf02b": "+", "o": "-", "–": "-", "-": "-", "+": "+"}
    for sign, expected in signs.items():
        assert labels(item("v", 1), lists({0: level(0, "bullet", sign)}, {1: (0, "")})) == [expected]


def test_list_of_a_style_and_its_level_are_inherited():
    upper = level(0, "upperRoman", "%1.", more='<w:pStyle w:val="Muc"/>')
    numbering = lists({0: upper + level(1, "decimal", "%2.", more='<w:pStyle w:val="Tieumuc"/>')}, {7: (0, "")})
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Tieumuc"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Tieumuc"/></w:style>'
    )
    body = "".join(paragraph("v", properties=f'<w:pStyle w:val="{style}"/>') for style in ("Muc", "Tieumuc", "Con", "Muc"))
    assert labels(body, numbering, styles) == ["I.", "1.", "2.", "II."]


def test_paragraph_taken_out_of_the_list_of_its_style():
    styles = '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    out = paragraph("v", properties='<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    body = out + paragraph("v", properties='<w:pStyle w:val="Muc"/>')
    assert labels(body, lists({0: PLAN}, {1: (0, "")}), styles) == ["", "I."]


def test_list_that_refers_to_a_numbering_style():
    styles = '<w:style w:type="numbering" w:styleId="DanhSach"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    numbering = lists({0: '<w:numStyleLink w:val="DanhSach"/>', 1: level(0, "lowerLetter", "%1)")}, {1: (0, ""), 2: (1, "")})
    assert labels(item("v", 1) + item("v", 1), numbering, styles) == ["a)", "b)"]


def test_unknown_list_gives_no_number():
    assert labels(item("v", 99), lists({0: PLAN}, {1: (0, "")})) == [""]


def test_automatic_number_alone_in_a_cell_is_its_text():
    rows = [cell(item("", 1)) + cell(f"Việc {i}") for i in (1, 2)]
    source = read_docx(docx(table(*rows), numbering=lists({0: level(0, "decimal", "%1")}, {1: (0, "")})), path="bảng.docx")
    assert source.text == "1 | Việc 1\n2 | Việc 2"


def test_deleted_item_is_not_counted():
    mark = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr>'
    gone = paragraph('<w:del w:id="2"><w:r><w:delText>việc đã bỏ</w:delText></w:r></w:del>', properties=mark)
    assert labels(item("a", 1) + gone + item("b", 1), lists({0: PLAN}, {1: (0, "")})) == ["I.", "II."]
