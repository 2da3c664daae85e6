"""The structure tree of a gathering as plain nodes, and how HTML elements become structure types.

Source: ISO 32000-1:2008, 14.8.4 (standard structure types) and 14.7.3 (role map).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Types that ISO 32000-1 lacks, with the standard type that stands for each.
ROLE_MAP = {"Em": "Span", "Strong": "Span", "Aside": "Div"}

# HTML element → structure type; "none" lets an element's content pass to its parent.
TYPES = {
    "p": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "section": "Sect",
    "nav": "Sect",
    "article": "Art",
    "aside": "Aside",
    "blockquote": "BlockQuote",
    "figure": "Div",
    "figcaption": "Caption",
    "caption": "Caption",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "a": "Link",
    "em": "Em",
    "i": "Em",
    "strong": "Strong",
    "b": "Strong",
    "code": "Code",
    "q": "Quote",
    "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
    "pre": "P",
    "address": "P",
    "hr": "Artifact",
}

# Types that hold text directly; text in any other is wrapped in a paragraph.
HOLD_TEXT = frozenset(
    {
        *("P", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH", "Caption", "Note", "TOCI"),
        *("Em", "Strong", "Code", "Quote", "Span", "Link", "Lbl", "LBody", "Reference", "Figure"),
    }
)

# CSS list-style-type → ListNumbering (ISO 32000-1:2008, table 347).
LIST_NUMBERING = {
    "none": "None",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "upper-roman": "UpperRoman",
    "lower-roman": "LowerRoman",
    "upper-alpha": "UpperAlpha",
    "lower-alpha": "LowerAlpha",
    "upper-latin": "UpperAlpha",
    "lower-latin": "LowerAlpha",
}


@dataclass(frozen=True, slots=True)
class Content:
    """A marked-content sequence."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link annotation; `key` is its place in the tagger's list."""

    page: int
    key: int


@dataclass(slots=True)
class Node:
    """A structure element in the making."""

    type: str
    kids: list[Node | Content | Annotation] = field(default_factory=list)
    alt: str = ""
    expansion: str = ""
    lang: str = ""
    id: str = ""
    attributes: Mapping[str, Mapping[str, object]] = field(default_factory=dict)  # by owner

    def first_page(self) -> int:
        """Return the page of the first content below this node, or -1 where it has none."""
        for kid in self.kids:
            page = kid.first_page() if isinstance(kid, Node) else kid.page
            if page >= 0:
                return page
        return -1


def pruned(node: Node) -> Node | None:
    """Return `node` without empty elements; None where nothing of it remains.

    Cells stay though empty, since a table's grid is read by counting them.
    """
    kids = (pruned(kid) if isinstance(kid, Node) else kid for kid in node.kids)
    node.kids = [kid for kid in kids if kid is not None]
    return node if node.kids or node.type in ("TD", "TH", "Document") else None
