"""HTML pages, RTF files and plain texts that are too deep, too long, or not in the encoding that they seem to be in."""

from __future__ import annotations

import random

from hostile_files import SENTENCE, content, failed, ok, partial

_HEAD = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
_MARK = "\u0301\u0323"  # an acute accent, then a dot below, which belongs before it
_ORDER = "Giao Sở Y tế chủ trì báo cáo trước ngày 15/12/2025."


def page(body: str) -> bytes:
    """An HTML page in UTF-8."""
    return f"{_HEAD}{body}</body></html>".encode()


@content("mười vạn tầng.html", failed("GV117"))
def _deep() -> bytes:
    return page("<div>" * 100_000 + f"<p>{SENTENCE}</p>" + "</div>" * 100_000)


@content("hai trăm tầng.html", ok())
def _rather_deep() -> bytes:
    return page("<div>" * 200 + f"<p>{SENTENCE}</p>" + "<p>chữ</p>" * 20_000 + "</div>" * 200)


@content("chữ đậm mười vạn lần.html", failed("GV117"))
def _bold_in_bold() -> bytes:
    return page("<b>" * 100_000 + SENTENCE)


@content("bảng lồng nhau.html", partial("GV206", says="a"))
def _tables_in_tables() -> bytes:
    return page("<table><tr><td>a</td><td>" * 500 + SENTENCE + "</td></tr></table>" * 500)


@content("bảng lồng vừa.html", ok())
def _tables_in_tables_that_a_browser_shows() -> bytes:
    return page("<table><tr><td>a</td><td>" * 50 + SENTENCE + "</td></tr></table>" * 50)


@content("danh sách lồng nhau.html", partial("GV206", says="1. a"))
def _lists_in_lists() -> bytes:
    return page("<ol><li>a" * 2000 + SENTENCE)


@content("số thứ tự khổng lồ.html", ok())
def _huge_list_number() -> bytes:
    return page(f'<ol type="i" start="{10**15}"><li>{SENTENCE}</li></ol><ol type="a" start="-{10**9}"><li>x</li></ol>')


@content("một triệu hàng.html", failed("GV117"))
def _million_rows() -> bytes:
    return page("<table>" + "<tr><td>1</td><td>chữ</td></tr>" * 1_000_000 + "</table>")


@content("ô trải mười vạn cột.html", ok())
def _rows_that_reach_down() -> bytes:
    return page(f"<table><tr>{'<td rowspan=200>x</td>' * 100_000}</tr><tr><td>{SENTENCE}</td></tr></table>")


@content("ô trải khổng lồ.html", ok())
def _huge_spans() -> bytes:
    return page(f"<table><tr><td rowspan=999999999 colspan=999999999>{SENTENCE}</td><td>b</td></tr>{'<tr><td>x</td></tr>' * 1000}</table>")


@content("bom thực thể.html", ok() | failed("GV103", "GV107"))
def _entities() -> bytes:
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE html [<!ENTITY e0 "ha">{laughs}]><html><body><p>&e11;</p><p>{SENTENCE}</p></body></html>'.encode()


@content("thực thể đọc tệp máy.html", ok() | failed("GV107"))
def _entity_of_the_machine() -> bytes:
    return f'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>&a;</p><p>{SENTENCE}</p></body></html>'.encode()


@content("mã chạy trong trang.html", ok())
def _script() -> bytes:
    return page(f'<script>fetch("http://127.0.0.1:9")</script><img src=x onerror=alert(1)><p>{SENTENCE}</p><iframe src=file:///etc/passwd>')


@content("thẻ dài không đóng.html", ok())
def _attribute_without_end() -> bytes:
    return page(f"<p>{SENTENCE}</p><p " + 'a="' * 200_000)


@content("chú thích không đóng.html", ok() | failed("GV110"))
def _comment_without_end() -> bytes:
    return f"<html><body><p>{SENTENCE}</p>{'<!-- ' * 200_000}".encode()


@content("bảng mã khai sai.html", ok())
def _wrong_charset() -> bytes:
    return f'<html><head><meta charset="shift_jis"></head><body><p>{SENTENCE}</p></body></html>'.encode()


@content("bảng mã không có thật.html", ok(SENTENCE, "GV204"))
def _unknown_charset() -> bytes:
    return b'<html><head><meta charset="rot13"></head><body><p>' + SENTENCE.encode() + b"</p></body></html>"


@content("nhóm mười vạn tầng.rtf", ok("Giao So Y te") | failed("GV112"))
def _deep_rtf() -> bytes:
    return b"{\\rtf1\\ansi " + b"{" * 100_000 + b"Giao So Y te" + b"}" * 100_000 + b"}"


@content("nhóm không đóng.rtf", partial("GV206", says="Giao So Y te") | failed("GV112", "GV103", "GV110", "GV117"))
def _open_rtf() -> bytes:
    return b"{\\rtf1\\ansi Giao So Y te\\par " + b"{\\b x" * 50_000


