"""What a single line says of itself: it opens an item, ends a sentence, is a heading in capitals, or belongs to no text at all.

Only the typography of administrative documents is known here (Nghị định 30/2020/NĐ-CP, phụ lục I), not what the words mean.
"""

from __future__ import annotations

import re

_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_CAPITAL = rf"(?=[\"“(]?[{_UPPER}])"

_NUMBER = re.compile(rf"\d{{1,3}}(?:\.\d{{1,3}})*[.)/]+\s+{_CAPITAL}|\d{{1,2}}(?:\.\d{{1,2}})+\s+{_CAPITAL}|\d{{1,2}}\.(?=[{_UPPER}])")
_LETTER = re.compile(rf"[a-zđ]\d?\)\s*(?!khoản|và\b|,)\S|[a-zđ]\d?\.\s+{_CAPITAL}|[a-zđ]\d?\.\d\)?\.?\s+(?=[{_UPPER}])")
_ROMAN = re.compile(rf"(?:[IVX]{{1,5}}|[A-HĐ])(?:\.\d+)*[.)/-]\s*{_CAPITAL}(?![A-ZĐ]\.)")
_BULLET = re.compile(r"[-–—+*•●○▪◦\uf0b7\uf02d]\s*(?=\S)")
_IN_BRACKETS = re.compile(r"\((?:[ivx]{1,5}|\d{1,2}|[a-zđ])\)\s*\S")
_SECTION = re.compile(
    r"(?:Điều|ĐIỀU)\s+\d+[a-zđ]?(?:[.:]|$)"
    rf"|(?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Tiểu mục)\s+(?:[IVXLC]+|\d+|thứ \w+)(?:[.:]|$|\s+[{_UPPER}]{{2}})"
    r"|(?:Phụ lục|PHỤ LỤC)(?:\s+(?:số\s+)?(?:[IVXLC]+|\d+))?(?:[.:]|$)|Biểu số \d+|\[\d+\]|(?:Ghi chú|GHI CHÚ):"
)
_OPENING = re.compile(
    r"Nơi nhận|Kính gửi|Căn cứ\s|Xét\s+(?:đề nghị|báo cáo)|Theo đề nghị|Số:|V/v|CỘNG H(?:ÒA|OÀ)|Độc lập\b|(?:TM|KT|TL|TUQ|Q)\s?\.\s?[A-ZĐ]"
)
_KIND = re.compile(
    r"(?:CHỈ THỊ|CÔNG ĐIỆN|KẾ HOẠCH|NGHỊ QUYẾT|QUYẾT ĐỊNH|THÔNG BÁO|KẾT LUẬN|CÔNG VĂN|CHƯƠNG TRÌNH|PHƯƠNG ÁN|ĐỀ ÁN|HƯỚNG DẪN|BÁO CÁO|"
    r"TỜ TRÌNH|QUY CHẾ|QUY ĐỊNH|GIẤY MỜI|BIÊN BẢN|THÔNG TƯ|NGHỊ ĐỊNH|PHỤ LỤC|HỎA TỐC|KHẨN|THƯỢNG KHẨN|QUYẾT NGHỊ|NAY QUYẾT ĐỊNH)"
    r"(?: (?:SỐ )?[IVXLC\d]+)?\s*:?"
)
_BODY = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|SỞ|BỘ|VĂN PHÒNG|HỘI ĐỒNG|HĐND|BAN|TỔNG CỤC|CỤC|CHI CỤC|THANH TRA|KHO BẠC|BẢO HIỂM|NGÂN HÀNG|TỈNH ỦY|ĐẢNG|"
    r"CÔNG AN|TRƯỜNG|HỌC VIỆN|TRUNG TÂM|LIÊN ĐOÀN|CÔNG ĐOÀN|ĐOÀN|HỘI|PHÒNG|VIỆN|TÒA ÁN|TỔNG CÔNG TY|CÔNG TY|ĐÀI)\b"
)
_TITLE = re.compile(
    r"(?:PHÓ|THỨ TRƯỞNG|CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|THỦ TƯỚNG|CHÁNH|TRƯỞNG|CHỦ NHIỆM|THỐNG ĐỐC|TỔNG|CỤC TRƯỞNG|HIỆU TRƯỞNG|VIỆN TRƯỞNG|"
    r"BÍ THƯ)\b"
)
_SIGNS_FOR = re.compile(r"(?:TM|KT|TL|TUQ|Q)\s?\.|PHÓ ")
_LOCAL_BODY = re.compile(r"(?:UBND|[UỦ]Ỷ? BAN NHÂN DÂN)\s+(?:TỈNH|THÀNH PHỐ|TP|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG)\.?\s+\S+\s+\S+$")
_SUBJECT = re.compile(r"V/v|Về ")
_END = re.compile(r"(?:[.;:!?…]|\./\.)[\"”’»)\]]*(?:\s*\[\d+\])?$")
_TAIL = 80  # characters, in which all of the signs stand that end a sentence
_PLACE_AND_DATE = re.compile(rf"[{_UPPER}][^.;:]{{2,40}},\s*ngày.*\btháng.*\bnăm\s+\d{{4}}$")
_BLESSING = re.compile(r"Độc lập\s*[-–—]\s*Tự do\s*[-–—]\s*Hạnh phúc", re.IGNORECASE)
_NATION = re.compile(r"C[ỘÔO]NG\s+H[ÒOÓ][AÀÁ]\s+X[ÃAÁ]|Độc\s+lập\s*[-–—]|ĐẢNG\s+CỘNG\s+SẢN")  # with what OCR makes of it
_LEGAL_BASIS = re.compile(r"Căn cứ\s|Xét\s|Theo\s")
_DANGLING = re.compile(
    r"(?:^|\s)(?:và|hoặc|của|các|những|về|với|theo|tại|số|ngày|tháng|năm|khoản|điểm|mục|Điều|trong|cho|do|từ|đến|là|bằng|được|có|"
    r"Ủy|Uỷ|Ủy ban|Ủy ban nhân|VỀ|VÀ|CỦA|CÁC|VIỆC|TRONG|CHO|SỐ|NGÀY)$|[,(/–—-]$"
)
_NUMBER_EXPECTED = re.compile(
    r"(?:^|\s)(?:ngày|số|tháng|năm|khoản|Khoản|điểm|Điều|điều|mục|Mục|Phụ lục|tại|giờ|đạt|trên|dưới|khoảng|Quý|quý)$"
)
_LETTER_EXPECTED = re.compile(r"(?:^|\s)(?:điểm|khoản|Điểm|mục|các|và),?$")
_DECORATION = re.compile(r"[-–—_=*~.\s]{3,}|[-–—_=*]+")
_FURNITURE = re.compile(
    r"CÔNG BÁO\s*/\s*S.{1,2}\s*\d.*|(?:Ký bởi|Người ký|Ký số bởi):.*|(?:Ngày ký|Thời gian ký|Giờ ký):.*\d.*|Email:\s*\S+@\S+|"
    r"(?:Trang|Page)\s+\d+\s*(?:/\s*\d+)?|Signature Not Verified|Digitally signed by.*"
)
_STAMP = re.compile(r"(?:Ký bởi|Người ký|Ký số bởi):")
_PAGE_NUMBER = re.compile(r"[-–—]?\s*\d{1,3}\s*[-–—]?")
_TABLE_HEAD = re.compile(r"(?:STT|TT|Stt|Số TT|S\s?TT|Số thứ tự)\.?")
_BROKEN_COMPOUND = re.compile(r"\w[-/]$")


