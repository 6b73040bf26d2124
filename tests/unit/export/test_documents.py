from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import GiaoviecError
from pipeline.export.atomic import atomically
from pipeline.export.documents import document_path, read_document, write_document


def test_a_document_is_written_under_its_own_path_with_json_appended(tmp_path, directive):
    path = write_document(tmp_path, "2024/chỉ thị 7.docx", directive)
    assert path == tmp_path / "documents" / "2024" / "chỉ thị 7.docx.json"
    written = json.loads(path.read_text("utf-8"))
    assert written["schema"] == "giaoviec/1"
    assert written["document"]["number"] == "07/CT-UBND"
    assert [task["locator"] for task in written["tasks"]] == ["1", "2.a", "2.b"]


def test_the_same_document_gives_the_same_bytes(tmp_path, directive):
    first = write_document(tmp_path / "a", "x.txt", directive).read_bytes()
    assert write_document(tmp_path / "b", "x.txt", directive.model_copy(deep=True)).read_bytes() == first


def test_a_name_as_long_as_a_file_system_takes_is_shortened_and_kept_apart(tmp_path, directive):
    long = "Chỉ thị về việc " + "đẩy mạnh " * 19
    one, two = (document_path(tmp_path, f"{long}{end}.pdf") for end in ("một", "hai"))
    assert one != two
    assert len(one.name.encode()) <= 250
    assert one.name.startswith("Chỉ thị về việc đẩy mạnh") and one.name.endswith(".pdf.json")
    assert write_document(tmp_path, f"{long}một.pdf", directive).exists()


def test_long_and_deep_folders_are_shortened_and_kept_apart(tmp_path, directive):
    long = "Thư mục " * 40
    deep = "/".join(f"cấp {number}" for number in range(800))
    names = [f"{folder}/{end}/ct.txt" for folder in (long, deep) for end in ("một", "hai")]
    assert len({write_document(tmp_path, name, directive) for name in names}) == 4
    assert [read_document(tmp_path, name) for name in names] == [directive] * 4


def test_a_folder_may_have_the_name_of_another_documents_json(tmp_path, directive, failed):
    write_document(tmp_path, "ct", directive)
    write_document(tmp_path, "ct.json/phụ lục.txt", failed)
    assert [read_document(tmp_path, name) for name in ("ct", "ct.json/phụ lục.txt")] == [directive, failed]


def test_a_document_is_read_as_it_was_written(tmp_path, directive, failed):
    write_document(tmp_path, "một.txt", directive)
    write_document(tmp_path, "hai.pdf", failed)
    assert [read_document(tmp_path, name) for name in ("hai.pdf", "một.txt")] == [failed, directive]


def test_a_json_that_is_not_there_or_not_of_the_contract_is_a_coded_error(tmp_path, directive):
    with pytest.raises(GiaoviecError, match=r"GV109: Không mở được «.*thiếu\.txt\.json»"):
        read_document(tmp_path, "thiếu.txt")
    write_document(tmp_path, "một.txt", directive).write_text('{"schema": "giaoviec/1", "tasks": 3}', "utf-8")
    with pytest.raises(GiaoviecError, match=r"GV406: Tệp «.*một\.txt\.json».*giaoviec/1"):
        read_document(tmp_path, "một.txt")


def test_a_file_is_not_replaced_by_half_of_another(tmp_path):
    path = tmp_path / "sổ.txt"
    path.write_text("bản cũ", "utf-8")
    with pytest.raises(RuntimeError), atomically(path) as file:
        file.write("một nửa".encode())
        raise RuntimeError
    assert path.read_text("utf-8") == "bản cũ"
    assert [p.name for p in tmp_path.iterdir()] == ["sổ.txt"]


def test_a_folder_that_cannot_be_made_is_a_coded_error_in_vietnamese(tmp_path):
    (tmp_path / "out").write_text("không phải thư mục", "utf-8")
    with pytest.raises(GiaoviecError, match="GV401") as caught, atomically(tmp_path / "out" / "documents" / "a.json"):
        pass
    assert "không phải thư mục" in caught.value.message


def test_folders_are_made_on_the_way(tmp_path: Path):
    with atomically(tmp_path / "một" / "hai" / "ba.txt") as file:
        file.write(b"x")
    assert (tmp_path / "một/hai/ba.txt").read_bytes() == b"x"
