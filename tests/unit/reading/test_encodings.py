import codecs
import unicodedata

import pytest

from pipeline.errors import GiaoviecError
from pipeline.reading.encodings import decode, repair, syllable_share, tcvn3_to_unicode, undo_mojibake, viqr_to_unicode, vni_to_unicode

ORDER = "Giao Sở Y tế chủ trì, phối hợp với Ủy ban nhân dân các huyện rà soát, báo cáo trước ngày 15 tháng 6."
# the same order by hand from the chart of TCVN 5712:1993, VN3; its capitals have no tones
ORDER_TCVN3 = (
    b"Giao S\xeb Y t\xd5 ch\xf1 tr\xd7, ph\xe8i h\xeep v\xedi U\xfb ban nh\xa9n d\xa9n c\xb8c huy\xd6n r\xb5 so\xb8t, "
    b"b\xb8o c\xb8o tr\xad\xedc ng\xb5y 15 th\xb8ng 6."
)
# and by hand from the chart of VNI for Windows
ORDER_VNI = (
    b"Giao S\xf4\xfb Y te\xe1 chu\xfb tr\xec, pho\xe1i h\xf4\xefp v\xf4\xf9i U\xdby ban nha\xe2n da\xe2n ca\xf9c huye\xe4n "
    b"ra\xf8 soa\xf9t, ba\xf9o ca\xf9o tr\xf6\xf4\xf9c nga\xf8y 15 tha\xf9ng 6."
)


def codes(data):
    return [problem.code for problem in decode(data, path="thử.txt").problems]


@pytest.mark.parametrize(
    "data",
    [
        ORDER.encode(),
        codecs.BOM_UTF8 + ORDER.encode(),
        ORDER.encode("utf-16"),
        ORDER.encode("utf-16-le"),
        ORDER.encode("utf-16-be"),
        ORDER.encode("utf-32"),
        codecs.BOM_UTF16_BE + ORDER.encode("utf-16-be"),
    ],
)
def test_every_unicode_encoding_is_known_with_and_without_its_mark(data):
    decoded = decode(data, path="thử.txt")
    assert decoded.text == ORDER
    assert decoded.problems == ()


def test_tcvn3_bytes_become_unicode_and_are_reported():
    decoded = decode(ORDER_TCVN3, path="cũ.txt")
    assert decoded.text == ORDER.replace("Ủy", "Uỷ")
    assert decoded.encoding == "TCVN3 (ABC)"
    assert codes(ORDER_TCVN3) == ["GV204"]
    assert "TCVN3" in decoded.problems[0].message


def test_vni_bytes_become_unicode_and_are_reported():
    decoded = decode(ORDER_VNI, path="cũ.txt")
    assert decoded.text == ORDER
    assert decoded.encoding == "VNI"
    assert codes(ORDER_VNI) == ["GV204"]


def test_windows_1258_with_its_combining_tones_is_composed():
    data = b"S\xf5\xd2 Y t\xea\xec chu\xd2 tri\xcc, ph\xf4\xeci h\xf5\xf2p v\xf5\xeci \xd0a\xccng u\xd2y"
    decoded = decode(data, path="cũ.txt")
    assert decoded.text == "Sở Y tế chủ trì, phối hợp với Đàng ủy"
    assert decoded.encoding == "Windows-1258"


@pytest.mark.parametrize(
    ("legacy", "right", "name"),
    [
        (ORDER_TCVN3.decode("latin-1"), ORDER.replace("Ủy", "Uỷ"), "TCVN3 (ABC)"),
        (ORDER_VNI.decode("latin-1"), ORDER, "VNI"),
        (ORDER.encode().decode("latin-1"), ORDER, "UTF-8 bị đọc nhầm thành Windows-1252"),
    ],
)
def test_text_that_was_decoded_wrongly_before_is_repaired(legacy, right, name):
    assert repair(legacy) == (right, name)


@pytest.mark.parametrize(
    "text",
    [
        ORDER,
        unicodedata.normalize("NFD", ORDER),
        "Kinh phí: 1.200 tỷ đồng (±5 %), nhiệt độ 37 °C, diện tích 12 m²",
        "Le préfet a décidé d'appeler l'entreprise Citroën à Orléans",
        "báo cáo",
        "Straße",
        "Số: 12/KH-UBND",
    ],
)
def test_text_that_is_right_stays_as_it_is(text):
    assert repair(text) == (text, None)


