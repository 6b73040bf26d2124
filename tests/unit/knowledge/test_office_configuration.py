from __future__ import annotations

import pickle
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest

from pipeline.cli import ERROR, USAGE, main
from pipeline.errors import GiaoviecError
from pipeline.knowledge import office as office_module
from pipeline.knowledge.office import NO_OFFICE, Dismissal, Office, load_office
from pipeline.knowledge.rulebook import Cues, RuleText

DOCS = Path(__file__).parents[3] / "docs" / "configuration.md"
RULEBOOK = {
    name: RuleText(name, code, "việc", "medium", *[""] * 7, threshold=threshold)
    for name, code, threshold in [
        ("deadline-missing", "D01", None),
        ("deadline-on-day-off", "D10", None),
        ("too-short", "D09", 3),
        ("several-acts", "V08", 4),
        ("vague-quantity", "V04", None),
        ("escape-clause", "V05", None),
        ("restates-function", "V12", None),
        ("result-missing", "S01", None),
        ("no-task", "X03", None),
    ]
}
WORDED = {"vague-quantity", "escape-clause"}
DISMISSED = '[[dismiss]]\nrule = "D01"\ndocument = "12/KH-UBND"\nat = "II.3.b"\nreason = "Ghi ở Phụ lục"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a template, one that is no Word file, and a folder named like one."""
    with zipfile.ZipFile(tmp_path / "phieu-cua-so.docx", "w") as template:
        template.writestr("word/document.xml", "<w:document/>")
    (tmp_path / "giả.docx").write_text("không phải tệp nén", "utf-8")
    (tmp_path / "phiếu.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "thư mục.docx").mkdir()
    return tmp_path


def load(folder: Path, text: str | bytes) -> Office:
    path = folder / "giaoviec.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_office(path, RULEBOOK, worded=WORDED)


def test_the_example_of_the_documentation_is_read_whole(folder: Path) -> None:
    [example] = re.findall(r"^```toml\n(.*?)^```$", DOCS.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert load(folder, example) == Office(
        on=frozenset({"restates-function"}),
        off=frozenset({"deadline-on-day-off"}),
        severities={"too-short": "medium"},
        thresholds={"several-acts": 5.0},
        wording={
            "vague-quantity": {"kha khá": "", "lượng lớn": ""},
            "escape-clause": {"theo thông lệ": "theo quy định tại [điều, khoản, số văn bản]"},
        },
        dismissals=(
            Dismissal("deadline-missing", "Thời hạn đã ghi trong Phụ lục gửi riêng", document="12/KH-UBND", at="II.3.b"),
            Dismissal("result-missing", "Sản phẩm đã thống nhất tại cuộc họp giao ban", task="9f0c2d7a41be"),
        ),
        request_template=folder / "phieu-cua-so.docx",
    )


def test_the_documentation_names_every_table_and_key() -> None:
    text = DOCS.read_text("utf-8")
    named = [f"[{table}]" for table in office_module.TABLES] + [f"`{key}`" for keys in office_module.TABLES.values() for key in keys]
    assert [one for one in named if one not in text] == []


@pytest.mark.parametrize(
    "text", ["", "# chỉ có chú thích\n", "[rules]\n[severity]\n[wording]\n[request]\n", "dismiss = []\n[rules]\non = []\noff = []"]
)
def test_a_file_that_says_nothing_is_no_office(folder: Path, text: str) -> None:
    assert load(folder, text) == NO_OFFICE == Office()


def test_rules_may_be_called_by_their_codes_everywhere(folder: Path) -> None:
    rules = '[rules]\non = ["V12", "restates-function"]\noff = ["D10"]\n'
    keys = '[severity]\nD09 = "low"\n[threshold]\nV08 = 2.5\n[wording]\nV04 = ["kha khá"]\n'
    found = load(folder, rules + keys + DISMISSED)
    assert found.on == {"restates-function"}
    assert found.off == {"deadline-on-day-off"}
    assert found.severities == {"too-short": "low"}
    assert found.thresholds == {"several-acts": 2.5}
    assert found.wording == {"vague-quantity": {"kha khá": ""}}
    assert found.dismissals[0].rule == "deadline-missing"


@pytest.mark.parametrize(
    "text",
    [
        b'\xef\xbb\xbf[severity]\r\ntoo-short = "high"\r\n',
        b'severity.too-short = "high"\n',
        b'[severity]\n"too-short" = "high"\n',
        b"severity = { too-short = 'high' }\n",
    ],
    ids=["windows", "dotted", "quoted", "inline"],
)
def test_every_way_of_writing_a_key_is_read(folder: Path, text: bytes) -> None:
    assert load(folder, text).severities == {"too-short": "high"}


def test_a_decomposed_phrase_is_composed(folder: Path) -> None:
    text = unicodedata.normalize("NFD", '[wording]\nvague-quantity = { "kha khá" = "[số lượng]" }\n')
    assert load(folder, text).wording == {"vague-quantity": {"kha khá": unicodedata.normalize("NFC", "[số lượng]")}}


def test_phrases_may_stand_in_a_table_of_their_own(folder: Path) -> None:
    text = '[wording.escape-clause]\n"theo thông lệ" = "theo [số văn bản]"\n"nếu tiện" = ""\n'
    assert load(folder, text).wording == {"escape-clause": {"theo thông lệ": "theo [số văn bản]", "nếu tiện": ""}}


def test_the_rules_of_wording_are_by_default_those_with_cues(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "giaoviec.toml"
    path.write_text('[wording]\nno-task = ["kha khá"]\n', "utf-8")
    monkeypatch.setattr(office_module, "load_cues", lambda: {"no-task": Cues({"một số": ""})})
    assert load_office(path, RULEBOOK).wording == {"no-task": {"kha khá": ""}}


def test_cues_are_not_read_for_a_file_without_phrases(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "giaoviec.toml"
    path.write_text('[rules]\noff = ["D01"]\n[wording]\n', "utf-8")
    monkeypatch.setattr(office_module, "load_cues", lambda: pytest.fail("read"))
    assert load_office(path, RULEBOOK).off == {"deadline-missing"}


def test_an_office_travels_to_workers(folder: Path) -> None:
    found = load(folder, '[severity]\nD09 = "low"\n' + DISMISSED)
    assert pickle.loads(pickle.dumps(found)) == found


BAD = [
    # tables
    (
        '[rules]\non = []\n\n[rule]\non = ["D01"]\n',
        4,
        "không có bảng «rule»; các bảng: rules, severity, threshold, wording, request, dismiss",
        "rules",
    ),
    ("# đầu tệp\nxyz = 1\n", 2, "không có bảng «xyz»", None),
    ("severities.too-short = 'low'\n", 1, "không có bảng «severities»", "severity"),
    ('rules = ["D01"]\n', 1, "«rules» phải là một bảng, viết [rules] trên một dòng riêng", None),
    ('\n[[severity]]\ntoo-short = "low"\n', 2, "«severity» phải là một bảng, viết [severity] trên một dòng riêng", None),
    ('threshold = 5\n[rules]\noff = ["D01"]\n', 1, "«threshold» phải là một bảng", None),
    # [rules]
    ('[rules]\non = []\nof = ["D01"]\n', 3, "bảng [rules] không có khóa «of»; các khóa: on, off", "off"),
    ('[rules]\noff = "D01"\n', 2, '«off» phải là danh sách tên quy tắc, ví dụ off = ["deadline-missing"]', None),
    ("[rules]\non = { D01 = true }\n", 2, "«on» phải là danh sách tên quy tắc", None),
    (
        '[rules]\noff = [\n  "D01",  # "D10"\n  # "D09",\n  "deadline-mising",\n]\n',
        5,
        "không có quy tắc «deadline-mising»",
        "deadline-missing",
    ),
    ('[rules]\noff = ["D01",\n\n"Deadline-Missing "]\n', 4, "không có quy tắc «Deadline-Missing »", "deadline-missing"),
    ('[rules]\r\noff = [\r\n  "D01",\r\n  "d09"]\r\n', 4, "không có quy tắc «d09»", "D09"),
    ('[rules]\non = ["D99"]\n', 2, "không có quy tắc «D99»", None),
    ('[rules]\non = ["tất cả"]\n', 2, "không có quy tắc «tất cả»", None),
    ('[rules]\noff = ["D01",\n  12]\n', 3, "tên quy tắc phải đặt trong ngoặc kép", None),
    ('[rules]\non = [\n"V12",\n]\noff = [\n"D01",\n"restates-function",\n]\n', 7, "«restates-function» vừa bật vừa tắt (xem dòng 3)", None),
    ('[rules]\noff = ["V12"]\non = ["V12"]\n', 3, "«restates-function» vừa bật vừa tắt (xem dòng 2)", None),
    # [severity]
    ('[severity]\ntoo-short = "low"\n"to-short" = "low"\n', 3, "không có quy tắc «to-short»", "too-short"),
    ('severity.too-short = "cao"\n', 1, 'mức độ của «too-short» phải là một trong: "high", "medium", "low"', None),
    ('[severity]\n\ntoo-short = "High" # cao\n', 3, 'phải là một trong: "high", "medium", "low"', None),
    ("[severity]\ntoo-short = 1\n", 2, 'phải là một trong: "high", "medium", "low"', None),
    ('[severity]\ntoo-short = ["low"]\n', 2, 'phải là một trong: "high", "medium", "low"', None),
    ('[severity]\nD09 = "low"\ntoo-short = "high"\n', 3, "quy tắc «too-short» đã có ở dòng 2", None),
    # [threshold]
    (
        "[threshold]\nseveral-acts = 5\nno-task = 2\n",
        3,
        "quy tắc «no-task» không có ngưỡng; các quy tắc có ngưỡng: too-short, several-acts",
        None,
    ),
    ("[threshold]\nseveral-acts = 0\n", 2, "ngưỡng của «several-acts» phải là một số dương, ví dụ several-acts = 4", None),
    ("[threshold]\nD09 = -2\n", 2, "ngưỡng của «too-short» phải là một số dương, ví dụ too-short = 3", None),
    ('[threshold]\nD09 = "5"\n', 2, "ngưỡng của «too-short» phải là một số dương", None),
    ("[threshold]\nD09 = true\n", 2, "ngưỡng của «too-short» phải là một số dương", None),
    ("[threshold]\nD09 = nan\n", 2, "ngưỡng của «too-short» phải là một số dương", None),
    ("[threshold]\nD09 = inf\n", 2, "ngưỡng của «too-short» phải là một số dương", None),
    (f"[threshold]\nD09 = 1{'0' * 400}\n", 2, "ngưỡng của «too-short» phải là một số dương", None),
    ("[threshold]\nseveral-act = 5\n", 2, "không có quy tắc «several-act»", "several-acts"),
    # [wording]
    (
        '[wording]\n# thêm\nno-task = ["kha khá"]\n',
        3,
        "«no-task» không tìm theo cụm từ; các quy tắc tìm theo cụm từ: vague-quantity, escape-clause",
        None,
    ),
    (
        '[wording]\nvague-quantity = "kha khá"\n',
        2,
        '«vague-quantity» phải là danh sách cụm từ [ "…" ], hoặc { "cụm từ" = "chữ thay thế" }',
        None,
    ),
    ('[wording]\nvague-quantity = ["kha khá",\n  3]\n', 3, "cụm từ phải đặt trong ngoặc kép", None),
    (
        '[wording]\nvague-quantity = ["kha khá",\n# một\n"Một ít",\n]\n',
        4,
        "cụm từ «Một ít» phải viết thường; viết khác thì không bao giờ khớp",
        None,
    ),
    ('[wording]\nvague-quantity = ["",]\n', 2, "dòng 2: thiếu cụm từ.", None),
    ('[wording]\nvague-quantity = [\n"số  lượng"]\n', 3, "cụm từ «số  lượng» thừa khoảng trắng", None),
    (
        '[wording]\nescape-clause = { "khi cần" = "", "thoả đáng" = "" }\n',
        2,
        "cụm từ «thoả đáng» phải đặt dấu thanh kiểu «hòa», «ủy»",
        None,
    ),
    ('[wording.escape-clause]\n"khi cần" = ""\n\n"nếu hợp lí" = ""\n', 4, "cụm từ «nếu hợp lí» có «lí»", None),
    ('[wording]\nV05."khi cần" = ""\nV05."" = ""\n', 3, "dòng 3: thiếu cụm từ.", None),
    ('[wording]\nescape-clause = { "khi cần" = 1 }\n', 2, "chữ thay thế của «khi cần» phải đặt trong ngoặc kép", None),
    ('[wording]\nV04 = ["kha khá"]\nvague-quantity = ["lượng lớn"]\n', 3, "quy tắc «vague-quantity» đã có ở dòng 2", None),
    ('[wording]\nvague = ["kha khá"]\n', 2, "không có quy tắc «vague»", None),
    # [request]
    ('[request]\ntempate = "phieu-cua-so.docx"\n', 2, "bảng [request] không có khóa «tempate»; các khóa: template", "template"),
    ("[request]\ntemplate = true\n", 2, "«template» phải là tên một tệp Word (.docx) đặt trong ngoặc kép", None),
    ('[request]\ntemplate = " "\n', 2, "«template» phải là tên một tệp Word", None),
    ('[request]\ntemplate = "phieu.docx"\n', 2, "không có tệp mẫu phiếu «phieu.docx» trong thư mục của tệp cấu hình", None),
    ('[request]\ntemplate = "thư mục.docx"\n', 2, "không có tệp mẫu phiếu «thư mục.docx»", None),
    ('[request]\ntemplate = "phiếu.doc"\n', 2, "mẫu phiếu «phiếu.doc» phải là tệp Word đuôi .docx", None),
    ('[request]\ntemplate = "giả.docx"\n', 2, "mẫu phiếu «giả.docx» không phải tệp Word .docx, hoặc đã hỏng", None),
    # [[dismiss]]
    ('[dismiss]\nrule = "D01"\n', 1, "mỗi phát hiện bỏ qua là một bảng viết với hai lần ngoặc vuông: [[dismiss]]", None),
    ('dismiss = [\n"D01"]\n', 2, "[[dismiss]] thứ 1 phải là một bảng có các khóa: rule, document, at, task, reason", None),
    (
        f'{DISMISSED}\n[[dismiss]]\nrule = "D01"\ndocument = "kh.docx"\nat = "1"\n',
        7,
        "[[dismiss]] thứ 2 thiếu «reason»: lý do bỏ qua",
        None,
    ),
    (f'{DISMISSED}\n[[dismiss]]\ntask = "9f"\nreason = "x"\n', 7, "[[dismiss]] thứ 2 thiếu «rule»", None),
    (f'{DISMISSED}[[dismiss]]\nrule = "D01"\ndocument = "kh.docx"\nreason = "x"\n', 6, "[[dismiss]] thứ 2 thiếu «at» (vị trí", None),
    (f'{DISMISSED}[[dismiss]]\nrule = "D01"\nat = "1"\nreason = "x"\n', 6, "[[dismiss]] thứ 2 thiếu «document»", None),
    (
        f'{DISMISSED}[[dismiss]]\nrule = "D01"\ntask = "9f"\nreason = " \\t"\n',
        9,
        "«reason» của [[dismiss]] thứ 2 không được để trống",
        None,
    ),
    (f'{DISMISSED}[[dismiss]]\nrule = "D01"\nat = ""\nreason = "x"\n', 8, "«at» của [[dismiss]] thứ 2 không được để trống", None),
    (
        f'{DISMISSED}[[dismiss]]\nrule = "D01"\ntask = 9\nreason = "x"\n',
        8,
        "«task» của [[dismiss]] thứ 2 phải là chữ đặt trong ngoặc kép",
        None,
    ),
    (
        f'{DISMISSED}[[dismiss]]\ntask = "9f"\nreason = "x"\nrule = "deadline-misssing"\n',
        9,
        "không có quy tắc «deadline-misssing»",
        "deadline-missing",
    ),
    (f'{DISMISSED}reasons = "x"\n', 6, "[[dismiss]] thứ 1 không có khóa «reasons»; các khóa: rule, document, at, task, reason", "reason"),
    (f'{DISMISSED}[[dismiss]]\nreason = "x"\ntài-liệu = 1\n', 8, "không đặt trong ngoặc kép", None),
    # TOML itself
    ('[severity]\ntoo-short = "low"\n\ntoo-short = "high"', 4, "khóa «too-short» đã có ở dòng 2", None),
    ('[rules]\non = ["V12"]\n[severity]\n[rules]\n', 4, "khóa «rules» đã có ở dòng 1", None),
    ("[severity]\ntoo-short = low\n", 2, "không đúng cú pháp TOML (giá trị phải là chuỗi trong ngoặc kép", None),
    ('[rules]\non = ["V12"\n\n[severity]\n', 4, "không đúng cú pháp TOML (danh sách thiếu dấu phẩy hoặc dấu «]»)", None),
    ('[request]\ntemplate = "mẫu\\phiếu.docx"\n', 2, "không đúng cú pháp TOML (dấu \\ trong ngoặc kép phải viết hai lần)", None),
    (f"[threshold]\nD09 = 1{'0' * 5000}\n", 1, "không đúng cú pháp TOML", None),
    (f"[rules]\non = {'[' * 5000}\n", 1, "không đúng cú pháp TOML", None),
]


@pytest.mark.parametrize(("text", "line", "words", "meant"), BAD, ids=range(len(BAD)))
def test_what_is_not_valid_is_told_with_its_line(folder: Path, text: str, line: int, words: str, meant: str | None) -> None:
    with pytest.raises(GiaoviecError) as caught:
        load(folder, text)
    message = caught.value.message
    assert caught.value.code == "GV414"
    assert message.startswith(f"Cấu hình «{folder / 'giaoviec.toml'}» dòng {line}: ")
    assert words in message
    assert message.endswith(
        ". Hãy sửa dòng này rồi chạy lại." if meant is None else f". Có phải ý bạn là «{meant}»? Hãy sửa dòng này rồi chạy lại."
    )


@pytest.mark.parametrize("text", [text for text, *_ in BAD])
def test_a_byte_order_mark_and_line_ends_of_windows_move_no_line(folder: Path, text: str) -> None:
    with pytest.raises(GiaoviecError) as plain:
        load(folder, text)
    with pytest.raises(GiaoviecError) as windows:
        load(folder, b"\xef\xbb\xbf" + text.replace("\r\n", "\n").replace("\n", "\r\n").encode())
    assert windows.value.message == plain.value.message


def test_the_message_in_the_documentation_is_the_one_that_is_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    Path("giaoviec.toml").write_text('[rules]\noff = [\n  "deadline-mising",\n]\n', "utf-8")
    with pytest.raises(GiaoviecError) as caught:
        load_office(Path("giaoviec.toml"), RULEBOOK)
    assert str(caught.value) == (
        "GV414: Cấu hình «giaoviec.toml» dòng 3: không có quy tắc «deadline-mising». "
        "Có phải ý bạn là «deadline-missing»? Hãy sửa dòng này rồi chạy lại."
    )
    assert f"\nLỗi {caught.value}\n" in DOCS.read_text("utf-8")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"[severity]\n# th\xe1p\n\n", 2),
        ("[rules]\n# tắt\n".encode("utf-16"), 1),
        (b"[rules]\r\n# kh\xf4ng\r\n", 2),
    ],
)
def test_a_file_that_is_not_utf_8_is_told_with_its_line(folder: Path, data: bytes, line: int) -> None:
    with pytest.raises(GiaoviecError, match=f"dòng {line} có chữ không thuộc bảng mã UTF-8. Hãy lưu lại") as caught:
        load(folder, data)
    assert caught.value.code == "GV416"


@pytest.mark.parametrize(("name", "detail"), [("không-có.toml", "không có tệp này"), ("thư mục.docx", "đây là một thư mục")])
def test_a_file_that_cannot_be_opened_is_told(folder: Path, name: str, detail: str) -> None:
    with pytest.raises(GiaoviecError) as caught:
        load_office(folder / name, RULEBOOK, worded=WORDED)
    assert str(caught.value) == (
        f"GV415: Không mở được tệp cấu hình «{folder / name}» ({detail}). Hãy kiểm tra đường dẫn và quyền đọc của tệp."
    )


def test_a_file_that_one_may_not_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(GiaoviecError, match=r"\(không có quyền đọc\)"):
        load_office(folder / "giaoviec.toml", RULEBOOK)


@pytest.mark.parametrize(("code", "status"), [("GV414", USAGE), ("GV415", USAGE), ("GV416", USAGE), ("GV401", ERROR), ("GV501", ERROR)])
def test_a_wrong_configuration_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch, code: str, status: int) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise GiaoviecError(code, path="giaoviec.toml", line=3, detail="x", close="")

    monkeypatch.setattr("pipeline.cli.giaoviec.main", fail)
    assert main(["extract"]) == status


