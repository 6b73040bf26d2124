"""Word files made from a template with Jinja tags that an office may have written: sandboxed, checked, and the same bytes every time.

What a template asks for is checked before it is filled in, whatever branch it stands in, so that a misspelt name does not wait for the one
document that comes to it. Values are text: whatever characters they have, they are neither tags nor markup.
"""

from __future__ import annotations

import difflib
import io
import re
import traceback
import zipfile
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from pipeline.errors import GiaoviecError
from pipeline.reading.archive import Archive

_UNDATED = datetime(2000, 1, 1)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OF_VALUES = frozenset(name for kind in (str, int, list, dict) for name in dir(kind) if not name.startswith("_"))
_OF_LOOPS = frozenset(name for name in dir(LoopContext) if not name.startswith("_"))  # what {% for %} has in `loop`
_TAG = re.compile(r"\{[{%#].*?(?:[}%#]\}|$)")
_FAULTS = (  # what Jinja says, and what the office reads
    (r"Encountered unknown tag 'end\w+'", "thẻ kết thúc không có thẻ mở"),
    (r"Encountered unknown tag '(?P<one>\w+)'", "không có thẻ «{one}»"),
    (r"needs to be closed is '(?P<one>\w+)'", "thiếu thẻ kết thúc {{% end{one} %}}"),
    (r"No filter named '(?P<one>\w+)'", "không có bộ lọc «{one}»"),
    (r"No test named '(?P<one>\w+)'", "không có phép thử «{one}»"),
    (r"unexpected end of template|expected token 'end of|unexpected '.'|unexpected char|Missing end of", "thẻ viết sai hoặc chưa đóng"),
)


def fill(template: bytes, values: Mapping[str, Any], *, fields: Collection[str], path: str, title: str) -> bytes:
    """The bytes of a .docx: the template with the values in place of its tags.

    Args:
        template: the bytes of the template, a .docx with the tags of docxtpl.
        values: what the tags may name; lists hold dictionaries or texts.
        fields: the keys of the dictionaries in `values`, all of them, also of lists that are empty this time.
        path: the template's name, for messages.
        title: for the properties of the file.

    Raises:
        GiaoviecError: GV420 when the template is no .docx, GV421 when a tag is wrong, GV422 when it names what is not there.
    """
    check(template, frozenset(values), frozenset(fields), path)
    environment = _environment()
    document = _Template(io.BytesIO(template))
    try:
        document.render(dict(values), environment)
    except _UnknownName as error:
        raise _unknown(error.name, [*sorted(fields), *values], path) from error
    except etree.XMLSyntaxError as error:
        detail = "thẻ mở và thẻ kết thúc không cùng một ô, một dòng hay một đoạn"
        raise GiaoviecError("GV421", path=path, place="{% … %}", detail=detail) from error
    except Exception as error:  # a template can add a text to a number, divide by zero, ask for a tenth element …
        raise GiaoviecError("GV421", path=path, place=document.place_of(error), detail=_fault(str(error), "không tính được")) from error
    properties = document.docx.core_properties
    properties.title, properties.last_modified_by, properties.revision = title[:255], "giaoviec", 1
    properties.created = properties.modified = _UNDATED
    return same_bytes(document)


@lru_cache(maxsize=4)
def check(template: bytes, names: frozenset[str], fields: frozenset[str], path: str) -> None:
    """Opens a template and looks at all its tags; the same one is looked at once.

    Args:
        template, fields, path: see `fill`.
        names: the keys of the values that it will be filled with.

    Raises:
        GiaoviecError: GV420, GV421, GV422 as `fill` does.
    """
    environment = _environment()
    for markup in _opened(template, path).markups():
        _check(environment, markup, names, fields, path)


def same_bytes(document: Any) -> bytes:
    """What `document.save` writes, without the hour at which it does so."""
    saved = io.BytesIO()
    document.save(saved)
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for member in source.infolist():
            undated = zipfile.ZipInfo(member.filename, _ZIP_DAY)
            undated.compress_type, undated.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(undated, source.read(member))
    return packed.getvalue()


