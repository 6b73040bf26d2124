"""Every file of corpus/samples/ through reading and extraction, against the gold that was written by hand."""

from __future__ import annotations

from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from gold_samples import CORPUS, NAMES, extraction_of, failures, flat, gold, is_scan, need_programs, source_of, stem

EXACT = {  # read without a single difference from the gold; nothing of these may be listed as known
    "chi-thi-05-phong-chong-thien-tai",
    "ke-hoach-09-cai-cach-hanh-chinh-phuong",
    "ke-hoach-118-chuyen-doi-so",
    "ket-luan-45-phat-trien-du-lich",
    "quyet-dinh-1260-ra-soat-van-ban",
}
WITHOUT_TASKS = ["Giấy mời họp sơ kết 6 tháng.txt", "bao-cao-418-quy-iii-so-xay-dung.rtf"]
KNOWN_FAILURES = Path(__file__).with_name("known_failures.txt")
KINDS = {"date", "duration", "recurring", "event", "vague"}
RECURRENCES = {"daily", "weekly", "monthly", "quarterly", "semiannual", "annual", "ongoing"}
OCR_LIKENESS = 0.9  # share of a quote's characters that must come back from a scan
LARGEST = 400 * 1024  # bytes of a sample file

LOCATORS = [  # sample, start of the task, its number as the drafter wrote it
    ("chi-thi-05-phong-chong-thien-tai.docx", "Tổ chức hội nghị tổng kết", "I.1"),
    ("chi-thi-05-phong-chong-thien-tai.docx", "Kiểm tra, đánh giá an toàn 46 hồ chứa", "II.1.a"),
    ("chi-thi-05-phong-chong-thien-tai.docx", "Hằng tháng, trước ngày 25", "II.1.c"),
    ("chi-thi-05-phong-chong-thien-tai.docx", "Quan tâm, chú trọng công tác phòng ngừa", "II.4.c"),
    ("chi-thi-05-phong-chong-thien-tai.docx", "Văn phòng Ủy ban nhân dân tỉnh theo dõi", "III.1"),
    ("ket-luan-45-phat-trien-du-lich.docx", "Chỉ đạo rà soát, thu hồi", "2"),
    ("ket-luan-45-phat-trien-du-lich.docx", "Các huyện ủy, thành ủy", "5"),
    ("thong-bao-204-giai-ngan-dau-tu-cong.docx", "Thanh tra tỉnh làm rõ", "2.đ"),
    ("cong-dien-6127-mua-lu.pdf", "Triển khai ngay phương án", "1.c"),
    ("cong-van-1893-bo-gddt-duoi-nuoc.html", "Tổ chức dạy bơi an toàn", "3"),
    ("chi-thi-03-tet-binh-than-huyen-phu-hoa.txt", "Lập danh sách hộ nghèo", "3.a"),
    ("ke-hoach-22-thang-cong-nhan.txt", "Đối thoại với công nhân", "II.2"),
    ("cong-van-87-rac-thai-xa-tan-loc.doc", "Ký hợp đồng thu gom rác", "1.b"),
    ("ke-hoach-09-cai-cach-hanh-chinh-phuong.odt", "Báo cáo kết quả giải quyết", "II.2.b"),
    ("thong-bao-341-giao-ban-so-xay-dung.md", "Thanh tra Sở trả lời", "II.1"),
]


@pytest.fixture(params=NAMES)
def sample(request: pytest.FixtureRequest) -> str:
    need_programs(request.param)
    return request.param


def known_failures() -> set[str]:
    lines = KNOWN_FAILURES.read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_every_sample_has_its_gold_and_no_gold_is_left_over() -> None:
    assert {stem(name) for name in NAMES} == {stem(path.name) for path in (CORPUS / "gold").iterdir()}


@pytest.mark.parametrize("name", NAMES)
def test_sample_is_small_enough_to_be_kept_in_the_repository(name: str) -> None:
    assert (CORPUS / "samples" / name).stat().st_size < LARGEST


@pytest.mark.parametrize("name", NAMES)
def test_gold_keeps_to_the_form_of_the_guidelines(name: str) -> None:
    answer = gold(name)
    assert answer["doc"] == stem(name)
    datetime.fromisoformat(answer["header"]["issued"])
    for task in answer["tasks"]:
        assert set(task) == {"quote", "owner", "inherited", "coordinators", "deadline", "result", "content_generic"}
        assert isinstance(task["inherited"], bool) and isinstance(task["content_generic"], bool)
        deadline = task["deadline"] or {"kind": "event", "value": None}
        assert deadline["kind"] in KINDS
        if deadline["kind"] == "recurring":
            assert deadline["value"] in RECURRENCES
        elif deadline["kind"] == "date" or deadline["value"]:
            datetime.fromisoformat(deadline["value"])
            assert deadline["kind"] in ("date", "duration")


def test_every_gold_quote_stands_in_the_text_that_the_reader_gives(sample: str) -> None:
    answer, text = gold(sample), flat(source_of(sample).text)
    quotes = list(answer["ignore"])
    for task in answer["tasks"]:
        quotes += [task["quote"], task["result"], (task["deadline"] or {}).get("quote")]
    absent = [quote for quote in map(flat, filter(None, quotes)) if not _stands(quote, text, tolerant=is_scan(sample))]
    assert absent == []