def dismissed(**given: str) -> Office:
    return Office(dismissals=(Dismissal("no-task", "Việc khác", task="0000"), Dismissal("deadline-missing", "Ghi ở Phụ lục", **given)))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"document": "12/KH-UBND", "at": "II.3.b"}, True),
        ({"document": "12 / kh-ubnd", "at": "II. 3. b"}, True),
        ({"document": "Kế hoạch 12.docx", "at": "II.3.b"}, True),
        ({"document": "kế hoạch 12.DOCX", "at": "II.3.b"}, True),
        ({"document": unicodedata.normalize("NFD", "Kế hoạch 12.docx"), "at": "II.3.b"}, True),
        ({"document": "đến/Kế hoạch 12.docx", "at": "II.3.b"}, True),
        ({"document": "đến\\Kế hoạch 12.docx", "at": "II.3.b"}, True),
        ({"document": "./đến/Kế hoạch 12.docx", "at": "II.3.b"}, True),
        ({"task": "9f0c"}, True),
        ({"document": "12/KH-UBND", "task": "9f0c"}, True),
        ({"document": "12/KH-UBND", "at": "II.3.b", "task": "9f0c"}, True),
        ({"document": "112/KH-UBND", "at": "II.3.b"}, False),
        ({"document": "KH-UBND", "at": "II.3.b"}, False),
        ({"document": "đi/Kế hoạch 12.docx", "at": "II.3.b"}, False),
        ({"document": "hoạch 12.docx", "at": "II.3.b"}, False),
        ({"document": "12/KH-UBND", "at": "II.3"}, False),
        ({"document": "12/KH-UBND", "at": "II.3.B"}, False),
        ({"document": "12/KH-UBND", "at": "II.3.b", "task": "0000"}, False),
        ({"document": "13/KH-UBND", "task": "9f0c"}, False),
        ({"task": "9f0"}, False),
    ],
)
def test_a_dismissal_covers_a_finding_when_all_that_it_says_is_so(given: dict[str, str], found: bool) -> None:
    office = dismissed(**given)
    documents = ["12/KH-UBND", "đến/Kế hoạch 12.docx"]
    answer = office.dismissal("deadline-missing", documents=documents, locator="II.3.b", task="9f0c")
    assert answer == (office.dismissals[1] if found else None)


def test_a_dismissal_is_of_one_rule() -> None:
    office = dismissed(document="12/KH-UBND", at="1")
    assert office.dismissal("deadline-vague", documents=["12/KH-UBND"], locator="1", task="9f0c") is None
    assert NO_OFFICE.dismissal("deadline-missing", documents=["12/KH-UBND"], locator="1", task="9f0c") is None


def test_the_first_of_two_dismissals_counts() -> None:
    office = Office(dismissals=(Dismissal("no-task", "một", task="1"), Dismissal("no-task", "hai", document="5/CT-UBND", at="1")))
    found = office.dismissal("no-task", documents=["5/CT-UBND"], locator="1", task="1")
    assert found is not None
    assert found.reason == "một"
