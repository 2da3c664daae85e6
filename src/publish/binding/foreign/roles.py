"""The types of structure elements that every reader of tags knows, and what others come down to.

Source: ISO 32000-1:2008, 14.8.4; ISO 32000-2:2020, 14.8.4 for what is mapped to it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary

from publish.binding.foreign.walking import dictionary, name, text

STANDARD: frozenset[str] = frozenset((
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
    "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl",
    "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note",
    "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT",
    "WP", "Figure", "Formula", "Form"
))  # fmt: skip
# What PDF 2.0 has besides, and what browsers and word processors write without a map of roles.
_LATER: Mapping[str, str] = {
    "DocumentFragment": "Sect",
    "Aside": "Sect",
    "Title": "P",
    "Sub": "Span",
    "Em": "Span",
    "Strong": "Span",
    "FENote": "Note",
    "Artifact": "Private",
}
_MOST_STEPS = 20


class Roles:
    """Brings the types of one document's elements down to the standard ones."""

    def __init__(self, tree: pikepdf.Object) -> None:
        self._map = dictionary(tree.get("/RoleMap"))

    def of(self, element: pikepdf.Object) -> str:
        """Return an element's standard type, "" where its own comes down to none."""
        role, space = name(element.get("/S")), element.get("/NS")
        seen = set[tuple[str, str]]()
        for _ in range(_MOST_STEPS):
            if found := _standard(role):
                return found
            uri = _uri(space)
            if (uri, role) in seen:
                return ""
            seen.add((uri, role))
            mapped = dictionary(dictionary(space).get("/RoleMapNS")).get("/" + role)
            if isinstance(mapped, Array) and len(mapped) == 2:
                role, space = name(mapped[0]), mapped[1]
            else:
                if mapped is None:
                    mapped, space = self._map.get("/" + role), None
                role = name(mapped)
        return ""


def _standard(role: str) -> str:
    if role in STANDARD:
        return role
    if role[:1] == "H" and role[1:].isdecimal() and int(role[1:]) > 6:
        return "H6"  # PDF 2.0 counts on
    return _LATER.get(role, "")


def _uri(space: object) -> str:
    return text(dictionary(space).get("/NS")) if isinstance(space, Dictionary) else ""