def _stands(quote: str, text: str, *, tolerant: bool) -> bool:
    if quote in text or not tolerant:
        return quote in text
    blocks = SequenceMatcher(None, text, quote, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= OCR_LIKENESS * len(quote)


def test_header_gives_number_and_day_of_issue(sample: str) -> None:
    wanted, found = gold(sample)["header"], extraction_of(sample).document
    assert (found.number, found.issued) == (wanted["number"], wanted["issued"])


def test_tasks_are_as_in_the_gold_except_for_the_known_failures(sample: str) -> None:
    found = failures(sample)
    known = {line for line in known_failures() if line.startswith(f"{stem(sample)}: ")}
    assert not found - known, "\n".join(["new differences from the gold:", *sorted(found - known)])
    assert not known - found, "\n".join(["no longer wrong, take out of known_failures.txt:", *sorted(known - found)])


def test_known_failures_name_samples_that_exist_and_are_not_promised_exact() -> None:
    listed = {line.split(": ")[0] for line in known_failures()}
    assert listed <= {stem(name) for name in NAMES} - EXACT


@pytest.mark.parametrize("name", WITHOUT_TASKS)
def test_document_that_assigns_nothing_gives_no_task(name: str) -> None:
    need_programs(name)
    assert gold(name)["tasks"] == []
    assert extraction_of(name).text != ""
    assert [task.text for task in extraction_of(name).tasks] == []


def test_every_interval_gives_its_text(sample: str) -> None:
    extraction = extraction_of(sample)
    text = extraction.text
    assert text == source_of(sample).text
    for task in extraction.tasks:
        assert text[task.start : task.end] == task.text
        for part in filter(None, (task.deadline, task.result)):
            if part.start is not None:
                assert text[part.start : part.end] == part.text
        for party in task.owners + task.coordinators:
            if party.start is not None:
                assert flat(text[party.start : party.end]).casefold() == party.name.casefold()


@pytest.mark.parametrize(("name", "start", "locator"), LOCATORS)
def test_locator_is_the_number_that_the_drafter_gave(name: str, start: str, locator: str) -> None:
    need_programs(name)
    found = [task.locator for task in extraction_of(name).tasks if start in task.text[: len(start) + 10]]
    assert found == [locator]


def test_deleted_text_of_tracked_changes_is_not_read_and_inserted_text_is() -> None:
    text = source_of("thong-bao-204-giai-ngan-dau-tu-cong.docx").text
    assert "chậm tiến độ trước ngày 20/8/2023" in text
    assert "40,9" not in text
    assert "chỉ số giá xây dựng" not in text


def test_footnote_stands_apart_from_the_sentence_that_carries_it() -> None:
    source = source_of("thong-bao-204-giai-ngan-dau-tu-cong.docx")
    notes = [source.text[block.start : block.end] for block in source.blocks if block.part == "footnote"]
    assert len(notes) == 2
    assert "311/BC-SKHĐT" in notes[0] and "88/QĐ-UBND" in notes[1]


def test_owner_cell_that_is_merged_over_two_rows_points_at_the_upper_row() -> None:
    source = source_of("ke-hoach-118-chuyen-doi-so.docx")
    row = next(b for b in source.blocks if b.kind == "row" and "kho dữ liệu dùng chung" in source.text[b.start : b.end])
    owner = next(cell for cell in row.cells if cell.column == 2)
    assert owner.merged
    assert source.text[owner.start : owner.end] == "Sở Thông tin và Truyền thông"


def test_menu_script_and_side_column_of_a_web_page_are_not_read() -> None:
    text = source_of("cong-van-1893-bo-gddt-duoi-nuoc.html").text
    for outside in ("Thủ tục hành chính", "Yêu cầu các trường báo cáo số liệu", "Sở Nội vụ", "Bản quyền", "font-family"):
        assert outside not in text
    assert "Tin liên quan" not in source_of("tin-chu-tich-tinh-kiem-tra-truong-hoc.html").text


def test_scan_is_read_by_character_recognition_and_says_so() -> None:
    name = "thong-bao-62-giao-ban-benh-vien-ban-chup.pdf"
    need_programs(name)
    source = source_of(name)
    assert source.ocr
    assert source.confidence is not None and source.confidence > 0.8
    assert not source_of("cong-dien-6127-mua-lu.pdf").ocr


def test_table_that_runs_over_two_pages_is_one_table_with_all_its_rows() -> None:
    source = source_of("quyet-dinh-1260-ra-soat-van-ban.pdf")
    rows = [block for block in source.blocks if block.kind == "row" and block.cells[0].end > block.cells[0].start]
    numbered = [block for block in rows if source.text[block.cells[0].start : block.cells[0].end].isdigit()]
    assert [source.text[b.cells[0].start : b.cells[0].end] for b in numbered] == [str(n) for n in range(1, 14)]
    assert {block.page for block in numbered} == {2, 3}
