"""TCVN 5712:1993 (VN3, the "ABC" fonts): one byte for one letter; a capital with a tone mark is a small letter in a capital font."""

from __future__ import annotations

import unicodedata

LETTERS = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        [
            *range(0xA1, 0xAF),
            *range(0xB5, 0xBA),
            *range(0xBB, 0xBF),
            *range(0xC6, 0xCD),
            0xCE,
            0xCF,
            0xD0,
            0xD1,
            *range(0xD2, 0xD7),
            0xD7,
            0xD8,
            0xDC,
            0xDD,
            0xDE,
            0xDF,
            *range(0xE1, 0xE5),
            *range(0xE5, 0xEA),
            *range(0xEA, 0xEF),
            0xEF,
            *range(0xF1, 0xF5),
            *range(0xF5, 0xFA),
            *range(0xFA, 0xFF),
        ],
        strict=True,
    )
)


def encode_tcvn3(text: str) -> bytes:
    """The text in TCVN3 as typed in an ABC font.

    >>> encode_tcvn3("Sở Y tế").hex(" ")
    '53 eb 20 59 20 74 d5'
    """
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        if letter in LETTERS:
            out.append(LETTERS[letter])
        elif letter.lower() in LETTERS:  # in print the capital font shows it as a capital
            out.append(LETTERS[letter.lower()])
        else:
            out += letter.encode("ascii")
    return bytes(out)