def is_decoration(text: str) -> bool:
    """Whether a line only draws a rule.

    >>> is_decoration("-------"), is_decoration("- Như trên;")
    (True, False)
    """
    return _DECORATION.fullmatch(text) is not None


def is_caps(text: str) -> bool:
    """Whether all letters of a line are capitals (and it has letters).

    >>> is_caps("II. TỔ CHỨC THỰC HIỆN"), is_caps("Sở Y tế"), is_caps("2025")
    (True, False, False)
    """
    return text.isupper()


def is_kind(text: str) -> bool:
    """Whether a line is just the kind of document, or the formula of decision, that stands alone in capitals."""
    return _KIND.fullmatch(text) is not None


def names_the_nation(text: str) -> bool:
    """Whether a line begins with the nation's name or motto (or the Party's), which stand at the right of a letterhead."""
    return _NATION.match(text) is not None


def ends_letterhead(text: str) -> bool:
    """Whether a line is the first below the letterhead: the addressees or the kind of document."""
    return text.startswith("Kính gửi") or is_kind(text)


def is_table_head(text: str) -> bool:
    """Whether a line is the first cell of a table's head, "STT", alone."""
    return _TABLE_HEAD.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a small number, with or without dashes."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def is_furniture(text: str) -> bool:
    """Whether a line is a running head of the official gazette or part of the stamp of a digital signature."""
    return _FURNITURE.fullmatch(text) is not None


