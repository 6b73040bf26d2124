from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from pipeline.batch import Item, plan, read_list
from pipeline.errors import GiaoviecError


@pytest.fixture
def folder(tmp_path):
    """A folder as offices have them, with what does not belong to it."""
    for name in ("b.docx", "a.txt", "2024/chỉ thị.pdf", "2024/~$chỉ thị.docx", ".DS_Store", ".git/config", "ket-qua/tasks.jsonl"):
        path = tmp_path / "vào" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path / "vào"


def names(items):
    return [item.name for item in items]


def test_a_folder_is_walked_in_order_without_hidden_and_lock_files(folder):
    assert names(plan([folder])) == ["a.txt", "b.docx", "2024/chỉ thị.pdf", "ket-qua/tasks.jsonl"]


def test_the_output_of_an_earlier_run_is_not_read(folder):
    assert names(plan([folder], exclude=folder / "ket-qua")) == ["a.txt", "b.docx", "2024/chỉ thị.pdf"]


def test_a_file_that_is_named_is_taken_as_it_is(folder):
    assert plan([folder / ".DS_Store"]) == [Item(folder / ".DS_Store", ".DS_Store")]


def test_names_from_several_inputs_are_told_apart_by_their_place(folder, tmp_path):
    other = tmp_path / "khác" / "a.txt"
    other.parent.mkdir()
    other.write_bytes(b"y")
    assert names(plan([folder / "2024", folder, other])) == ["chỉ thị.pdf", "a.txt", "b.docx", "ket-qua/tasks.jsonl", "3/a.txt"]


def test_a_file_given_twice_is_read_once(folder):
    assert names(plan([folder / "a.txt", folder / "2024" / ".." / "a.txt"])) == ["a.txt"]


def test_what_does_not_exist_is_named(tmp_path):
    with pytest.raises(GiaoviecError, match=r"GV108.*khong-co"):
        plan([tmp_path / "khong-co"])


def test_a_folder_without_files_is_an_error(tmp_path):
    with pytest.raises(GiaoviecError, match="GV403"):
        plan([tmp_path])


def test_a_name_that_is_no_text_can_still_be_written_in_json(tmp_path):
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/ch\xed th\xee.txt"))).write_bytes(b"x")
    [item] = plan([tmp_path])
    assert item.name == "ch� th�.txt"
    item.name.encode("utf-8")


def archive(path: Path, *names: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, "Giao Sở Y tế kiểm tra.")
    return path


def test_nothing_given_is_an_error():
    with pytest.raises(GiaoviecError, match="GV427"):
        plan([])


def test_an_archive_is_read_as_a_folder(tmp_path):
    path = archive(
        tmp_path / "vào" / "quý II.zip", "tháng 5/ct.docx", "tháng 4/kh.txt", "__MACOSX/x", ".DS_Store", "tháng 4/~$kh.docx", "tháng 4/"
    )
    members = [Item(path, "quý II.zip/tháng 4/kh.txt", "tháng 4/kh.txt"), Item(path, "quý II.zip/tháng 5/ct.docx", "tháng 5/ct.docx")]
    assert plan([tmp_path / "vào"]) == members
    assert plan([path]) == members


def test_a_document_under_the_name_zip_is_a_document(tmp_path):
    path = archive(tmp_path / "ct.zip", "[Content_Types].xml", "word/document.xml")
    assert plan([path]) == [Item(path, "ct.zip")]


def test_an_archive_that_is_damaged_or_empty_is_one_item(tmp_path):
    (tmp_path / "hỏng.zip").write_bytes(archive(tmp_path / "a.zip", "ct.txt").read_bytes()[:-10])
    archive(tmp_path / "rỗng.zip")
    assert [(item.name, item.member) for item in plan([tmp_path])] == [
        ("a.zip/ct.txt", "ct.txt"), ("hỏng.zip", None), ("rỗng.zip", None)]  # fmt: skip


def test_members_that_lead_out_are_planned_under_a_name_that_does_not(tmp_path):
    path = archive(tmp_path / "a.zip", "../../etc/ct.txt", "/gốc/kh.txt")
    assert sorted((item.name, item.member) for item in plan([path])) == [
        ("a.zip/_/_/etc/ct.txt", "../../etc/ct.txt"), ("a.zip/gốc/kh.txt", "/gốc/kh.txt")]  # fmt: skip


def test_names_that_windows_wrote_into_an_archive_are_read_in_its_code_page(tmp_path):
    # "Chỉ thị.txt" as Windows-1258 writes it: "i" and the hook above, "i" and the dot below
    raw = "Chi\u0309 thi\u0323.txt".encode("cp1258")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("x" * len(raw), "Giao Sở Y tế kiểm tra.")
    (tmp_path / "a.zip").write_bytes(buffer.getvalue().replace(b"x" * len(raw), raw))
    assert names(plan([tmp_path])) == ["a.zip/Chỉ thị.txt"]


def test_a_pattern_is_named_from_the_folder_before_its_first_wildcard(folder):
    assert names(plan([folder / "**" / "*.pdf"])) == ["2024/chỉ thị.pdf"]
    assert names(plan([folder / "2024" / "ch*"])) == ["chỉ thị.pdf"]
    assert names(plan([folder / "*.docx", folder / "*.txt"])) == ["b.docx", "a.txt"]


def test_a_pattern_that_fits_nothing_is_an_error(folder):
    with pytest.raises(GiaoviecError, match=r"GV425.*\*\.odt"):
        plan([folder / "*.odt"])


def test_a_name_with_a_wildcard_sign_is_a_name_when_the_file_is_there(tmp_path):
    (tmp_path / "ct[1].txt").write_bytes(b"x")
    assert names(plan([tmp_path / "ct[1].txt"])) == ["ct[1].txt"]


def test_listed_files_keep_the_names_that_the_list_gives_them(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    listing = tmp_path / "danh sách.txt"
    listing.write_text(f"\ufeffvào/a.txt\r\n\r\nvào/2024/chỉ thị.pdf\r\n{folder / 'b.docx'}\r\nkhông có.txt\r\n", "utf-8")
    items = plan([], listed=read_list(listing))
    assert names(items) == ["vào/a.txt", "vào/2024/chỉ thị.pdf", str(folder / "b.docx").lstrip("/"), "không có.txt"]


def test_a_list_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "danh sách.txt").write_bytes("chỉ thị".encode("utf-16"))
    for path in (tmp_path / "danh sách.txt", tmp_path / "không có"):
        with pytest.raises(GiaoviecError, match="GV426"):
            read_list(path)
