"""PDF files: damaged, endless, locked, or with something to run."""

from __future__ import annotations

import zlib

from drawn_pages import Pdf, font_file
from hostile_files import SENTENCE, content, failed, ok, partial

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_ASCII = "Giao UBND xa bao cao ket qua truoc ngay 15/12/2025."
_WORDS = f"BT /F 12 Tf 80 700 Td ({_ASCII}) Tj ET".encode()
_TOO_MUCH = failed("GV117", "GV110", "GV103", "GV106") | partial("GV203", says="")


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<" + more + b"/Length %d>>\nstream\n" % len(data) + data + b"\nendstream"


def deflated(data: bytes, more: bytes = b"") -> bytes:
    """A compressed stream object."""
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode" + more)


def pdf(*objects: bytes, trailer: bytes = b"", start: int | None = None) -> bytes:
    """A PDF of these objects, counted from 1; the first one is its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content_of in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content_of + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start or table)
    return bytes(out)


def drawn(**options: object) -> Pdf:
    """A page with the order on it."""
    drawing = Pdf(invariant=True, **options)
    drawing.lines(100, SENTENCE)
    return drawing


@content("cây trang vòng tròn.pdf", failed("GV103", "GV110") | partial("GV203"))
def _circle() -> bytes:
    return pdf(_CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2/Parent 3 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 2/Parent 2 0 R>>")


@content("cây trang sâu.pdf", ok(_ASCII) | failed("GV103", "GV110") | partial("GV203"))
def _deep_tree() -> bytes:
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (number + 1, number - 1) for number in range(6, 20_006)]
    tail = b"<</Type/Page/Parent 20005 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
    return pdf(_CATALOG, b"<</Type/Pages/Kids[6 0 R]/Count 1>>", b"null", stream(_WORDS), _FONT, *nodes, tail)


@content("bảng vị trí sai.pdf", ok(_ASCII))
def _wrong_places() -> bytes:
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, stream(_WORDS), _FONT, start=999_999_999)


@content("bảng vị trí vòng tròn.pdf", ok(_ASCII) | failed("GV103"))
def _circle_of_tables() -> bytes:
    data = pdf(_CATALOG, _ONE_PAGE, _PAGE, stream(_WORDS), _FONT)
    table = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Prev %d/Root 1 0 R" % table)


@content("độ dài nói dối.pdf", ok(_ASCII) | failed("GV103", "GV110"))
def _wrong_length() -> bytes:
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, stream(_WORDS).replace(b"/Length ", b"/Length 9999999"), _FONT)


@content("khai mười vạn trang.pdf", failed("GV116"))
def _claims_many_pages() -> bytes:
    return pdf(_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 100000>>", _PAGE, stream(_WORDS), _FONT)


@content("mười vạn trang.pdf", failed("GV116"))
def _many_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 100_006))
    return pdf(_CATALOG, b"<</Type/Pages/Count 100000/Kids[" + kids + b"]>>", b"null", stream(_WORDS), _FONT, *[_PAGE] * 100_000)


@content("trang khổng lồ.pdf", ok(_ASCII))
def _huge_page() -> bytes:
    return pdf(_CATALOG, _ONE_PAGE, _PAGE.replace(b"595 842", b"9999999 9999999"), stream(_WORDS), _FONT)


@content("trang khổng lồ toàn ảnh.pdf", _TOO_MUCH)
def _huge_picture_page() -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 90000 90000]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>"
    picture = stream(b"\x55", b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray")
    return pdf(_CATALOG, _ONE_PAGE, page, stream(b"q 90000 0 0 90000 0 0 cm /I Do Q"), picture)


@content("ảnh khổng lồ trong trang.pdf", _TOO_MUCH)
def _huge_picture() -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>"
    about = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB"
    return pdf(_CATALOG, _ONE_PAGE, page, stream(b"q 595 0 0 842 0 0 cm /I Do Q"), deflated(bytes(100_000_000), about))


@content("trang rỗng số âm.pdf", ok(_ASCII) | failed("GV110"))
def _negative_page() -> bytes:
    return pdf(_CATALOG, _ONE_PAGE, _PAGE.replace(b"0 0 595 842", b"0 0 -1e30 nan"), stream(_WORDS), _FONT)


@content("bom nén trong trang.pdf", _TOO_MUCH)
def _stream_bomb() -> bytes:
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, deflated(_WORDS + b" " * (1 << 30)), _FONT)


@content("bom nén hai lần.pdf", _TOO_MUCH)
def _stream_bomb_twice() -> bytes:
    once = zlib.compress(b"0 0 m 1 1 l S " * (20 << 20), 9)
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]"), _FONT)


@content("hai triệu chữ một trang.pdf", _TOO_MUCH)
def _crowded_page() -> bytes:
    line = b"BT /F 1 Tf %d %d Td (" + b"giao viec " * 200 + b") Tj ET\n"
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, deflated(b"".join(line % (20, 800 - n % 780) for n in range(1_000))), _FONT)


@content("giấy kẻ ô.pdf", ok(_ASCII))
def _graph_paper() -> bytes:
    lines = b"".join(b"%d 0 m %d 9000 l S 0 %d m 9000 %d l S\n" % (n, n, n, n) for n in range(0, 8_400, 12))
    return pdf(_CATALOG, _ONE_PAGE, _PAGE.replace(b"595 842", b"9000 9000"), deflated(_WORDS + lines), _FONT)


@content("hai mươi vạn nét vẽ.pdf", ok(_ASCII))
def _drawing() -> bytes:
    lines = b"".join(b"%d %d m %d %d l S\n" % (n % 500, n % 800, n % 500 + 50, n % 800) for n in range(200_000))
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, deflated(_WORDS + lines), _FONT)


@content("khuôn gọi chính nó.pdf", _TOO_MUCH | ok(_ASCII))
def _form_that_draws_itself() -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>/Font<</F 5 0 R>>>>/Contents 4 0 R>>"
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return pdf(_CATALOG, _ONE_PAGE, page, stream(_WORDS + b" /X Do"), _FONT, form)


@content("khuôn nhân mười.pdf", _TOO_MUCH | ok(_ASCII))
def _forms_that_multiply() -> bytes:
    """Nine forms, each of which draws the next one ten times."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>/Font<</F 5 0 R>>>>/Contents 4 0 R>>"
    about = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * 10, about % number) for number in range(7, 15)]
    last = stream(b"0 0 m 1 1 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return pdf(_CATALOG, _ONE_PAGE, page, stream(_WORDS + b" /X Do"), _FONT, *forms, last)


@content("mật khẩu mở.pdf", failed("GV104"))
def _locked() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return drawn(encrypt=StandardEncryption("mo", ownerPassword="chu")).data()


@content("mật khẩu sửa.pdf", ok())
def _locked_against_changes() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return drawn(encrypt=StandardEncryption("", ownerPassword="chu", canCopy=0, canPrint=0)).data()


@content("mã hóa lạ.pdf", failed("GV103", "GV104"))
def _unknown_lock() -> bytes:
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, stream(_WORDS), _FONT, b"<</Filter/La/V 99>>", trailer=b"/Encrypt 6 0 R/ID[<00><00>]")


