"""Changes of a text: parts of directives recombined, line ends, encodings, signs that nobody sees, lines of any length."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from random import Random

FRAGMENTS = (
    "ỦY BAN NHÂN DÂN\nTỈNH HÀ ĐÔNG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
    "UBND XÃ TÂN LỘC          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n   Số: 12/KH-UBND              Độc lập - Tự do - Hạnh phúc",
    "Số: 45/CT-UBND",
    "Hà Đông, ngày 31 tháng 02 năm 2024",
    "CHỈ THỊ\nVề việc tăng cường phòng, chống thiên tai",
    "Kính gửi:\n- Các sở, ban, ngành;\n- Ủy ban nhân dân các huyện, thành phố.",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "Chương II. TỔ CHỨC THỰC HIỆN",
    "Điều 3. Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ thẩm định dự toán.",
    "1. Sở Y tế:",
    "a) Rà soát, báo cáo trước ngày 30/6/2024;",
    "1.2.3.4. Công an tỉnh kiểm tra các cơ sở trong quý III/2024.",
    "- Định kỳ vào ngày 25 hằng tháng, tổng hợp báo cáo Ủy ban nhân dân tỉnh.",
    "giao Chánh Văn phòng theo dõi, đôn đốc; hoàn thành chậm nhất sau 05 ngày làm việc kể từ ngày nhận được văn bản này",
    "trong 6 tháng đầu năm 2025 và từ ngày 01/01/2025 đến hết ngày 31/12/2025",
    "trước 17 giờ 00 phút thứ Sáu ngày 29/02/2023",
    "(Kèm theo Quyết định số 1260/QĐ-UBND ngày 05/8/2024)",
    "| STT | Nội dung | Chủ trì | Thời hạn |\n|---|---|---|---|\n| 1 | Lập danh sách | Sở Y tế | 30/6 |",
    "TT\tNhiệm vụ\tĐơn vị\n1\tRà soát\tPhòng Nội vụ\n2\tBáo cáo\tVăn phòng",
    "STT",
    "Nơi nhận:                                TM. ỦY BAN NHÂN DÂN\n- Như trên;                                   CHỦ TỊCH\n- Lưu: VT.",
    "## PHỤ LỤC I",
    "**Giao** _Sở Xây dựng_ \\*",
    "-----------",
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "CÔNG BÁO/Số 12 + 13/Ngày 05-8-2024",
    "./.",
)
_SIGNS = (
    "\u0301",
    "\u0323\u0302",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\xad",
    "\0",
    "\x0b",
    "\x0c",
    "\x1b",
    "\u2028",
    "\ud7ff",
    "\U0001f600",
    "\t",
)
_PLAIN = ("|", "*", "_", "-", ".", "(", '"', "0", "IV", "²", "٣", "/", "999999999999", "ngày", "giao", "Sở")
_LINE_ENDS = ("\r", "\r\n", "\f", "\u2028", "\u0085", "\n\n\n", " \n ", "")
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1258", "cp1252", "latin-1", "ascii")
_VALID_STRETCH = 200

Change = Callable[[str, Random], str]


def changed_text(text: str, rng: Random) -> str:
    """The text after one change."""
    return rng.choice(_CHANGES)(text, rng)


def recombined(rng: Random) -> str:
    """A directive put together from parts that do not belong together."""
    return rng.choice(("\n", "\n", "\n\n", " ", "; ")).join(rng.choice(FRAGMENTS) for _ in range(rng.randint(1, 40)))


def encoded(text: str, rng: Random) -> bytes:
    """The text in an encoding, mostly UTF-8; what the encoding lacks is replaced."""
    encoding = "utf-8" if rng.random() < 0.7 else rng.choice(_ENCODINGS)
    return text.encode(encoding, "replace")


def _fragment(text: str, rng: Random) -> str:
    lines = text.split("\n")
    lines.insert(rng.randint(0, len(lines)), rng.choice(FRAGMENTS))
    return "\n".join(lines)


def _move_lines(text: str, rng: Random) -> str:
    lines = text.split("\n")
    start = rng.randrange(len(lines))
    moved = lines[start : start + rng.randint(1, 4)]
    del lines[start : start + len(moved)]
    at = rng.randint(0, len(lines))
    return "\n".join([*lines[:at], *moved * rng.choice((0, 1, 2, 10)), *lines[at:]])


def _line_ends(text: str, rng: Random) -> str:
    end = rng.choice(_LINE_ENDS)
    return text.replace("\n", end) if rng.random() < 0.5 else text.replace("\n", end, rng.randint(1, 10))


def _sign(text: str, rng: Random) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(_SIGNS + _PLAIN) * rng.choice((1, 1, 2, 20, 500)) + text[at:]


def _strewn(text: str, rng: Random) -> str:
    """One sign again and again between the letters of a stretch."""
    start = rng.randint(0, len(text))
    end = start + _VALID_STRETCH
    return text[:start] + rng.choice(_SIGNS + _PLAIN).join(text[start:end]) + text[end:]


def _decomposed(text: str, rng: Random) -> str:
    return unicodedata.normalize(rng.choice(("NFD", "NFKD", "NFKC")), text)


def _case(text: str, rng: Random) -> str:
    return rng.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _wrapped(text: str, rng: Random) -> str:
    """Hard line ends after every few words, as in a text copied from a page."""
    words = text.split(" ")
    step = rng.choice((1, 3, 8, 15))
    return "\n".join(" ".join(words[at : at + step]) for at in range(0, len(words), step))


def _spread(text: str, rng: Random) -> str:
    return text.replace(" ", rng.choice(("   ", "\t", "\u00a0", "          ", "")), rng.choice((3, 30, -1)))


def _long(text: str, rng: Random) -> str:
    """A stretch repeated until it is a very long line or list."""
    start = rng.randint(0, len(text))
    piece = text[start : start + rng.choice((1, 5, 40, 400))]
    return text[:start] + piece * (rng.choice((500, 2_000, 2_000, 40_000)) // max(len(piece), 1)) + text[start:]


def _cut(text: str, rng: Random) -> str:
    a, b = sorted(rng.randint(0, len(text)) for _ in range(2))
    return text[:a] + text[b:] if rng.random() < 0.5 else text[a:b]


_CHANGES: tuple[Change, ...] = (
    _fragment, _fragment, _move_lines, _line_ends, _sign, _sign, _strewn, _decomposed, _case, _wrapped, _spread, _long, _cut,
)  # fmt: skip