def test_a_handful_of_broken_bytes_in_utf8_do_not_turn_it_into_something_else():
    data = (ORDER * 10).encode()[:-3] + b"\xff\xfe"
    decoded = decode(data, path="hỏng.txt")
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(ORDER)
    assert [problem.code for problem in decoded.problems] == ["GV206"]


@pytest.mark.parametrize("data", [b"", b"   \r\n\t ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_a_file_without_content_is_empty(data):
    with pytest.raises(GiaoviecError) as error:
        decode(data, path="trống.txt")
    assert error.value.code == "GV101"


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(GiaoviecError) as error:
        decode(bytes(range(256)) * 4 + b"\0\0\0\1" * 300, path="ảnh.txt")
    assert error.value.code == "GV103"


def test_every_letter_of_the_tcvn3_chart():
    assert tcvn3_to_unicode("µ¶·¸¹ »¼½¾Æ ÇÈÉÊË") == "àảãáạ ằẳẵắặ ầẩẫấậ"
    assert tcvn3_to_unicode("ÌÎÏÐÑ ÒÓÔÕÖ ×ØÜÝÞ") == "èẻẽéẹ ềểễếệ ìỉĩíị"
    assert tcvn3_to_unicode("ßáâãä åæçèé êëìíî") == "òỏõóọ ồổỗốộ ờởỡớợ"
    assert tcvn3_to_unicode("ïñòóô õö÷øù úûüýþ") == "ùủũúụ ừửữứự ỳỷỹýỵ"
    assert tcvn3_to_unicode("¡¢§£¤¥¦ ¨©®ª«¬\xad") == "ĂÂĐÊÔƠƯ ăâđêôơư"


def test_every_kind_of_vni_letter():
    assert vni_to_unicode("aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä") == "à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ"
    assert vni_to_unicode("ô ôø ôû ôõ ôù ôï ö öø öû öõ öù öï ñ") == "ơ ờ ở ỡ ớ ợ ư ừ ử ữ ứ ự đ"
    assert vni_to_unicode("ì æ ó í ò yø yû yõ yù î ÑAÏI HOÏC") == "ì ỉ ĩ í ị ỳ ỷ ỹ ý ỵ ĐẠI HỌC"


def test_viqr_is_told_by_its_marks_and_ascii_stays_ascii():
    assert repair("Chu? ti.ch U?y ban nha^n da^n ti?nh ye^u ca^`u ca'c so+? dda^?y nhanh tie^'n ddo^.") == (
        "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở đẩy nhanh tiến độ",
        "VIQR",
    )
    assert repair("What is new? Read (all) of it. Yes.")[1] is None
    assert viqr_to_unicode("hu+o+'ng") == "hướng"


def test_misread_utf8_inside_a_good_text_is_repaired_alone():
    assert undo_mojibake("Sở Y táº¿ chá»§ trÃ¬") == "Sở Y tế chủ trì"


def test_only_possible_syllables_count_as_vietnamese():
    assert syllable_share("nghiêng, khuỷu tuếch toàng") == 1.0
    assert syllable_share("Citroën naïve") == 0.0


def test_a_pile_of_marks_is_cut_and_costs_no_time():
    text = decode(f"Sở Y tế{chr(0x323) + chr(0x302)}{(chr(0x302) + chr(0x323)) * 200_000} báo cáo.".encode(), path="a.txt").text
    assert text.startswith("Sở Y tế") and text.endswith(" báo cáo.")
    assert len(text) < 30


def test_a_pile_of_marks_in_windows_1258_is_cut_too():
    head = b"S\xf5\xd2 Y t\xea\xec chu\xd2 tri\xcc, ph\xf4\xeci h\xf5\xf2p v\xf5\xeci u\xd2y ban"
    decoded = decode(head + b"\xf2\xec" * 200_000, path="a.txt")
    assert decoded.encoding == "Windows-1258"
    assert decoded.text.startswith("Sở Y tế chủ trì, phối hợp với ủy ba")
    assert len(decoded.text) < 50
