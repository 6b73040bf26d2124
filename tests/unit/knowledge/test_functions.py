"""Which body has which function: the table as it ships, tables at fault, and what is offered to the drafter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import GiaoviecError
from pipeline.knowledge.functions import FUNCTIONS, load_functions
from pipeline.knowledge.registry import LEVELS, Validity, agencies_by_id, read_validity, rows
from pipeline.language.fold import fold
from pipeline.pipes.clarity.candidates import told_candidates
from pipeline.pipes.clarity.case import Setting
from pipeline.pipes.load import extract

HEAD = "topic,body,valid_from,valid_to,source"
BEFORE, MERGED, TWO_LEVELS = date(2025, 2, 28), date(2025, 3, 1), date(2025, 7, 1)


def table(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "functions.csv"
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    return path


def shipped() -> list[tuple[int, dict[str, str]]]:
    return list(rows(FUNCTIONS, HEAD.split(",")))


def told(content: str, issued: date | None, level: str = "province") -> str:
    return told_candidates(content, Setting(issued, level=level))


def test_the_shipped_table_is_valid_and_has_topics_at_every_level() -> None:
    load_functions()  # checks every line
    known = agencies_by_id()
    assert {known[row["body"]].level for _, row in shipped()} >= LEVELS.keys() - {"region"}


def test_no_line_stands_twice_and_no_two_of_a_topic_and_body_overlap() -> None:
    lines = shipped()
    assert len({tuple(row.values()) for _, row in lines}) == len(lines)
    by_pair: dict[tuple[str, str], list[Validity]] = {}
    for line, row in lines:
        by_pair.setdefault((row["topic"], row["body"]), []).append(read_validity(FUNCTIONS, line, row))
    assert not [pair for pair, days in by_pair.items() for at, one in enumerate(days) if any(map(one.overlaps, days[:at]))]


def test_every_line_has_a_source() -> None:
    assert [line for line, row in shipped() if not row["source"].strip()] == []


def test_every_topic_is_written_as_texts_are_folded() -> None:
    assert [row["topic"] for _, row in shipped() if fold(row["topic"]) != row["topic"]] == []


def test_no_body_has_a_function_on_a_day_on_which_it_is_not_there() -> None:
    known = agencies_by_id()
    wrong = []
    for line, row in shipped():
        days, body = read_validity(FUNCTIONS, line, row), known[row["body"]].validity
        since, until = days.since or date.min, days.until or date.max
        if since < (body.since or date.min) or until > (body.until or date.max):
            wrong.append((line, row["topic"], row["body"]))
    assert wrong == []


@pytest.mark.parametrize(("bad", "said"), [
    ("thủy lợi,so_thuy_loi,,,NĐ 1", "không có cơ quan «so_thuy_loi»"),
    ("thủy lợi,snnmt,,2025-03-01,NĐ 1", "«Sở Nông nghiệp và Môi trường» không có trong thời gian ấy"),  # it begins on that day
    ("thủy lợi,snnptnt,2025-03-01,,NĐ 1", "«Sở Nông nghiệp và Phát triển nông thôn» không có trong thời gian ấy"),
    ("Thủy lợi,snnmt,2025-03-01,,NĐ 1", "phải viết thường"),
    ("thuỷ lợi,snnmt,2025-03-01,,NĐ 1", "phải đặt dấu thanh"),
    ("thủy  lợi,snnmt,2025-03-01,,NĐ 1", "thừa khoảng trắng"),
    (",snnmt,2025-03-01,,NĐ 1", "thiếu cụm từ"),
    ("thủy lợi,snnmt,01/3/2025,,NĐ 1", "ngày không hợp lệ"),
    ("thủy lợi,snnmt,2025-04-01,2025-03-01,NĐ 1", "valid_to phải sau valid_from"),
    ("thủy lợi,snnmt", "số cột không khớp"),
])  # fmt: skip
def test_a_line_at_fault_is_named_with_file_and_line(tmp_path: Path, bad: str, said: str) -> None:
    with pytest.raises(GiaoviecError) as caught:
        load_functions(table(tmp_path, "chợ đêm,sct,,,NĐ 1", bad))
    assert caught.value.code == "GV501"
    assert "«functions.csv» dòng 3 " in caught.value.message and said in caught.value.message


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GiaoviecError, match=r"GV501.*dòng 1 .*topic, body"):
        load_functions(table(tmp_path, head="topic,body"))


@pytest.mark.parametrize(("content", "before", "since"), [
    ("Kiểm tra 18 công trình thủy lợi trước mùa lũ", "Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Môi trường"),
    ("Cấp phép khai thác tài nguyên nước", "Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường"),
    ("Kiểm kê tài sản công tại các đơn vị", "Sở Tài chính", "Sở Tài chính"),
])  # fmt: skip
def test_the_office_of_a_province_is_that_of_the_day(content: str, before: str, since: str) -> None:
    assert told(content, BEFORE).startswith(f"Có thể là: {before} (")
    assert told(content, MERGED).startswith(f"Có thể là: {since} (")


def test_the_topic_is_named_as_the_table_has_it_however_it_is_spelt() -> None:
    assert told("Duy tu các công trình THUỶ LỢI", MERGED) == "Có thể là: Sở Nông nghiệp và Môi trường (thủy lợi)."


def test_a_document_without_a_day_gets_the_offices_of_today() -> None:
    assert told("Duy tu công trình thủy lợi", None) == "Có thể là: Sở Nông nghiệp và Môi trường (thủy lợi)."


def test_the_offered_body_is_of_the_level_of_the_issuer() -> None:
    content = "Kiểm kê tài sản công tại các đơn vị"
    assert told(content, MERGED, "central") == "Có thể là: Bộ Tài chính (tài sản công)."
    assert told(content, MERGED, "district") == "Có thể là: Phòng Tài chính - Kế hoạch (tài sản công)."
    assert told(content, TWO_LEVELS, "district") == ""  # no districts from that day on
    assert told(content, MERGED, "") == ""


def test_two_functions_offer_two_bodies_in_the_order_of_the_sentence() -> None:
    assert told("Rà soát tài sản công của các đơn vị quản lý thủy lợi", MERGED) == (
        "Có thể là: Sở Tài chính (tài sản công); Sở Nông nghiệp và Môi trường (thủy lợi)."
    )


@pytest.mark.parametrize("content", ["Treo cờ trước cổng các trụ sở", "Rà soát tài sản côngtenơ", ""])
def test_a_sentence_without_a_known_function_offers_nobody(content: str) -> None:
    assert told(content, MERGED) == ""


@pytest.mark.parametrize(("day", "office"), [
    ("21 tháng 02", "Sở Nông nghiệp và Phát triển nông thôn"), ("12 tháng 5", "Sở Nông nghiệp và Môi trường"),
])  # fmt: skip
def test_a_task_for_nobody_in_particular_is_offered_the_office_of_its_document(day: str, office: str) -> None:
    text = (
        "ỦY BAN NHÂN DÂN TỈNH KON TUM\nSố: 9/CT-UBND\n"
        f"Kon Tum, ngày {day} năm 2025\nCHỈ THỊ\nVề việc chuẩn bị mùa mưa\nỦy ban nhân dân tỉnh chỉ thị:\n"
        "1. Các cấp, các ngành kiểm tra 18 công trình thủy lợi trước ngày 30/6/2025.\n"
        "2. Các cấp, các ngành lắp 40 giá sách trước ngày 30/6/2025.\n"
    )
    irrigation, shelves = (finding for task in extract(text, "rules").tasks for finding in task.findings if finding.rule == "owner-generic")
    assert f"Có thể là: {office} (thủy lợi)." in irrigation.suggestion
    assert "Có thể là" not in shelves.suggestion
