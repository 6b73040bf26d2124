"""A small bench of our own sentences, for the tests of the measure."""

import json

TEXT = """Sở Xây dựng lập hồ sơ cầu Ván xong trước ngày 15/9/2024.
Công an tỉnh, Sở Y tế phối hợp với Thanh tra tỉnh kiểm tra bếp ăn hằng quý.
Các cấp, các ngành nâng cao nhận thức về phòng cháy.
Mục tiêu: phấn đấu mọi thôn có nhà văn hóa.
Phòng Kế hoạch mua sổ theo dõi. Kho cũ của chợ Đình đã dột nhiều năm."""


def gold_task(quote, owner=(), *, coordinators=(), deadline=None, result=None, content_generic=False):
    return {
        "quote": quote,
        "owner": list(owner),
        "coordinators": list(coordinators),
        "deadline": deadline,
        "result": result,
        "content_generic": content_generic,
    }


def task(text, owners=(), *, coordinators=(), deadline=None, findings=()):
    return {
        "text": text,
        "owners": [{"name": name} for name in owners],
        "coordinators": [{"name": name} for name in coordinators],
        "deadline": deadline,
        "findings": [{"rule": rule} for rule in findings],
    }


def day(due, kind="date"):
    return {"kind": kind, "text": "trước ngày đó", "due": due, "recurrence": None}


GOLD = {
    "header": {"number": "15/CT-UBND", "issued": "2024-08-05", "kind": "chỉ thị"},
    "tasks": [
        gold_task(
            "Sở Xây dựng lập hồ sơ cầu Ván xong trước ngày 15/9/2024",
            ["Sở Xây dựng"],
            deadline={"kind": "date", "value": "2024-09-15", "quote": "trước ngày 15/9/2024"},
            result="hồ sơ cầu Ván",
        ),
        gold_task(
            "Công an tỉnh, Sở Y tế phối hợp với Thanh tra tỉnh kiểm tra bếp ăn hằng quý",
            ["Công an tỉnh", "Sở Y tế"],
            coordinators=["Thanh tra tỉnh"],
            deadline={"kind": "recurring", "value": "quarterly", "quote": "hằng quý"},
        ),
        gold_task("Các cấp, các ngành nâng cao nhận thức về phòng cháy", ["Các cấp, các ngành"], content_generic=True),
        gold_task("Phòng Kế hoạch mua sổ theo dõi", ["Phòng Kế hoạch"], result="sổ theo dõi"),
    ],
    "ignore": ["phấn đấu mọi thôn có nhà văn hóa"],
}

PREDICTION = {
    "document": {"number": "15/ct - ubnd", "issued": "2024-08-15"},
    "tasks": [
        task("lập hồ sơ cầu Ván xong trước ngày 15/9/2024", ["Sở Xây dựng"], deadline=day("2024-09-15")),
        task(
            "Công an tỉnh, Sở Y tế phối hợp với Thanh tra tỉnh kiểm tra bếp ăn hằng quý",
            ["Công an tỉnh và Sở Y tế"],
            deadline={"kind": "recurring", "text": "hằng quý", "due": None, "recurrence": "monthly"},
            findings=["result-missing"],
        ),
        task(
            "Các cấp, các ngành nâng cao nhận thức về phòng cháy.",
            findings=["owner-missing", "deadline-missing", "content-generic"],
        ),
        task("Mục tiêu: phấn đấu mọi thôn có nhà văn hóa", ["mọi thôn"], findings=["deadline-missing"]),
        task("Kho cũ của chợ Đình đã dột", ["chợ Đình"], deadline=day("2024-12-31"), findings=["content-generic"]),
    ],
}


def write_bench(folder, documents):
    """Writes a bench of documents {id: (text, gold)} and returns its folder."""
    for name in ("docs", "gold"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for doc, (text, gold) in documents.items():
        (folder / "docs" / f"{doc}.txt").write_text(text, "utf-8")
        (folder / "gold" / f"{doc}.json").write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
    return folder
