from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt

import pipeline
from pipeline.errors import GiaoviecError
from pipeline.export import request, request_template
from pipeline.schema import Dismissed, Extraction, FileInfo, Finding, Rewording

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
SHIPPED = Path(request.__file__).with_name("request.docx")


@pytest.fixture
def slip(tmp_path, directive):
    request.write(directive, tmp_path / "phiếu.docx")
    return docx.Document(tmp_path / "phiếu.docx")


def written(tmp_path, extraction, *paragraphs, cell=()):
    """The paragraphs of a letter made with a template of these paragraphs, and a table of one cell where one is given."""
    template = docx.Document()
    for words in paragraphs:
        template.add_paragraph(words)
    if cell:
        table = template.add_table(1, 1)
        table.cell(0, 0).text = cell[0]
        for words in cell[1:]:
            table.cell(0, 0).add_paragraph(words)
    template.save(tmp_path / "mẫu.docx")
    request.write(extraction, tmp_path / "phiếu.docx", template=tmp_path / "mẫu.docx")
    return [paragraph.text for paragraph in docx.Document(tmp_path / "phiếu.docx").paragraphs]


def rows(document):
    """The rows of the table of tasks, each a list of the cells' paragraphs."""
    [table] = [table for table in document.tables if len(table.columns) == 6]
    return [[[paragraph.text for paragraph in cell.paragraphs] for cell in row.cells] for row in table.rows]


def test_every_task_with_findings_is_a_row_with_what_is_wrong_and_what_to_write(slip):
    assert rows(slip) == [
        [["STT"], ["Vị trí"], ["Nguyên văn"], ["Vấn đề"], ["Đề nghị sửa"], ["Ô trả lời"]],
        [
            ["1"],
            ["2.a"],
            ["=Thẩm định dự toán hằng quý"],
            ["[Thấp] S01 Thiếu sản phẩm, kết quả: Chưa nêu sản phẩm."],
            ["Nêu báo cáo."],
            [""],
        ],
        [
            ["2"],
            ["2.b"],
            ["Quan tâm hơn nữa công tác bảo quản"],
            ["[Cao] D01 Thiếu thời hạn: Chưa có thời hạn.", "[Trung bình] V01 Nội dung chung chung: Việc nêu chung."],
            ["Giao Sở Tài chính bảo quản [số] mét giá tài liệu, xong trước ngày [dd/mm/yyyy]."],
            [""],
        ],
    ]