def opens_stamp(text: str) -> bool:
    """Whether a line is the first of a digital signature's stamp."""
    return _STAMP.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether a line ends with the punctuation that closes a sentence or an item."""
    return _END.search(text[-_TAIL:]) is not None


def dangles(text: str) -> bool:
    """Whether a line ends in the middle of a phrase: with a comma, an open bracket, a preposition or the like."""
    return _DANGLING.search(text) is not None


def breaks_compound(text: str) -> bool:
    """Whether a line ends with the hyphen or slash of a number that goes on, as in "số 66-" before "NQ/TW"."""
    return _BROKEN_COMPOUND.search(text) is not None


def starts_item(text: str, previous: str = "") -> bool:
    """Whether a line opens a numbered item, a bullet, a section or one of the fixed parts of a document.

    `previous` is the line before it: what looks like a marker may be the middle of a sentence.

    >>> starts_item("a) Rà soát", "1. Sở Y tế:"), starts_item("81/NQ-CP của Chính phủ")
    (True, False)
    >>> starts_item("- xã hội của tỉnh", "phát triển kinh tế"), starts_item("(ii) Tư pháp", "gồm: (i) Nội vụ,")
    (False, False)
    """
    if _OPENING.match(text) or _SECTION.match(text):
        return True
    open_end = bool(previous) and not ends_sentence(previous)
    if _NUMBER.match(text):
        return not _NUMBER_EXPECTED.search(previous)
    if _LETTER.match(text):
        return not _LETTER_EXPECTED.search(previous)
    if _IN_BRACKETS.match(text):
        return not open_end
    if _ROMAN.match(text):
        return not (previous and dangles(previous))
    bullet = _BULLET.match(text)
    return bullet is not None and not (open_end and (text[bullet.end()].islower() or previous.endswith(",")))


def is_bullet(text: str) -> bool:
    """Whether a line begins with a dash or another bullet, which may also be a dash of the sentence before."""
    return _BULLET.match(text) is not None


def stays_apart(before: str, text: str) -> bool:
    """Whether two lines are different parts of a letterhead or title whatever their layout.

    >>> stays_apart("KẾ HOẠCH", "Ứng phó mưa lũ"), stays_apart("Số: 12/KH-SYT", "V/v trực Tết"), stays_apart("Sở Y tế", "chủ trì")
    (True, True, False)
    """
    return (
        is_kind(before)
        or is_kind(text)
        or _BLESSING.search(before) is not None
        or _PLACE_AND_DATE.match(before) is not None
        or (before.startswith("Số:") and (", ngày" in text or _SUBJECT.match(text) is not None))
    )


def caps_go_on(before: str, text: str, following: str | None) -> bool:
    """Whether a line goes on with a heading, title or letterhead in capitals: until a new body, a signer's title or a legal basis begins.

    >>> caps_go_on("I. MỤC ĐÍCH,", "YÊU CẦU", None), caps_go_on("UBND TỈNH HÀ ĐÔNG", "SỞ Y TẾ", None)
    (True, False)
    """
    if not is_caps(text) and any(map(str.isalpha, text)):
        return dangles(before) and text[:1].islower()
    if before.endswith(","):
        return True
    if ends_sentence(before) or (_TITLE.match(text) and (_SIGNS_FOR.match(before) or text.startswith(("PHÓ", "THỨ")))):
        return False
    if _LOCAL_BODY.match(before) and " " in text:
        return False
    if following is not None and _LEGAL_BASIS.match(following) and " " in text:
        return False
    return _BODY.match(text) is None or " " not in before or dangles(before)
