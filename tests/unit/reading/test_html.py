import pytest
from drawn_pages import cells, texts

from pipeline.errors import GiaoviecError
from pipeline.reading.html import read_html


def read(body, head="", encoding="utf-8"):
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding), path="trang.html")


def test_blocks_and_line_breaks_make_paragraphs_and_white_space_none():
    source = read("<h2>KẾ HOẠCH</h2><p>Giao  Sở\nY tế&nbsp;&amp; Sở Nội vụ<br>rà soát</p><div>a) <b>Báo</b> cáo<span>.</span></div>đuôi")
    assert texts(source) == ["KẾ HOẠCH", "Giao Sở Y tế & Sở Nội vụ", "rà soát", "a) Báo cáo.", "đuôi"]
    assert [block.bold for block in source.blocks] == [True, False, False, False, False]
    assert source.media_type == "text/html"


def test_what_is_not_shown_or_not_text_is_left_out():
    source = read(
        "<!-- ghi chú --><script>alert('x')</script><style>p{}</style><nav><a>Trang chủ</a></nav><header>Báo</header>"
        "<p hidden>ẩn</p><p style='display: none'>ẩn</p><p>Nội dung</p><footer>Bản quyền</footer>",
        "<title>Tiêu đề</title>",
    )
    assert source.text == "Nội dung"


def test_lists_get_the_numbers_that_a_browser_shows():
    source = read(
        "<ol type='I'><li>Mục đích<ol type='a' start='3'><li>Rà soát</li><li value='6'>Báo cáo</li></ol></li><li><p>Yêu cầu</p>"
        "<p>Đoạn hai</p></li></ol><ul><li>Gạch</li></ul><ol style='list-style-type: lower-roman'><li>nhỏ</li></ol>"
        "<ol><li>Một</li><li>Hai</li></ol><ul style='list-style:none'><li>Trơn</li></ul>"
    )
    assert texts(source) == [
        "I. Mục đích",
        "c. Rà soát",
        "f. Báo cáo",
        "II. Yêu cầu",
        "Đoạn hai",
        "- Gạch",
        "i. nhỏ",
        "1. Một",
        "2. Hai",
        "Trơn",
    ]
    assert source.blocks[0].label == "I." and source.blocks[4].label == ""


def test_tables_are_rows_with_merged_cells_worked_out():
    source = read(
        "<table><thead><tr><th rowspan=2>TT</th><th colspan=2>Phân công</th></tr>"
        "<tr><th>Chủ trì</th><th>Phối hợp</th></tr></thead>"
        "<tbody><tr><td rowspan=2>1</td><td>Sở Y tế</td><td>Sở Nội vụ<br>Sở Tài chính</td></tr>"
        "<tr><td>Công an tỉnh</td><td></td></tr></tbody></table>"
    )
    assert cells(source, 0) == ["TT", "Phân công"]
    assert [(cell.column, cell.columns) for cell in source.blocks[0].cells] == [(0, 1), (1, 2)]
    assert cells(source, 1) == ["TT", "Chủ trì", "Phối hợp"]
    assert cells(source, 2) == ["1", "Sở Y tế", "Sở Nội vụ\nSở Tài chính"]
    assert cells(source, 3) == ["1", "Công an tỉnh", ""]
    assert [cell.merged for cell in source.blocks[3].cells] == [True, False, False]
    assert source.text.count("1 |") == 1


def test_a_table_that_only_places_the_page_is_unfolded():
    inner = "<table><tr><td>STT</td><td>Việc</td></tr><tr><td>1</td><td>Rà soát</td></tr></table>"
    source = read(f"<table><tr><td><p>Giao các sở:</p>{inner}<p>Hết.</p></td><td></td></tr></table>")
    assert [block.kind for block in source.blocks] == ["paragraph", "row", "row", "paragraph"]
    assert cells(source, 2) == ["1", "Rà soát"]
    assert texts(read("<table><tr><td>Một cột</td></tr><tr><td>mà thôi</td></tr></table>")) == ["Một cột", "mà thôi"]


def test_the_columns_of_links_around_the_document_are_left_out():
    menu = "".join(f"<li><a href='#'>Chuyên mục số {i}</a></li>" for i in range(30))
    story = "".join(f"<p>{i}. Giao phòng chuyên môn số {i} rà soát, tổng hợp và báo cáo kết quả thực hiện.</p>" for i in range(20))
    source = read(
        f"<div><div class='menu'><ul>{menu}</ul></div><div id='content'><p>Nội dung:</p>{story}</div><div><ul>{menu}</ul></div></div>"
    )
    assert "Chuyên mục" not in source.text
    assert texts(source)[:2] == ["Nội dung:", "0. Giao phòng chuyên môn số 0 rà soát, tổng hợp và báo cáo kết quả thực hiện."]
    assert len(source.blocks) == 21


def test_a_short_letterhead_beside_the_long_body_stays():
    story = "".join(f"<p>{i}. Giao phòng chuyên môn số {i} rà soát, tổng hợp và báo cáo kết quả thực hiện.</p>" for i in range(20))
    assert texts(read(f"<div>SỞ Y TẾ</div><div>{story}</div>"))[0] == "SỞ Y TẾ"


def test_the_charset_comes_from_the_mark_the_page_or_its_letters():
    order = "Sở Y tế chủ trì, phối hợp với Sở Tài chính"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert read(f"<p>{order}</p>", encoding=encoding).text == order
    assert read("<p>Prix : 5 €, café</p>", "<meta charset='windows-1252'>", encoding="cp1252").text == "Prix : 5 €, café"
    legacy = b"<html><body><p>S\xeb Y t\xd5 ch\xf1 tr\xd7, ph\xe8i h\xeep v\xedi S\xeb T\xb5i ch\xddnh</p></body></html>"
    tcvn3 = read_html(legacy, path="cũ.html")
    assert tcvn3.text == order
    assert [problem.code for problem in tcvn3.problems] == ["GV204"]


def test_a_page_whose_text_stands_in_a_form_is_kept():
    source = read("<form><input value='x'><p>Giao Sở Y tế báo cáo.</p><select><option>1</option></select></form>")
    assert source.text == "Giao Sở Y tế báo cáo."


@pytest.mark.parametrize(("data", "code"), [(b"", "GV101"), (b"<html><body><script>1</script></body></html>", "GV110")])
def test_a_page_without_text_is_an_error(data, code):
    with pytest.raises(GiaoviecError) as error:
        read_html(data, path="trống.html")
    assert error.value.code == code


def test_control_characters_are_no_text_and_do_not_stop_the_reading():
    source = read("<p>Giao\x1b Sở&#27; Y tế<script>1</script>\x0cbáo cáo<!-- x -->\x01.</p>")
    assert source.text == "Giao Sở Y tế báo cáo."


def test_what_is_left_out_takes_no_text_behind_it_along():
    source = read("<p>Giao <span hidden>ẩn<b>ẩn</b></span>Sở Y tế <?php x ?>báo cáo</p><nav><p>Trang chủ</p></nav>ngay.")
    assert texts(source) == ["Giao Sở Y tế báo cáo", "ngay."]


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "undefined", "utf-7"])
def test_charset_that_no_page_has_is_not_believed(charset):
    page = f"<meta charset='{charset}'><p>Prix : 5 \u20ac, caf\u00e9 \\ud800</p>".encode("cp1252")
    assert read_html(page, path="a.html").text == "Prix : 5 €, café \\ud800"
