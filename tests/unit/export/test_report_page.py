from __future__ import annotations

import re

import pytest
from feeding import feed
from lxml import html as parser

from pipeline.export import report
from pipeline.export.marks import Mark, marked_lines, marks
from pipeline.schema import Dismissed, Extraction, Finding


def page_of(tmp_path, *extractions):
    feed(report, list(extractions), tmp_path / "report.html")
    return parser.fromstring((tmp_path / "report.html").read_text("utf-8"))


@pytest.fixture
def page(tmp_path, directive, failed):
    return page_of(tmp_path, directive, failed)


def words(page, path):
    return ["".join(element.itertext()) for element in page.xpath(path)]


def having(name):
    """XPath's way to say: elements of this class."""
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def test_the_page_loads_nothing_from_anywhere(tmp_path, page):
    source = (tmp_path / "report.html").read_text("utf-8")
    assert not re.search(r"https?://|@import|url\(|<link|<img|<iframe", source)
    assert not page.xpath("//script[@src]")


def test_the_text_of_the_document_is_all_there_escaped_and_in_order(page, directive):
    lines = words(page, f"//div[{having('text')}]/p")
    assert "\n".join(lines) == directive.text


@pytest.mark.parametrize(("field", "text"), [
    ("owner", ["Sở Nội vụ", "Sở Tài chính"]),
    ("coordinator", ["Công an tỉnh"]),
    ("deadline", ["trước ngày 05/6/2024", "hằng quý"]),
    ("result", ["báo cáo Ủy ban nhân dân tỉnh"]),
    ("finding", ["Quan tâm hơn nữa"]),
])  # fmt: skip
def test_each_field_is_marked_where_it_stands(page, field, text):
    assert words(page, f"//div[{having('text')}]//span[{having(field)}]") == text


def test_a_heading_that_two_tasks_inherit_from_says_so(page):
    [owner] = page.xpath(f"//div[{having('text')}]//span[{having('owner')} and text()='Sở Tài chính']")
    assert owner.get("title") == "Chủ trì: Sở Tài chính (nhiệm vụ 2, 3)"
    assert owner.get("data-t") == "1-2 1-3"
    assert "task" not in owner.get("class").split()


def test_task_and_card_lead_to_each_other(page):
    for place in ("1-1", "1-2", "1-3"):
        assert len(page.xpath(f"//a[@id='t{place}' and @href='#c{place}']")) == 1
        assert len(page.xpath(f"//li[@id='c{place}']//a[@href='#t{place}']")) == 1


def test_a_card_shows_fields_verdict_and_suggestion(page):
    card = " ".join(" ".join(words(page, "//li[@id='c1-3']")).split())
    for said in (
        "2.b", "Sở Tài chính (theo đề mục phía trên)", "chưa nêu", "Cao D01 Thiếu thời hạnChưa có thời hạn.", "Gợi ý: Thêm ngày.",
    ):  # fmt: skip
        assert said in card
    assert [li.get("class") for li in page.xpath(f"//li[@id='c1-3']//ul[{having('clarity')}]/li")] == [
        "met", "unmet", "unmet", "met", "open", "unmet"]  # fmt: skip


def test_a_card_proposes_one_sentence_and_folds_the_single_suggestions(page):
    [rewording] = page.xpath(f"//li[@id='c1-3']//p[{having('rewording')}]")
    said = "Đề nghị sửa Giao Sở Tài chính bảo quản [số] mét giá tài liệu, xong trước ngày [dd/mm/yyyy]."
    assert "".join(rewording.itertext()) == said
    assert [mark.text for mark in rewording.xpath("mark")] == ["[số]", "[dd/mm/yyyy]"]
    assert words(page, "//li[@id='c1-3']//li/details[not(@open)]/em") == ["Gợi ý: Thêm ngày.", "Gợi ý: Nêu việc đếm được."]  # worst first
    assert words(page, "//li[@id='c1-2']//li/em") == ["Gợi ý: Nêu báo cáo."]  # without a sentence it stands open


