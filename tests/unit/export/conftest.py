"""A directive with three tasks, built by hand: fields inside and outside their task, one clear task, two that are flagged."""

from __future__ import annotations

import pytest

from pipeline.schema import Deadline, Extraction, FileInfo, Finding, Header, Party, Problem, Result, Rewording, Task

TEXT = """CHỈ THỊ
Về việc dọn dẹp kho lưu trữ <hồ sơ> & tài liệu
1. Giao Sở Nội vụ chủ trì, phối hợp với Công an tỉnh kiểm kê 12 kho, báo cáo Ủy ban nhân dân tỉnh trước ngày 05/6/2024.
2. Sở Tài chính:
a) =Thẩm định dự toán hằng quý;
b) Quan tâm hơn nữa công tác bảo quản."""


def at(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


@pytest.fixture
def directive() -> Extraction:
    kiem_ke = "Giao Sở Nội vụ chủ trì, phối hợp với Công an tỉnh kiểm kê 12 kho, báo cáo Ủy ban nhân dân tỉnh trước ngày 05/6/2024"
    bao_cao = "báo cáo Ủy ban nhân dân tỉnh"
    finance = Party(name="Sở Tài chính", source="inherited", **at("Sở Tài chính"))
    return Extraction(
        source=FileInfo(path="2024/chỉ thị 7.docx", sha256="ab" * 32, media_type="text/plain"),
        document=Header(
            number="07/CT-UBND",
            kind="chỉ thị",
            issuer="Ủy ban nhân dân tỉnh",
            issued="2024-05-02",
            signer="Đỗ Thị Lan",
            subject="Về việc dọn dẹp kho lưu trữ <hồ sơ> & tài liệu",
        ),
        text=TEXT,
        tasks=[
            Task(
                id="t1",
                locator="1",
                page=1,
                text=kiem_ke,
                **at(kiem_ke),
                content="Kiểm kê 12 kho",
                owners=[Party(name="Sở Nội vụ", **at("Sở Nội vụ"))],
                coordinators=[Party(name="Công an tỉnh", **at("Công an tỉnh"))],
                deadline=Deadline(
                    text="trước ngày 05/6/2024",
                    kind="date",
                    due="2024-06-05",
                    bound="before",
                    precision="day",
                    **at("trước ngày 05/6/2024"),
                ),
                result=Result(text=bao_cao, **at(bao_cao)),
                clarity=dict.fromkeys(("người", "việc", "thời gian", "trách nhiệm", "thẩm quyền", "sản phẩm"), True),
            ),
            Task(
                id="t2",
                locator="2.a",
                text="=Thẩm định dự toán hằng quý",
                **at("=Thẩm định dự toán hằng quý"),
                content="=Thẩm định dự toán",
                owners=[finance],
                deadline=Deadline(text="hằng quý", kind="recurring", recurrence="quarterly", **at("hằng quý")),
                findings=[Finding(rule="result-missing", severity="low", message="Chưa nêu sản phẩm.", suggestion="Nêu báo cáo.")],
            ),
            Task(
                id="t3",
                locator="2.b",
                text="Quan tâm hơn nữa công tác bảo quản",
                **at("Quan tâm hơn nữa công tác bảo quản"),
                content="Quan tâm hơn nữa công tác bảo quản",
                owners=[finance],
                clarity={"người": True, "việc": False, "thời gian": False, "trách nhiệm": True, "thẩm quyền": None, "sản phẩm": False},
                findings=[
                    Finding(
                        rule="content-generic",
                        severity="medium",
                        message="Việc nêu chung.",
                        suggestion="Nêu việc đếm được.",
                        **at("Quan tâm hơn nữa"),
                    ),
                    Finding(rule="deadline-missing", severity="high", message="Chưa có thời hạn.", suggestion="Thêm ngày."),
                ],
                rewording=Rewording(text="Giao Sở Tài chính bảo quản [số] mét giá tài liệu, xong trước ngày [dd/mm/yyyy]."),
            ),
        ],
        clarity={"người": 1.0, "việc": 0.5, "thời gian": 0.667, "trách nhiệm": 1.0, "thẩm quyền": None, "sản phẩm": 0.333},
    )


@pytest.fixture
def failed() -> Extraction:
    problem = Problem(code="GV103", message="Tệp «hỏng.pdf» bị hỏng.", page=2)
    return Extraction(status="failed", source=FileInfo(path="hỏng.pdf"), errors=[problem])