@content("ảnh và đối tượng.rtf", ok("Giao So Y te"))
def _rtf_with_object() -> bytes:
    thing = b"{\\object\\objautlink\\objupdate{\\*\\objclass Excel.Sheet}{\\*\\objdata 0105000002000000}}"
    field = b'{\\field{\\*\\fldinst INCLUDEPICTURE "http://127.0.0.1:9/a.png" \\\\d}{\\fldrslt x}}'
    return b"{\\rtf1\\ansi {\\*\\template http://127.0.0.1:9/mau.dot}" + thing + field + b"Giao So Y te bao cao.\\par}"


@content("một triệu dòng.txt", failed("GV117"))
def _million_lines() -> bytes:
    return b"".join(b"%d. Giao xa bao cao.\n" % number for number in range(1_000_000))


@content("một triệu dòng rỗng.txt", ok())
def _million_empty_lines() -> bytes:
    return b"\n" * 1_000_000 + SENTENCE.encode() + b"\r" * 1_000_000


@content("một dòng dài.txt", ok("aaaa"))
def _one_long_line() -> bytes:
    return b"a" * 1_000_000


@content("dòng toàn khoảng trắng.txt", ok())
def _wide_gaps() -> bytes:
    return (SENTENCE + " " * 1_000_000 + "x\n" + ("x" + " " * 50) * 5_000).encode()


@content("dấu nhấn mạnh không đóng.md", ok("**a"))
def _emphasis_without_end() -> bytes:
    return b"**a " * 50_000


@content("hàng gạch đứng.md", ok())
def _pipes() -> bytes:
    return (f"| {SENTENCE} |\n|---|\n" + "|" * 200_000 + "\n" + "|-" * 100_000).encode()


@content("chữ chồng dấu.txt", ok("cuối cùng"))
def _piled_marks() -> bytes:
    return ("a" + _MARK * 200_000 + "\ncuối cùng").encode()


@content("chữ Hàn rời.txt", ok(""))
def _loose_jamo() -> bytes:
    return ("\u1112\u1161\u11ab" * 60_000).encode()


@content("nửa UTF-8 nửa Windows-1258.txt", partial("GV206", says="Giao Sở Y tế") | ok("", "GV204") | partial("GV204", "GV206"))
def _mixed() -> bytes:
    return (SENTENCE + "\n").encode() * 10 + "Sở Tài chính phối hợp, báo cáo định kỳ.\n".encode("cp1258", "replace") * 2


@content("UTF-16 không dấu mở đầu.txt", ok(SENTENCE, "GV204"))
def _utf_16() -> bytes:
    return (SENTENCE + "\n").encode("utf-16-le") * 10


@content("UTF-16 lẻ một byte.txt", partial("GV206", says="Giao Sở Y tế"))
def _odd_utf_16() -> bytes:
    return SENTENCE.encode("utf-16")[:-1]


@content("UTF-7.txt", ok("Giao"))
def _utf_7() -> bytes:
    return SENTENCE.encode("utf-7")


@content("nửa ký tự thay thế.txt", partial("GV206", says="Giao Sở Y tế"))
def _lone_surrogates() -> bytes:
    return "".join(f"{SENTENCE}\ud800 x\udfff\n" for _ in range(5)).encode("utf-16-le", "surrogatepass").join([b"\xff\xfe", b""])


@content("byte không ở giữa.txt", ok() | failed("GV102", "GV103"))
def _null_bytes() -> bytes:
    return SENTENCE.encode() + b"\0" + SENTENCE.encode()


@content("toàn byte không.txt", failed("GV101", "GV102", "GV103"))
def _only_nulls() -> bytes:
    return bytes(100_000)


@content("byte ngẫu nhiên.txt", failed("GV102", "GV103"))
def _noise() -> bytes:
    return random.Random(5).randbytes(50_000)


@content("ký tự điều khiển.txt", ok(_ORDER))
def _control_characters() -> bytes:
    return f"\x1b{_ORDER[:20]}\x07\x01{_ORDER[20:]} {'Việc khác. ' * 20}".encode()


@content("chữ đảo chiều.txt", ok(_ORDER))
def _bidi() -> bytes:
    return f"\u202e{_ORDER[:30]}\u202c\u2066{_ORDER[30:]}\u2069\u200e\u200f".encode()


@content("ký tự không bề rộng.txt", ok(_ORDER))
def _zero_width() -> bytes:
    return "\u200b".join(_ORDER).encode() + "\ufeff\u2060\u180e\u00ad".encode()


@content("ký tự ngoài bảng.txt", ok(_ORDER))
def _noncharacters() -> bytes:
    return f"{_ORDER[:10]}\ufffe\uffff{_ORDER[10:]}\U0010ffff".encode()