def test_the_letter_says_what_it_is_about_to_whom_and_how_clear_the_document_is(slip):
    sender, number = slip.tables[0].columns[0].cells
    assert [p.text for p in sender.paragraphs][:2] == ["[TÊN CƠ QUAN CHỦ QUẢN]", "[TÊN CƠ QUAN]"]
    assert [p.text for p in number.paragraphs] == ["Số: ……/……", "V/v đề nghị làm rõ nhiệm vụ tại Chỉ thị số 07/CT-UBND ngày 02/5/2024"]
    motto, day = slip.tables[0].columns[1].cells
    assert [p.text for p in motto.paragraphs][:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert day.text == "……, ngày … tháng … năm ……"
    assert [p.text for p in slip.paragraphs] == [
        "Kính gửi: Ủy ban nhân dân tỉnh",
        "[Tên cơ quan] nhận được Chỉ thị số 07/CT-UBND ngày 02/5/2024 của Ủy ban nhân dân tỉnh (Về việc dọn dẹp kho lưu trữ <hồ sơ> & tài "
        "liệu). Qua rà soát, văn bản giao 3 nhiệm vụ, trong đó có 2 nhiệm vụ cần được làm rõ để thuận lợi cho việc phân công, theo dõi và "
        "đánh giá kết quả thực hiện.",
        "Đối chiếu với yêu cầu “6 rõ” tại Kết luận số 226-KL/TW, tỷ lệ nhiệm vụ đã rõ (trên số nhiệm vụ xét được) là: rõ người 100%; rõ "
        "việc 50%; rõ thời gian 67%; rõ trách nhiệm 100%; rõ thẩm quyền chưa xét; rõ sản phẩm 33%.",
        "Đề nghị Ủy ban nhân dân tỉnh xem xét, làm rõ các nhiệm vụ sau (trong cột “Đề nghị sửa”, chỗ trong ngoặc vuông là dữ kiện cần cơ "
        "quan ban hành văn bản bổ sung):",
        "Đề nghị Ủy ban nhân dân tỉnh trả lời (có thể ghi vào cột “Ô trả lời”) trước ngày … tháng … năm …… để [tên cơ quan] có căn cứ "
        "triển khai thực hiện./.",
    ]
    assert slip.tables[2].cell(0, 0).text.startswith("Nơi nhận:\n- Như trên;")


def test_the_page_is_that_of_the_decree(slip):
    [page] = slip.sections
    assert [round(side / Mm(1)) for side in (page.page_width, page.page_height)] == [210, 297]
    assert [round(side / Mm(1)) for side in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [20, 20, 30, 15]
    style = slip.styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(14))
    assert page.different_first_page_header_footer and "PAGE" in page.header.paragraphs[0]._p.xml


def test_findings_of_the_document_stand_behind_those_of_its_tasks(tmp_path, directive):
    directive.findings = [
        Finding(rule="motto-not-kept", severity="low", message="Nhắc «6 rõ».", suggestion="Viết rõ các nhiệm vụ."),
        Finding(rule="no-task", severity="medium", message="Không giao việc.", suggestion="Ghi rõ ai làm gì."),
    ]
    request.write(directive, tmp_path / "a.docx")
    lines = [paragraph.text for paragraph in docx.Document(tmp_path / "a.docx").paragraphs]
    assert lines[4:7] == [
        "Ngoài ra, đối với toàn văn bản:",
        "- X03 Không giao việc nào (mức độ: Trung bình): Không giao việc. Đề nghị: Ghi rõ ai làm gì.",
        "- V07 Nêu khẩu hiệu «rõ» mà giao việc không rõ (mức độ: Thấp): Nhắc «6 rõ». Đề nghị: Viết rõ các nhiệm vụ.",
    ]


def test_a_document_that_gives_no_task_has_no_table(tmp_path):
    finding = Finding(rule="no-task", severity="medium", message="Không giao việc.", suggestion="Ghi rõ ai làm gì.")
    request.write(Extraction(source=FileInfo(path="đến/01.pdf"), findings=[finding]), tmp_path / "a.docx")
    letter = docx.Document(tmp_path / "a.docx")
    lines = [paragraph.text for paragraph in letter.paragraphs]
    assert len(letter.tables) == 2  # letterhead and signature
    assert lines[0] == "Kính gửi: [cơ quan ban hành văn bản]"
    assert lines[1].startswith(
        "[Tên cơ quan] nhận được Văn bản «01.pdf» của [cơ quan ban hành văn bản]. Qua rà soát, văn bản chưa giao nhiệm vụ cụ"
    )
    assert lines[2] == "Đối với toàn văn bản:"
    assert lines[4].startswith("Đề nghị [cơ quan ban hành văn bản] trả lời trước ngày")


def test_what_the_office_dismissed_is_not_asked(tmp_path, directive):
    second, third = directive.tasks[1:]
    dismissed = [Dismissed(**finding.model_dump(), reason="Đã có Phụ lục") for finding in (*second.findings, third.findings[1])]
    second.findings, second.dismissed = [], dismissed[:1]
    third.findings, third.dismissed = third.findings[:1], dismissed[1:]
    request.write(directive, tmp_path / "a.docx")
    [_, row] = rows(docx.Document(tmp_path / "a.docx"))
    assert row[:4] == [["1"], ["2.b"], ["Quan tâm hơn nữa công tác bảo quản"], ["[Trung bình] V01 Nội dung chung chung: Việc nêu chung."]]
    assert row[4] == ["Giao Sở Tài chính bảo quản [số] mét giá tài liệu, xong trước ngày [dd/mm/yyyy]."]


def test_where_nothing_is_to_be_asked_there_is_no_letter(tmp_path, directive):
    for task in directive.tasks:
        task.findings = []
    assert not request.needed(directive)
    request.write(directive, tmp_path / "a.docx")
    assert not (tmp_path / "a.docx").exists()


def test_the_words_of_the_document_stay_words_whatever_they_are(tmp_path, directive):
    words = "a < b && c > d ]]> {{ issuer }} {_{ }_} {% x %}\x00\x0b\x1b\ufffe \ud800 «“ngoặc”»\tvà\n xuống \f dòng"
    task = directive.tasks[2]
    task.text = words
    task.rewording = Rewording(text=words)
    directive.document.issuer = directive.document.subject = words
    request.write(directive, tmp_path / "a.docx")
    said = "a < b && c > d ]]> {{ issuer }} {_{ }_} {% x %} «“ngoặc”» và xuống dòng"
    letter = docx.Document(tmp_path / "a.docx")
    assert rows(letter)[2][2] == rows(letter)[2][4] == [said]
    assert letter.paragraphs[0].text == f"Kính gửi: {said}"


def test_the_same_document_gives_the_same_bytes_whenever_it_is_written(tmp_path, directive, monkeypatch):
    request.write(directive, tmp_path / "a.docx")
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 0, 1, 0))
    request.write(directive, tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    properties = docx.Document(tmp_path / "a.docx").core_properties
    assert properties.title == "Đề nghị làm rõ nhiệm vụ tại Chỉ thị số 07/CT-UBND ngày 02/5/2024"
    assert properties.created.year == properties.modified.year == 2000


def test_the_template_that_ships_is_what_the_script_makes():
    made, shipped = (zipfile.ZipFile(BytesIO(data)) for data in (request_template.template(), SHIPPED.read_bytes()))
    assert made.namelist() == shipped.namelist()
    for name in made.namelist():
        assert made.read(name) == shipped.read(name), name


def test_the_templates_page_tells_of_every_variable():
    page = (Path(pipeline.__file__).parents[1] / "docs" / "templates.md").read_text("utf-8")
    told = [line for line in page.splitlines() if line.startswith("| `") and line.count("|") == 4]
    variables = [*request.VARIABLES, *(field for variable in request.VARIABLES for field in variable.fields), *request.ISSUE]
    assert told == [f"| `{one.name}` | {one.meaning} | {one.example}{' ' if one.example else ''}|" for one in variables]


def test_a_template_may_name_every_variable_and_no_value_lacks_one(directive):
    values = request.values(directive)
    assert list(values) == [variable.name for variable in request.VARIABLES]
    for variable in request.VARIABLES:
        for element in values[variable.name] if variable.fields else ():
            assert list(element) == [field.name for field in variable.fields]
    assert list(values["tasks"][0]["issues"][0]) == [field.name for field in request.ISSUE]


def test_an_office_writes_its_own_template(tmp_path, directive):
    lines = written(
        tmp_path,
        directive,
        "Gửi {{ issuer|upper }}, {{ kind }} {{ number }} ngày {{ issued }}, {{ signer }} ký, tệp {{ file }}",
        "{%p for task in tasks %}",
        "{{ loop.index }}/{{ unclear_count }} {{ task.owners }}: {{ task.content }} ({{ task.deadline }}) {{ task.severity }}",
        "{%p endfor %}",
    )
    assert lines == [
        "Gửi ỦY BAN NHÂN DÂN TỈNH, chỉ thị 07/CT-UBND ngày 02/5/2024, Đỗ Thị Lan ký, tệp chỉ thị 7.docx",
        "1/2 Sở Tài chính: =Thẩm định dự toán (hằng quý) Thấp",
        "2/2 Sở Tài chính: Quan tâm hơn nữa công tác bảo quản () Cao",
    ]


def test_a_cell_that_a_loop_left_empty_is_still_a_cell_for_word(tmp_path, directive):
    written(tmp_path, directive, cell=("{%p for issue in findings %}", "{{ issue.code }}", "{%p endfor %}"))
    [table] = docx.Document(tmp_path / "phiếu.docx").tables
    assert [paragraph.text for paragraph in table.cell(0, 0).paragraphs] == [""]


@pytest.mark.parametrize(("words", "code", "said"), [
    ("{{ isuer }}", "GV422", "biến «isuer» không có. Có phải ý bạn là «issuer»?"),
    ("{% if findings %}{{ isuer }}{% endif %}", "GV422", "biến «isuer»"),  # where this document does not come to
    ("{% for issue in findings %}{{ issue.titel }}{% endfor %}", "GV422", "biến «titel» không có. Có phải ý bạn là «title»?"),
    ("{{ tasks[0]['plase'] }}", "GV422", "biến «plase» không có. Có phải ý bạn là «place»?"),
    ("{{ tasks[0].issuer }}", "GV422", "biến «issuer» không có. Có phải ý bạn là «issue"),  # known, but not of a task
    ("{{ loop.index }}", "GV422", "biến «loop» không có."),
    ("{{ issuer }", "GV421", "viết sai ở «{{ issuer }»: thẻ viết sai hoặc chưa đóng."),
    ("{{ issuer subject }}", "GV421", "viết sai ở «{{ issuer subject }}»: thẻ viết sai"),
    ("{% for task in tasks %}x", "GV421", "thiếu thẻ kết thúc {% endfor %}."),
    ("{% if tasks %}x", "GV421", "thiếu thẻ kết thúc {% endif %}."),
    ("{% endfor %}", "GV421", "viết sai ở «{% endfor %}»: thẻ kết thúc không có thẻ mở."),
    ("{% lặp %}", "GV421", "không có thẻ «lặp»."),
    ("{{ issuer|hoa }}", "GV421", "không có bộ lọc «hoa»."),
    ("{{ issuer|safe }}", "GV421", "không có bộ lọc «safe»."),
    ("{% if issuer is rỗng %}{% endif %}", "GV421", "không có phép thử «rỗng»."),
    ("{{ tasks[9].text }}", "GV421", "viết sai ở «{{ tasks[9].text }}»: không tính được"),
    ("{{ issuer + 1 }}", "GV421", "viết sai ở «{{ issuer + 1 }}»: không tính được"),
    ("{{ issuer.__class__ }}", "GV422", "biến «__class__» không có."),
    ("{{ tasks.clear() }}", "GV422", "biến «clear» không có."),  # a template reads, it changes nothing
    ("{{ tasks }}", "GV421", "viết sai ở «{{ tasks }}»: không tính được (đây là danh sách, không phải chữ: hãy dùng thẻ for)."),
    ("{{ issuer.upper }}", "GV421", "viết sai ở «{{ issuer.upper }}»"),
    ("{% include 'khác.docx' %}", "GV421", "viết sai ở «{% include 'khác.docx' %}»"),
])  # fmt: skip
def test_a_template_at_fault_is_told_with_the_place_and_the_nearest_name(tmp_path, directive, words, code, said):
    with pytest.raises(GiaoviecError) as raised:
        written(tmp_path, directive, "Kính gửi: {{ issuer }}", words)
    assert raised.value.code == code
    assert said in raised.value.message and "mẫu.docx" in raised.value.message
    assert not (tmp_path / "phiếu.docx").exists()


def test_tags_in_the_header_of_a_page_are_checked_and_filled_in(tmp_path, directive):
    template = docx.Document()
    template.sections[0].header.paragraphs[0].text = "Phiếu gửi {{ issuer }}"
    template.save(tmp_path / "mẫu.docx")
    request.write(directive, tmp_path / "a.docx", template=tmp_path / "mẫu.docx")
    assert docx.Document(tmp_path / "a.docx").sections[0].header.paragraphs[0].text == "Phiếu gửi Ủy ban nhân dân tỉnh"
    template.sections[0].header.paragraphs[0].text = "Phiếu gửi {{ isuer }}"
    template.save(tmp_path / "mẫu.docx")
    with pytest.raises(GiaoviecError, match="«isuer»"):
        request.check(tmp_path / "mẫu.docx")


def test_a_loop_that_begins_in_a_cell_and_ends_elsewhere_is_no_broken_file(tmp_path, directive):
    template = docx.Document()
    template.add_table(1, 2).cell(0, 0).text = "{% for task in tasks %}"
    template.add_paragraph("{% endfor %}")
    template.save(tmp_path / "mẫu.docx")
    with pytest.raises(GiaoviecError, match="không cùng một ô, một dòng hay một đoạn"):
        request.write(directive, tmp_path / "a.docx", template=tmp_path / "mẫu.docx")


def zipped(**members):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_", "."), text)
    return packed.getvalue()


@pytest.mark.parametrize(("content", "said"), [
    (b"", "không phải tệp .docx"),
    (b"Kinh gui: {{ issuer }}", "không phải tệp .docx"),
    (zipped(a_txt="không phải Word"), "không phải tệp .docx"),
    (zipped(a_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "tệp khai báo thực thể XML"),
])  # fmt: skip
def test_a_template_that_is_no_word_file_is_told(tmp_path, directive, content, said):
    (tmp_path / "mẫu.docx").write_bytes(content)
    with pytest.raises(GiaoviecError, match=said) as raised:
        request.write(directive, tmp_path / "a.docx", template=tmp_path / "mẫu.docx")
    assert raised.value.code == "GV420"


def test_a_template_that_is_not_there_is_told(tmp_path, directive):
    with pytest.raises(GiaoviecError) as missing:
        request.write(directive, tmp_path / "a.docx", template=tmp_path / "không có.docx")
    with pytest.raises(GiaoviecError) as folder:
        request.check(tmp_path)
    assert (missing.value.code, folder.value.code) == ("GV108", "GV109")


@needs_libreoffice
def test_libreoffice_opens_the_letter(tmp_path, directive):
    request.write(directive, tmp_path / "phieu.docx")
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / "phieu.docx")], check=True, capture_output=True, timeout=120)
    text = " ".join(pipeline.read(tmp_path / "phieu.pdf").text.split())
    for said in ("V/v đề nghị làm rõ nhiệm vụ tại", "Kính gửi: Ủy ban nhân dân tỉnh", "Nơi nhận:", "S01 Thiếu sản", "thực hiện./."):
        assert said in text
