"""The request for revision: a letter to the body that issued a document, with every task that is not clear and what to write instead.

The form is that of an official letter (công văn) of Decree 30/2020/NĐ-CP, annex I. What only the office knows stays open: its name, the
number, the days, the signature. An office can put a template of its own in place of `request.docx`; `VARIABLES` is what it may name, and
`docs/templates.md` tells the office so.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import GiaoviecError, system_reason
from pipeline.export import labels
from pipeline.export.atomic import atomically
from pipeline.schema import DIMENSIONS, Extraction, Finding, Task

TEMPLATE = "request.docx"
_NOBODY = "[cơ quan ban hành văn bản]"


class Variable(NamedTuple):
    """What a template may name; `fields` are those of each element where it is a list."""

    name: str
    meaning: str
    example: str = ""
    fields: tuple[Variable, ...] = ()


ISSUE = (
    Variable("code", "mã quy tắc", "D01"),
    Variable("title", "tên quy tắc", "Thiếu thời hạn"),
    Variable("severity", "mức độ: Cao, Trung bình hoặc Thấp", "Cao"),
    Variable("message", "vấn đề", "Chưa nêu thời hạn: không biết khi nào phải xong, khi nào là chậm."),
    Variable("suggestion", "gợi ý sửa của riêng vấn đề này", "Bổ sung thời hạn: «…, hoàn thành trước ngày [dd/mm/yyyy].»"),
)
VARIABLES = (
    Variable("document", "loại, số, ký hiệu và ngày của văn bản", "Kế hoạch số 12/KH-UBND ngày 10/3/2025"),
    Variable("kind", "loại văn bản", "kế hoạch"),
    Variable("number", "số, ký hiệu của văn bản", "12/KH-UBND"),
    Variable("issued", "ngày ban hành văn bản", "10/3/2025"),
    Variable("issuer", "cơ quan ban hành văn bản, cũng là nơi nhận phiếu", "Ủy ban nhân dân tỉnh Trà Vinh"),
    Variable("subject", "trích yếu của văn bản", "Chuyển đổi số năm 2025"),
    Variable("signer", "người ký văn bản", "Nguyễn Văn An"),
    Variable("file", "tên tệp của văn bản", "ke-hoach-12.docx"),
    Variable("task_count", "số nhiệm vụ mà văn bản giao", "20"),
    Variable("unclear_count", "số nhiệm vụ cần làm rõ", "7"),
    Variable(
        "clarity",
        "danh sách sáu «rõ», theo thứ tự: người, việc, thời gian, trách nhiệm, thẩm quyền, sản phẩm",
        fields=(Variable("name", "tên", "thời gian"), Variable("share", "tỷ lệ nhiệm vụ đã rõ trên số nhiệm vụ đã xét", "65%")),
    ),
    Variable(
        "tasks",
        "danh sách nhiệm vụ cần làm rõ, theo thứ tự trong văn bản",
        fields=(
            Variable("order", "số thứ tự trong phiếu", "1"),
            Variable("place", "vị trí trong văn bản", "II.3.b (trang 2)"),
            Variable("text", "nguyên văn", "Khẩn trương rà soát các dự án chậm tiến độ"),
            Variable("content", "nội dung nhiệm vụ, không kể cơ quan và thời hạn", "Rà soát các dự án chậm tiến độ"),
            Variable("owners", "cơ quan chủ trì", "Sở Tài chính"),
            Variable("coordinators", "cơ quan phối hợp", "Sở Xây dựng; Sở Nội vụ"),
            Variable("deadline", "thời hạn, như trong văn bản", "khẩn trương"),
            Variable("result", "sản phẩm, như trong văn bản", "báo cáo Ủy ban nhân dân tỉnh"),
            Variable("severity", "mức độ của vấn đề nặng nhất", "Cao"),
            Variable("issues", "danh sách vấn đề, nặng nhất trước; mỗi phần tử như bảng «Vấn đề» bên dưới"),
            Variable(
                "proposals",
                "danh sách câu đề nghị: một câu viết lại cả nhiệm vụ, hoặc (khi không viết lại được) các gợi ý",
                "Giao Sở Tài chính rà soát các dự án chậm tiến độ, hoàn thành trước ngày [dd/mm/yyyy].",
            ),
        ),
    ),
    Variable("findings", "danh sách vấn đề của cả văn bản, nặng nhất trước; mỗi phần tử như bảng «Vấn đề» bên dưới"),
)
_FIELDS = frozenset(field.name for variable in VARIABLES for field in (*variable.fields, *ISSUE))


def needed(extraction: Extraction) -> bool:
    """Whether there is anything to ask about: a finding of a task or of the document that nobody has dismissed."""
    return bool(extraction.findings) or any(task.findings for task in extraction.tasks)


def write(extraction: Extraction, path: Path, *, template: Path | None = None) -> None:
    """Writes the letter about one document; where there is nothing to ask (see `needed`), no file.

    Args:
        extraction: what was read from the document.
        path: where the .docx is to stand.
        template: the office's own, in place of the one that ships.

    Raises:
        GiaoviecError: GV108, GV109 when the template cannot be read, GV420 when it is no .docx, GV421 when a tag in it is wrong, GV422 when
            it names a variable that is not there, GV401 when the letter cannot be written.
    """
    if not needed(extraction):
        return
    from pipeline.export.templating import fill

    document = labels.citation(extraction)
    content = fill(
        _read(template) if template else files("pipeline.export").joinpath(TEMPLATE).read_bytes(),
        values(extraction),
        fields=_FIELDS,
        path=str(template or TEMPLATE),
        title=f"Đề nghị làm rõ nhiệm vụ tại {document}",
    )
    with atomically(path) as file:
        file.write(content)


def check(template: Path) -> None:
    """Looks at an office's template before there is anything to write with it.

    Raises:
        GiaoviecError: GV108, GV109, GV420, GV421, GV422 as `write` does.
    """
    from pipeline.export import templating

    templating.check(_read(template), frozenset(variable.name for variable in VARIABLES), _FIELDS, str(template))


def values(extraction: Extraction) -> dict[str, Any]:
    """What a template may name, as `VARIABLES` says; what the document does not tell is an empty text."""
    head = extraction.document
    unclear = [task for task in extraction.tasks if task.findings]
    shares = extraction.clarity
    return {
        "document": labels.citation(extraction),
        "kind": head.kind or "",
        "number": head.number or "",
        "issued": labels.letter_date(head.issued),
        "issuer": head.issuer or _NOBODY,
        "subject": head.subject or "",
        "signer": head.signer or "",
        "file": labels.file_name(extraction),
        "task_count": len(extraction.tasks),
        "unclear_count": len(unclear),
        "clarity": [{"name": name, "share": labels.percent(shares.get(name))} for name in DIMENSIONS] if shares else [],
        "tasks": [_task(order, task) for order, task in enumerate(unclear, start=1)],
        "findings": _issues(extraction.findings),
    }


def _task(order: int, task: Task) -> dict[str, Any]:
    issues = _issues(task.findings)
    return {
        "order": order,
        "place": labels.place(task),
        "text": task.text,
        "content": task.content,
        "owners": labels.names(task.owners),
        "coordinators": labels.names(task.coordinators),
        "deadline": task.deadline.text if task.deadline else "",
        "result": task.result.text if task.result else "",
        "severity": issues[0]["severity"],
        "issues": issues,
        "proposals": labels.proposals(task),
    }


def _issues(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [
        {
            "code": labels.rule(finding.rule)[0],
            "title": labels.rule(finding.rule)[1],
            "severity": labels.SEVERITIES[finding.severity],
            "message": finding.message,
            "suggestion": finding.suggestion,
        }
        for finding in labels.worst_first(findings)
    ]


def _read(template: Path) -> bytes:
    try:
        return template.read_bytes()
    except FileNotFoundError as error:
        raise GiaoviecError("GV108", path=template) from error
    except OSError as error:
        raise GiaoviecError("GV109", path=template, detail=system_reason(error)) from error
