"""Makes `request.docx`, the template that ships: `python -m pipeline.export.request_template` after a change of this file.

The form of an official letter, Decree 30/2020/NĐ-CP, annex I: A4, margins 20, 20, 30 and 15 mm, Times New Roman, 13 to 14 points (the
table 11), number and subject under the sender, place and day under the motto, page numbers from the second page on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from pipeline.export.request import TEMPLATE
from pipeline.export.templating import same_bytes

_FACE = "Times New Roman"
_TEXT, _TABLE = 14, 11  # points
_COLUMNS = (  # of the table of tasks: heading, width in millimetres, tags of the cell, a paragraph each
    ("STT", 11, ("{{ task.order }}",)),
    ("Vị trí", 17, ("{{ task.place }}",)),
    ("Nguyên văn", 42, ("{{ task.text }}",)),
    (
        "Vấn đề",
        38,
        (
            "{%p for issue in task.issues %}",
            "**[{{ issue.severity }}] {{ issue.code }} {{ issue.title }}:** {{ issue.message }}",
            "{%p endfor %}",
        ),
    ),
    ("Đề nghị sửa", 40, ("{%p for sentence in task.proposals %}", "{{ sentence }}", "{%p endfor %}")),
    ("Ô trả lời", 17, ("",)),
)
_OPENING = (
    "[Tên cơ quan] nhận được {{ document }} của {{ issuer }}{% if subject %} ({{ subject }}){% endif %}. Qua rà soát, văn bản "
    "{% if task_count %}giao {{ task_count }} nhiệm vụ{% if unclear_count %}, trong đó có {{ unclear_count }} nhiệm vụ cần được làm rõ để "
    "thuận lợi cho việc phân công, theo dõi và đánh giá kết quả thực hiện{% endif %}{% else %}chưa giao nhiệm vụ cụ thể nào{% endif %}."
)
_CLARITY = (
    "Đối chiếu với yêu cầu “6 rõ” tại Kết luận số 226-KL/TW, tỷ lệ nhiệm vụ đã rõ (trên số nhiệm vụ xét được) là: "
    "{% for one in clarity %}rõ {{ one.name }} {{ one.share }}{% if not loop.last %}; {% endif %}{% endfor %}."
)
_TASKS = (
    "Đề nghị {{ issuer }} xem xét, làm rõ các nhiệm vụ sau (trong cột “Đề nghị sửa”, chỗ trong ngoặc vuông là dữ kiện cần cơ quan ban hành "
    "văn bản bổ sung):"
)
_DOCUMENT = "{% if tasks %}Ngoài ra, đối{% else %}Đối{% endif %} với toàn văn bản:"
_FINDING = "- **{{ issue.code }} {{ issue.title }}** (mức độ: {{ issue.severity }}): {{ issue.message }} Đề nghị: {{ issue.suggestion }}"
_CLOSING = (
    "Đề nghị {{ issuer }} trả lời{% if tasks %} (có thể ghi vào cột “Ô trả lời”){% endif %} trước ngày … tháng … năm …… để [tên cơ quan] "
    "có căn cứ triển khai thực hiện./."
)


def template() -> bytes:
    """The bytes of the template."""
    document = Document()
    _page(document)
    _letterhead(document)
    _paragraph(document.add_paragraph(), "Kính gửi: {{ issuer }}", align=ALIGN.CENTER, before=14, after=12)
    _body(document, _OPENING)
    _body(document, "{%p if clarity %}", _CLARITY, "{%p endif %}")
    _body(document, "{%p if tasks %}", _TASKS)
    _tasks(document)
    _body(document, "{%p endif %}")
    _body(document, "{%p if findings %}", _DOCUMENT, "{%p for issue in findings %}", _FINDING, "{%p endfor %}", "{%p endif %}", before=6)
    _body(document, _CLOSING, before=6)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _signature(document)
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", "Mẫu phiếu đề nghị làm rõ nhiệm vụ"
    return same_bytes(document)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FACE, Pt(_TEXT)
    properties = style.element.get_or_add_rPr()
    for script in ("w:eastAsia", "w:cs"):
        properties.rFonts.set(qn(script), _FACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)
    style.paragraph_format.space_after = Pt(0)
    for relation in [key for key, one in document.part.package.rels.items() if one.reltype.endswith("/thumbnail")]:
        document.part.package.rels.pop(relation)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        run = number.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = words
        run._r.append(element)


def _letterhead(document: Any) -> None:
    table = _plain_table(document, (64, 101), rows=2)
    sender, nation = table.rows[0].cells
    _paragraph(sender.paragraphs[0], "[TÊN CƠ QUAN CHỦ QUẢN]", size=13, align=ALIGN.CENTER)
    _paragraph(sender.add_paragraph(), "**[TÊN CƠ QUAN]**", size=13, align=ALIGN.CENTER)
    _line(sender, 22)
    _paragraph(nation.paragraphs[0], "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**", size=13, align=ALIGN.CENTER)
    _paragraph(nation.add_paragraph(), "**Độc lập - Tự do - Hạnh phúc**", align=ALIGN.CENTER)
    _line(nation, 18)
    number, day = table.rows[1].cells
    _paragraph(number.paragraphs[0], "Số: ……/……", size=13, align=ALIGN.CENTER, before=6)
    _paragraph(number.add_paragraph(), "V/v đề nghị làm rõ nhiệm vụ tại {{ document }}", size=12, align=ALIGN.CENTER, before=3)
    _paragraph(day.paragraphs[0], "//……, ngày … tháng … năm ……//", align=ALIGN.CENTER, before=6)


def _tasks(document: Any) -> None:
    table = document.add_table(rows=4, cols=len(_COLUMNS), style="Table Grid")
    _widths(table, [width for _, width, _ in _COLUMNS])
    _padding(table, 1.2)
    heading, begin, row, end = table.rows
    heading._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _paragraph(begin.cells[0].paragraphs[0], "{%tr for task in tasks %}", size=_TABLE)
    _paragraph(end.cells[0].paragraphs[0], "{%tr endfor %}", size=_TABLE)
    for at, (name, _, tags) in enumerate(_COLUMNS):
        _paragraph(heading.cells[at].paragraphs[0], f"**{name}**", size=_TABLE, align=ALIGN.CENTER)
        for number, words in enumerate(tags):
            paragraph = row.cells[at].add_paragraph() if number else row.cells[at].paragraphs[0]
            _paragraph(paragraph, words, size=_TABLE, align=ALIGN.CENTER if at < 2 else ALIGN.LEFT, after=2)


def _signature(document: Any) -> None:
    table = _plain_table(document, (63, 102), rows=1)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    recipients, signer = table.rows[0].cells
    _paragraph(recipients.paragraphs[0], "**//Nơi nhận://**", size=12, before=12)
    for words in ("- Như trên;", "- ……;", "- Lưu: VT, …… ."):
        _paragraph(recipients.add_paragraph(), words, size=11)
    _paragraph(signer.paragraphs[0], "**[QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ]**", size=13, align=ALIGN.CENTER, before=12, after=60)
    _paragraph(signer.add_paragraph(), "**[Họ và tên]**", align=ALIGN.CENTER)


def _body(document: Any, *paragraphs: str, before: int = 0) -> None:
    for at, words in enumerate(paragraphs):
        paragraph = document.add_paragraph()
        _paragraph(paragraph, words, align=ALIGN.JUSTIFY, before=0 if at else before, after=6)
        paragraph.paragraph_format.first_line_indent = Mm(10)


def _paragraph(paragraph: Paragraph, words: str, *, size: int = _TEXT, align: Any = ALIGN.LEFT, before: int = 0, after: int = 0) -> None:
    """Fills a paragraph; **…** is bold and //…// slanted."""
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    bold = slanted = False
    for stretch in words.replace("**", "\0**\0").replace("//", "\0//\0").split("\0"):
        if stretch == "**":
            bold = not bold
        elif stretch == "//":
            slanted = not slanted
        elif stretch:
            run = paragraph.add_run(stretch)
            run.font.size, run.bold, run.italic = Pt(size), bold or None, slanted or None


def _line(cell: _Cell, indent: int) -> None:
    """A rule under what stands in a cell, so far in from both sides (millimetres)."""
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    paragraph.paragraph_format.line_spacing = Pt(3)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _plain_table(document: Any, widths: tuple[int, ...], *, rows: int) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths))
    _widths(table, widths)
    _padding(table, 0)
    return table


def _padding(table: Table, width: float) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(width).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def _widths(table: Table, widths: Any) -> None:
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


if __name__ == "__main__":
    Path(__file__).with_name(TEMPLATE).write_bytes(template())
