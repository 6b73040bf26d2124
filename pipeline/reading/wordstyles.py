"""What a Word paragraph or run inherits from its styles: bold, hidden, font, list."""

from __future__ import annotations

from dataclasses import dataclass, fields

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """What is set, and `None` where nothing is: `num_id` "0" takes a paragraph out of the list that its style puts it in."""

    bold: bool | None = None
    hidden: bool | None = None
    font: str | None = None
    num_id: str | None = None
    depth: int | None = None

    def over(self, base: Look) -> Look:
        """This look where it is set, `base` elsewhere."""
        return Look(**{f.name: getattr(base, f.name) if getattr(self, f.name) is None else getattr(self, f.name) for f in fields(self)})


class Styles:
    """The styles of one document, each with everything it is based on.

    Args:
        root: the root of `styles.xml`, `None` when the document has none.
    """

    def __init__(self, root: etree._Element | None):
        self._own: dict[str, Look] = {}
        self._base: dict[str, str] = {}
        self._resolved: dict[str, Look] = {}
        self.list_of: dict[str, str] = {}
        self.defaults = Look()
        self.default_paragraph: str | None = None
        for style in () if root is None else root.iterfind(f"{W}style"):
            self._add(style)
        default = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if default is not None:
            self.defaults = run_look(default)

    def look(self, style: str | None) -> Look:
        """The look of a style by its identifier, with what it inherits; an unknown style sets nothing."""
        if style is None or style not in self._own:
            return Look()
        chain: list[str] = []
        base: str | None = style
        while base is not None and base in self._own and base not in self._resolved:
            self._resolved[base] = Look()  # a style based on itself ends here
            chain.append(base)
            base = self._base.get(base)
        look = Look() if base is None else self._resolved.get(base, Look())
        for each in reversed(chain):
            look = self._resolved[each] = self._own[each].over(look)
        return look

    def list_origin(self, style: str | None) -> str | None:
        """The style in the chain of `style` that itself sets the list; the level of a list is linked to that one."""
        for _ in self._own:
            if style is None or style not in self._own:
                return None
            if self._own[style].num_id is not None:
                return style
            style = self._base.get(style)
        return None

    def _add(self, style: etree._Element) -> None:
        key = style.get(f"{W}styleId", "")
        base = style.find(f"{W}basedOn")
        if base is not None:
            self._base[key] = base.get(f"{W}val", "")
        run, paragraph = style.find(f"{W}rPr"), style.find(f"{W}pPr")
        look = Look() if run is None else run_look(run)
        if paragraph is not None:
            look = paragraph_look(paragraph).over(look)
        self._own[key] = look
        kind = style.get(f"{W}type")
        if kind == "numbering" and look.num_id is not None:
            self.list_of[key] = look.num_id
        if kind == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
            self.default_paragraph = key


def run_look(properties: etree._Element) -> Look:
    """What a `w:rPr` sets."""
    fonts = properties.find(f"{W}rFonts")
    return Look(
        bold=_toggle(properties, "b"),
        hidden=_toggle(properties, "vanish"),
        font=None if fonts is None else font_name(fonts),
    )


def font_name(fonts: etree._Element) -> str | None:
    """The font that a `w:rFonts` sets for Latin letters; the theme's font, which is never an old one, goes before a named one."""
    theme = fonts.get(f"{W}asciiTheme")
    return theme or fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def paragraph_look(properties: etree._Element) -> Look:
    """The list that a `w:pPr` sets."""
    num_id = properties.find(f"{W}numPr/{W}numId")
    depth = properties.find(f"{W}numPr/{W}ilvl")
    return Look(
        num_id=None if num_id is None else num_id.get(f"{W}val"),
        depth=None if depth is None else int(depth.get(f"{W}val", "0")),
    )


def _toggle(properties: etree._Element, name: str) -> bool | None:
    child = properties.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val", "1") not in OFF
