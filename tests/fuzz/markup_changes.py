"""Changes of mark-up, XML and HTML alike, made on its text: a parser would mend what is to be tried."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.fuzz.text_changes import FRAGMENTS, changed_text

NUMBERS = (
    "0",
    "1",
    "-1",
    "9",
    "10",
    "63",
    "255",
    "1000",
    "65536",
    "2147483648",
    "99999999999999999999",
    "1.5",
    "0x10",
    "hai",
    "",
    " 1",
    "²",
    "٣",
)
_NUMBER = re.compile(r"(?<==[\"'])-?\d+(?=[\"'])")
_ATTRIBUTE = re.compile(r"\s[\w:.-]+=(?:\"[^\"<]*\"|'[^'<]*')")
_TAG = re.compile(r"</?[\w:.-]+[^<>]*>")
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_NAMES = re.compile(r"(?<=</)[\w:.-]+|(?<=<)[\w:.-]+")
_NOT_XML = re.compile(r"[&<\0-\x08\x0b-\x1f]")
_ENTITIES = (
    "&amp;",
    "&#0;",
    "&#xD800;",
    "&#1114112;",
    "&lt;",
    "&nbsp;",
    "&không;",
    "&#x1F600;",
    "&",
    "&#55357;&#56832;",
    "<![CDATA[ ]]>",
    "<!-- -->",
    "<?x y?>",
)
_HTML_PIECES = (
    "<table>", "<tr><td>", "</table>", "<td rowspan='70000' colspan='9999'>", "<ol type='i' start='-5'><li>", "<li value='99999999999999'>",
    "<ol type='I' start='²'><li value='²'>", "<div style='display:none'>", "<br>" * 50, "<a href='#'>", "<!-- ", "-->", "<!--a-->" * 40,
    "<script>", "<p>", "<b>", "</body>", "<select>", "<svg><p>", "<template>", "<frameset>", "<pre>\n\n</pre>",
)  # fmt: skip
_CHARSETS = (
    "utf-8", "utf-16", "utf-7", "windows-1258", "windows-1252", "x-sjis", "không", "unicode_escape", "idna", "punycode", "undefined",
    "base64", "hz", "mbcs", "cp65001", "raw_unicode_escape", "utf-8-sig", "iso-2022-jp",
)  # fmt: skip
_MOST_COPIES = 20_000  # characters that one repetition may add

Change = Callable[[str, Random], str]


def changed_xml(text: str, rng: Random) -> str:
    """An XML part after one change; most leave it well-formed, so that more than the parser is tried."""
    return rng.choice(_OF_XML)(text, rng)


def changed_html(text: str, rng: Random) -> str:
    """A page after one change."""
    return rng.choice(_OF_HTML)(text, rng)


def _replaced(pattern: re.Pattern[str], text: str, rng: Random, new: Callable[[str], str]) -> str:
    """One or a few matches of a pattern replaced; text without one stays as it is."""
    found = list(pattern.finditer(text))
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 1, 3, 10)))), key=lambda match: -match.start()):
        text = text[: match.start()] + new(match.group()) + text[match.end() :]
    return text


def _number(text: str, rng: Random) -> str:
    return _replaced(_NUMBER, text, rng, lambda _: rng.choice(NUMBERS))


def _drop_attribute(text: str, rng: Random) -> str:
    return _replaced(_ATTRIBUTE, text, rng, lambda _: "")


def _swap_attribute(text: str, rng: Random) -> str:
    """Attributes take the place of others, of whatever elements."""
    found = _ATTRIBUTE.findall(text)
    return _replaced(_ATTRIBUTE, text, rng, lambda _: rng.choice(found))


def _value(text: str, rng: Random) -> str:
    return _replaced(_ATTRIBUTE, text, rng, lambda found: found.partition("=")[0] + f'="{rng.choice(NUMBERS)}"')


def _drop_tag(text: str, rng: Random) -> str:
    return _replaced(_TAG, text, rng, lambda _: "")


def _swap_tag(text: str, rng: Random) -> str:
    found = _TAG.findall(text)
    return _replaced(_TAG, text, rng, lambda _: rng.choice(found))


def _rename(text: str, rng: Random) -> str:
    """Every element of one name gets another name: the nesting stays, the meaning does not."""
    names = sorted(set(_NAMES.findall(text)))
    if not names:
        return text
    old, new = rng.choice(names), rng.choice(names)
    return re.sub(rf"(</?){re.escape(old)}(?=[\s>/])", rf"\g<1>{new}", text)


def _prefix(text: str, rng: Random) -> str:
    """A namespace is lost or named otherwise."""
    return _replaced(re.compile(r"xmlns(?::\w+)?=\"[^\"]*\""), text, rng, lambda found: rng.choice(("", found[:-2] + '"', 'xmlns="urn:x"')))


def _element(text: str, rng: Random) -> tuple[int, int]:
    """The place of a whole element; an empty stretch where there is none."""
    found = list(_TAG.finditer(text))
    opening = [match for match in found if match.group()[1] != "/"]
    if not opening:
        return 0, 0
    begin = rng.choice(opening)
    if begin.group().endswith("/>"):
        return begin.span()
    name = _NAMES.search(begin.group())
    depth = 0
    for match in re.compile(rf"<(/?){re.escape(name.group() if name else '')}(?=[\s>/])[^<>]*?(/?)>").finditer(text, begin.start()):
        depth += -1 if match.group(1) else not match.group(2)
        if not depth:
            return begin.start(), match.end()
    return begin.span()


def _drop_element(text: str, rng: Random) -> str:
    start, end = _element(text, rng)
    return text[:start] + text[end:]


def _repeat_element(text: str, rng: Random) -> str:
    start, end = _element(text, rng)
    copies = min(rng.choice((2, 2, 3, 50, 1000)), 1 + _MOST_COPIES // max(end - start, 1))
    return text[:start] + text[start:end] * copies + text[end:]


def _move_element(text: str, rng: Random) -> str:
    start, end = _element(text, rng)
    element, rest = text[start:end], text[:start] + text[end:]
    at = rng.choice([match.end() for match in _TAG.finditer(rest)] or [0])
    return rest[:at] + element + rest[at:]


def _nest_element(text: str, rng: Random) -> str:
    """An element inside itself, a few or very many times."""
    start, end = _element(text, rng)
    element = text[start:end]
    head = _TAG.match(element)
    if head is None or head.end() == len(element) or "</" not in element:
        return text
    tail = element.rindex("</")
    depth = min(rng.choice((1, 3, 30, 120, 200)), _MOST_COPIES // max(head.end() + len(element) - tail, 1))
    return text[:start] + head.group() * depth + element + element[tail:] * depth + text[end:]


def _words(text: str, rng: Random) -> str:
    return _replaced(_TEXT, text, rng, lambda found: _NOT_XML.sub("", changed_text(found, rng)))


def _fragment(text: str, rng: Random) -> str:
    return _replaced(_TEXT, text, rng, lambda _: rng.choice(FRAGMENTS))


def _entity(text: str, rng: Random) -> str:
    return _replaced(_TEXT, text, rng, lambda found: found + rng.choice(_ENTITIES))


def _cut(text: str, rng: Random) -> str:
    return text[: rng.randint(0, len(text))]


def _piece(text: str, rng: Random) -> str:
    at = rng.choice([match.end() for match in _TAG.finditer(text)] or [0])
    return text[:at] + rng.choice(_HTML_PIECES) * rng.choice((1, 1, 3, 100)) + text[at:]


def _charset(text: str, rng: Random) -> str:
    name = rng.choice(_CHARSETS)
    changed = re.sub(r"charset=[\"']?[\w-]+", f"charset={name}", text)
    return changed if changed != text else f'<meta charset="{name}">{text}'


_WELL_FORMED: tuple[Change, ...] = (
    _number, _number, _value, _drop_attribute, _rename, _drop_element, _repeat_element, _move_element, _nest_element, _words, _words,
    _fragment,
)  # fmt: skip
_BROKEN: tuple[Change, ...] = (_swap_attribute, _drop_tag, _swap_tag, _entity, _cut)
_OF_XML: tuple[Change, ...] = (*_WELL_FORMED * 4, *_BROKEN, _prefix)
_OF_HTML: tuple[Change, ...] = (*_WELL_FORMED, *_BROKEN, _piece, _piece, _charset, changed_text)