def test_the_words_that_a_model_weighed_are_told(tmp_path, directive):
    directive.tasks[2].findings[0].evidence = ["quan tâm", "<hơn nữa>"]
    page = page_of(tmp_path, directive)
    assert words(page, "//li[@id='c1-3']//small")[-1] == "(từ ngữ nặng ký: «quan tâm», «<hơn nữa>»)"
    assert len(words(page, f"//li[@id='c1-3']//ul[{having('findings')}]//small")) == 1


def test_dismissed_findings_are_folded_with_their_reason_and_count_nowhere(tmp_path, directive):
    task = directive.tasks[1]
    task.dismissed = [Dismissed(**task.findings.pop().model_dump(), reason="Đã nêu ở <Phụ lục> II")]
    page = page_of(tmp_path, directive)
    [card] = page.xpath("//li[@id='c1-2']")
    assert card.get("class") == "card clear" and card.get("data-flagged") == "0"
    [folded] = card.xpath(f"details[{having('dismissed')}]")
    assert folded.get("open") is None and folded.xpath("string(summary)") == "1 vấn đề cơ quan đã bỏ qua"
    assert words(folded, ".//li/em") == ["Lý do bỏ qua: Đã nêu ở <Phụ lục> II"]
    assert words(folded, ".//li/p") == ["Thấp S01 Thiếu sản phẩm, kết quảChưa nêu sản phẩm."]


def bars(element):
    return [("".join(bar.itertext()), bar.xpath("string(.//i/@style)"), bar.get("class")) for bar in element.xpath(".//dl/div")]


def test_how_clear_a_document_is_and_all_of_them_are_is_a_bar_for_each_of_the_six(tmp_path, directive, failed):
    other = directive.model_copy(deep=True)
    other.tasks = other.tasks[2:]
    page = page_of(tmp_path, directive, other, failed)
    overall, first, second = page.xpath(f"//div[{having('shares')}]")
    assert bars(overall) == [
        ("Rõ người100%", "width:100%", "good"),
        ("Rõ việc33%", "width:33%", "poor"),
        ("Rõ thời gian33%", "width:33%", "poor"),
        ("Rõ trách nhiệm100%", "width:100%", "good"),
        ("Rõ thẩm quyền100%", "width:100%", "good"),
        ("Rõ sản phẩm33%", "width:33%", "poor"),
    ]
    assert (
        bars(first)
        == bars(second)
        == [
            ("Rõ người100%", "width:100%", "good"),
            ("Rõ việc50%", "width:50%", "fair"),
            ("Rõ thời gian67%", "width:67%", "fair"),
            ("Rõ trách nhiệm100%", "width:100%", "good"),
            ("Rõ thẩm quyềnchưa xét", "width:0%", "open"),
            ("Rõ sản phẩm33%", "width:33%", "poor"),
        ]
    )  # what the documents' JSON says
    assert first.xpath("ancestor::details/@id") == ["d1"]


def test_findings_of_a_document_stand_under_its_title(tmp_path, directive):
    directive.findings = [Finding(rule="no-task", severity="medium", message="Không <giao> việc.", suggestion="Ghi rõ ai làm gì.")]
    page = page_of(tmp_path, directive)
    assert words(page, f"//details[@id='d1']/ul[{having('whole')}]/li") == [
        "Trung bình X03 Không giao việc nàoKhông <giao> việc.Gợi ý: Ghi rõ ai làm gì."]  # fmt: skip
    assert page.xpath(f"//ul[{having('whole')}]/following-sibling::div[{having('sides')}]")


def test_what_is_folded_in_a_card_opens_without_leaving_the_card_and_prints(tmp_path, page):
    source = (tmp_path / "report.html").read_text("utf-8")
    handler = source[source.index('addEventListener("click"') :]
    assert handler.index('closest(".card summary")') < handler.index("preventDefault")
    assert '"beforeprint", () => {\n    closed = [...document.querySelectorAll("details:not([open])")];' in source