class _Template(DocxTemplate):
    """A template of docxtpl whose outcome is checked rather than mended, and which tells where it went wrong."""

    _filling = ""

    def markups(self) -> Iterator[str]:
        """The parts with tags in the form in which Jinja gets them, a paragraph a line."""
        self.render_init()
        parts = [self.get_xml()]
        parts += [self.get_part_xml(part) for uri in (self.HEADER_URI, self.FOOTER_URI) for _, part in self.get_headers_footers(uri)]
        for part in parts:
            yield _lined(self.patch_xml(part))

    def render_xml_part(self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None) -> str:
        """As docxtpl does."""
        self._filling = _lined(src_xml)
        return super().render_xml_part(src_xml, part, context, jinja_env)

    def place_of(self, error: Exception) -> str:
        """The tags of the paragraph in which filling in failed."""
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
        return _place(self._filling, lines[-1] or 1) if lines else "{{ … }}"

    def fix_tables(self, xml: str) -> Any:
        """As docxtpl does, but it would mend what is not well-formed by dropping it; a cell that a loop left empty gets its paragraph.

        Raises:
            lxml.etree.XMLSyntaxError: for what is not well-formed.
        """
        etree.fromstring(xml)
        tree = super().fix_tables(xml)
        for cell in tree.iter(qn("w:tc")):
            if cell[-1].tag != qn("w:p"):
                cell.append(OxmlElement("w:p"))
        return tree

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Leaves title and author alone: there are no tags in them."""


class _UnknownName(UndefinedError):
    def __init__(self, name: str, message: str | None = None):
        super().__init__(message)
        self.name = name


class _Undefined(StrictUndefined):
    """What is not there, and says which name it was asked by."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = None, name: Any = None, exc: Any = UndefinedError):
        named: Any = partial(_UnknownName, name) if isinstance(name, str) else exc
        super().__init__(hint, obj, name, named)


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=_Undefined, autoescape=True, finalize=_text)
    environment.filters.pop("safe")  # nothing that a directive says is markup
    environment.globals.pop("lipsum")  # filler text
    return environment


def _text(value: object) -> Markup:
    """A value as it may stand in XML: one line, no control characters, and no brace that docxtpl would take for one of its own."""
    if hasattr(value, "__html__"):
        return Markup(value)
    if not isinstance(value, (str, int, float, StrictUndefined)):
        raise TypeError("đây là danh sách, không phải chữ: hãy dùng thẻ for")
    words = " ".join(_NO_XML.sub("", str(value)).split())
    return Markup(str(escape(words)).replace("{", "&#123;").replace("}", "&#125;"))


def _opened(template: bytes, path: str) -> _Template:
    try:
        archive = Archive(template, path=path)
        for name in sorted(archive.names):
            if name.endswith((".xml", ".rels")):
                archive.xml(name)
        document = _Template(io.BytesIO(template))
        document.init_docx()
    except GiaoviecError as error:
        reasons = {"GV104": "tệp có mật khẩu", "GV106": "tệp bung ra quá lớn", "GV107": "tệp khai báo thực thể XML"}
        raise GiaoviecError("GV420", path=path, detail=reasons.get(error.code, "không phải tệp .docx, hoặc tệp bị hỏng")) from error
    except Exception as error:  # python-docx: KeyError for a missing part, ValueError for another kind of file …
        raise GiaoviecError("GV420", path=path, detail="không phải tệp .docx") from error
    return document


def _check(environment: ImmutableSandboxedEnvironment, markup: str, names: Collection[str], fields: Collection[str], path: str) -> None:
    """Every tag of a part, also where this document does not come to.

    Raises:
        GiaoviecError: GV421, GV422.
    """
    try:
        tree = environment.parse(markup)
        environment.compile(markup)  # where filters and tests are looked up
    except TemplateSyntaxError as error:
        raise GiaoviecError("GV421", path=path, place=_place(markup, error.lineno), detail=_fault(error.message or "")) from error
    except TemplateError as error:
        raise GiaoviecError("GV421", path=path, place="{% … %}", detail=_fault(str(error))) from error
    for name in sorted(meta.find_undeclared_variables(tree) - set(names)):
        raise _unknown(name, [*sorted(names), *sorted(fields)], path)
    known = {*fields, *names, *_OF_LOOPS, *_OF_VALUES}
    for access in tree.find_all((nodes.Getattr, nodes.Getitem)):
        field = access.attr if isinstance(access, nodes.Getattr) else _constant(access)
        if field is not None and field not in known:
            raise _unknown(field, [*sorted(fields), *sorted(names)], path)


def _constant(access: nodes.Node) -> str | None:
    key = access.arg if isinstance(access, nodes.Getitem) else None
    return key.value if isinstance(key, nodes.Const) and isinstance(key.value, str) else None


def _unknown(name: str, known: Collection[str], path: str) -> GiaoviecError:
    close = difflib.get_close_matches(name, [other for other in known if other != name], n=1)
    return GiaoviecError("GV422", path=path, name=name, close=f" Có phải ý bạn là «{close[0]}»?" if close else "")


def _lined(markup: str) -> str:
    """Markup with every paragraph on a line of its own, as docxtpl gives it to Jinja."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", markup)


def _place(markup: str, line: int) -> str:
    """The tags of a paragraph, else its words, cut where they are long."""
    lines = markup.split("\n")
    words = re.sub(r"<[^>]*>", "", lines[min(line, len(lines)) - 1])
    tags = " ".join(_TAG.findall(words)) or words.strip()
    return tags if len(tags) <= 80 else tags[:79] + "…"


def _fault(message: str, otherwise: str = "không đúng cú pháp Jinja") -> str:
    for pattern, said in _FAULTS:
        if match := re.search(pattern, message):
            return said.format(**match.groupdict())
    return f"{otherwise} ({message})"