@content("chạy khi mở.pdf", ok(_ASCII))
def _actions() -> bytes:
    script = b"<</S/JavaScript/JS(app.launchURL('http://127.0.0.1:9'))/Next<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>>>"
    catalog = b"<</Type/Catalog/Pages 2 0 R/OpenAction 6 0 R/AA<</WC 6 0 R>>/Names<</JavaScript<</Names[(a) 6 0 R]>>>>>>"
    page = _PAGE[:-2] + b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 600 900]/A 6 0 R>>]>>"
    return pdf(catalog, _ONE_PAGE, page, stream(_WORDS), _FONT, script)


@content("phông không có bảng Unicode.pdf", ok("Sở Y tế", "GV202") | partial("GV202", says="Giao") | failed("GV110"))
def _fonts_without_unicode() -> bytes:
    return drawn(pageCompression=0).data().replace(b"/ToUnicode", b"/ToNothing")


@content("chữ vẽ không tên.pdf", failed("GV110") | ok("", "GV202") | partial("GV202", "GV203"))
def _drawn_letters() -> bytes:
    """A font whose letters are drawings and have no names."""
    procedure = stream(b"700 0 0 0 700 700 d1 0 0 600 700 re f")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</x 6 0 R>>"
        b"/Encoding<</Differences[32" + b"/x" * 95 + b"]>>/FirstChar 32/LastChar 126/Widths[" + b"750 " * 95 + b"]>>"
    )
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, stream(_WORDS), font, procedure)


@content("phông hỏng.pdf", ok("") | failed("GV110", "GV103") | partial("GV202", "GV203"))
def _damaged_font() -> bytes:
    with open(font_file(), "rb") as file:
        program = file.read()[:3000] + b"\xff" * 5000
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 255/Widths[500]/FontDescriptor 6 0 R>>"
    about = b"<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 7 0 R/FontBBox[0 0 1e9 1e9]/ItalicAngle 0/Ascent 1/Descent 0>>"
    return pdf(_CATALOG, _ONE_PAGE, _PAGE, stream(_WORDS), font, about, deflated(program))


@content("vừa là pdf vừa là html.pdf", ok(_ASCII))
def _polyglot() -> bytes:
    return b"<!-- <script>alert(1)</script> -->\n" + pdf(_CATALOG, _ONE_PAGE, _PAGE, stream(_WORDS), _FONT) + b"<html></html>"


@content("chỉ có đầu tệp.pdf", failed("GV103"))
def _only_a_head() -> bytes:
    return b"%PDF-1.7\n" + b"1 0 obj\n<<" * 1000


@content("đối tượng lồng sâu.pdf", ok(_ASCII) | failed("GV103", "GV110"))
def _deep_object() -> bytes:
    return pdf(_CATALOG.replace(b">>", b"/X " + b"[" * 200_000 + b"]" * 200_000 + b">>"), _ONE_PAGE, _PAGE, stream(_WORDS), _FONT)