def test_only_flagged_tasks_can_be_shown(page):
    assert [card.get("data-flagged") for card in page.xpath("//li[@tabindex]")] == ["0", "1", "2"]
    assert len(page.xpath("//input[@id='only-flagged']")) == 1


def test_totals_and_the_list_of_documents_come_first(page):
    assert words(page, f"//ul[{having('tiles')}]/li") == ["2 văn bản", "3 nhiệm vụ", "2 cần làm rõ", "1 tệp lỗi"]
    assert words(page, f"//table[{having('list')}]//a") == ["Chỉ thị số 07/CT-UBND", "hỏng.pdf"]


def test_a_failed_file_is_shown_with_code_and_reason(page):
    assert words(page, f"//details[@id='d2']//p[{having('problem')}]") == ["GV103 Tệp «hỏng.pdf» bị hỏng."]


def test_what_a_document_says_is_never_markup(tmp_path, directive):
    directive.tasks[0].content = '<script>alert("x")</script>'
    directive.tasks[1].findings = [Finding(rule="r", severity="low", message='"><b>', suggestion="</li>")]
    page = page_of(tmp_path, directive)
    assert len(page.xpath("//script")) == 1
    assert '<script>alert("x")</script>' in words(page, f"//p[{having('content')}]")
    assert '"><b>' in words(page, "//li[@id='c1-2']")[0]


def test_many_documents_are_folded(tmp_path, directive):
    assert len(page_of(tmp_path, *[directive] * 3).xpath("//details[@open]")) == 3
    assert page_of(tmp_path, *[directive] * 4).xpath("//details[@open]") == []


def pages_of(tmp_path, *extractions, on_a_page=2):
    """The index, and the pages by their names."""
    feed(report, extractions, tmp_path / "report.html", on_a_page=on_a_page)
    paths = [tmp_path / "report.html", *sorted(tmp_path.glob("report/*"))]
    return {path.name: parser.fromstring(path.read_text("utf-8")) for path in paths}


def test_more_documents_than_a_page_holds_are_an_index_and_pages(tmp_path, directive, failed):
    pages = pages_of(tmp_path, directive, directive, failed, directive, failed)
    assert list(pages) == ["report.html", "0001.html", "0002.html", "0003.html"]
    index = pages["report.html"]
    assert words(index, f"//ul[{having('tiles')}]/li") == ["5 văn bản", "9 nhiệm vụ", "6 cần làm rõ", "2 tệp lỗi"]
    assert [[cell.text_content() for cell in row] for row in index.xpath(f"//table[{having('list')}]//tr")] == [
        ["Trang", "STT văn bản", "Từ văn bản", "Đến văn bản", "Nhiệm vụ", "Cần làm rõ", "Tệp lỗi"],
        ["1", "1–2", "Chỉ thị số 07/CT-UBND", "Chỉ thị số 07/CT-UBND", "6", "4", ""],
        ["2", "3–4", "hỏng.pdf", "Chỉ thị số 07/CT-UBND", "3", "2", "1"],
        ["3", "5–5", "hỏng.pdf", "hỏng.pdf", "0", "", "1"],
    ]
    assert index.xpath(f"//table[{having('list')}]//a/@href") == ["report/0001.html", "report/0002.html", "report/0003.html"]
    [shares] = index.xpath(f"//div[{having('shares')}]")
    assert shares.xpath("string(p)") == "Tỷ lệ nhiệm vụ đã rõ, mọi văn bản" and bars(shares)[1][0] == "Rõ việc50%"
    assert index.xpath("//details") == []


def test_a_page_has_its_documents_under_their_numbers_and_what_is_counted_of_them(tmp_path, directive, failed):
    page = pages_of(tmp_path, directive, directive, failed, directive, failed)["0002.html"]
    assert page.xpath("//details[@id]/@id") == ["d3", "d4"]
    assert words(page, f"//table[{having('list')}]//tbody/tr/td[1]") == ["3", "4"]
    assert page.xpath("//li[@tabindex]/@id") == ["c4-1", "c4-2", "c4-3"]
    assert words(page, f"//ul[{having('tiles')}]/li") == ["2 văn bản", "3 nhiệm vụ", "2 cần làm rõ", "1 tệp lỗi"]
    assert "\n".join(words(page, f"//div[{having('text')}]/p")) == directive.text
    assert not page.xpath("//script[@src] | //link | //img")


def test_pages_lead_back_on_and_to_the_index(tmp_path, directive):
    pages = pages_of(tmp_path, *[directive] * 5)
    links = {name: page.xpath(f"//nav[{having('pages')}][1]/a/@href") for name, page in pages.items()}
    assert links == {
        "report.html": [],
        "0001.html": ["../report.html", "0002.html"],
        "0002.html": ["../report.html", "0001.html", "0003.html"],
        "0003.html": ["../report.html", "0002.html"],
    }
    assert words(pages["0002.html"], f"//nav[{having('pages')}][1]/*") == ["Danh sách các trang", "Trang trước", "Trang 2", "Trang sau"]
    assert len(pages["0002.html"].xpath(f"//nav[{having('pages')}]")) == 2  # above and below


def test_as_many_documents_as_a_page_holds_are_one_page(tmp_path, directive):
    pages = pages_of(tmp_path, directive, directive)
    assert list(pages) == ["report.html"] and not (tmp_path / "report").exists()
    assert len(pages["report.html"].xpath("//details[@id]")) == 2


def test_pages_of_an_earlier_larger_run_go_and_what_else_is_in_their_folder_stays(tmp_path, directive):
    pages_of(tmp_path, *[directive] * 5)
    (tmp_path / "report/ghi chú.txt").write_text("của phòng", "utf-8")
    assert list(pages_of(tmp_path, *[directive] * 3)) == ["report.html", "0001.html", "0002.html", "ghi chú.txt"]
    (tmp_path / "report/ghi chú.txt").unlink()
    pages_of(tmp_path, directive)
    assert not (tmp_path / "report").exists()


def test_pages_that_are_not_finished_replace_none(tmp_path, directive):
    pages_of(tmp_path, *[directive] * 3)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.html")}
    with pytest.raises(RuntimeError), report.writer(tmp_path / "report.html", on_a_page=1) as add:
        add(directive)
        add(directive)
        raise RuntimeError
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_titles_in_the_index_are_never_markup(tmp_path, directive):
    directive.document.number = '"><script>alert(1)</script>'
    index = pages_of(tmp_path, *[directive] * 3)["report.html"]
    assert len(index.xpath("//script")) == 1
    assert words(index, f"//table[{having('list')}]//tbody/tr[1]/td")[2] == 'Chỉ thị số "><script>alert(1)</script>'


def test_a_document_without_tasks_says_so(tmp_path):
    page = page_of(tmp_path, Extraction(text="Giấy mời họp"))
    assert words(page, f"//p[{having('none')}]") == ["Không tìm thấy nhiệm vụ nào trong văn bản này."]


def test_overlapping_marks_are_cut_where_any_begins_or_ends():
    lines = list(marked_lines("abcdef\nghi", [Mark(1, 5, "task", 1), Mark(3, 8, "result", 2), Mark(4, 4, "owner", 3)]))
    assert [[(text, [mark.kind for mark in held]) for text, held in line] for line in lines] == [
        [("a", []), ("bc", ["task"]), ("de", ["task", "result"]), ("f", ["result"])],
        [("g", ["result"]), ("hi", [])],
    ]  # fmt: skip


def test_only_the_first_stretch_opens_a_mark():
    [line] = marked_lines("abcdef", [Mark(0, 6, "task", 1), Mark(2, 4, "owner", 1)])
    assert [[mark.opens for mark in held if mark.kind == "task"] for _, held in line] == [[True], [False], [False]]


def test_a_finding_about_the_whole_task_underlines_nothing(directive):
    task = directive.tasks[2]
    task.findings = [Finding(rule="owner-missing", severity="high", message="m", suggestion="s", start=task.start, end=task.end)]
    assert [mark.kind for mark in marks([task])] == ["task", "owner"]
