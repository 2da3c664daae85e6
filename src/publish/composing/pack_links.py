"""One document out of pieces of several works: ids that stand once, and links that find them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_ID = re.compile(r'(<[a-z][^>]*?\bid=")([^"]+)(")')
_HREF = re.compile(r'href="(?:xref:([^"#]*))?#([^"]+)"')
_PAGE_REF = re.compile(
    r'<span class="page-ref">([^<]*)<span class="late" data-late="page:(?:([^"#]+)#)?([^"]+)">'
    r"</span>([^<]*)</span>"
)
_LATE = re.compile(r'data-late="page:(?:([^"#]+)#)?([^"]+)"')
_HERE = "here:"
_TERM = re.compile(r'<a class="term" href="[^"]*">(.*?)</a>', re.DOTALL)

Ids = Mapping[tuple[str, str], str]  # (slug, id in the work) → id in the document


@dataclass(frozen=True, slots=True)
class Piece:
    """HTML of the work `slug`."""

    slug: str
    html: str


def document_ids(pieces: Iterable[Piece], taken: Iterable[str] = ()) -> Ids:
    """Return the id in the document of everything that has one; ids of two works may be alike.

    Args:
        taken: ids that the template gives.
    """
    used = set(taken)
    ids: dict[tuple[str, str], str] = {}
    for piece in pieces:
        for found in _ID.finditer(piece.html):
            key = (piece.slug, found[2])
            if key in ids:
                continue
            name, number = found[2], 1
            while name in used:
                number += 1
                name = f"{found[2]}-{number}"
            used.add(name)
            ids[key] = name
    return ids


def joined(piece: Piece, ids: Ids, here: Callable[[str, str], str] | None = None) -> str:
    """Return the HTML of a piece for the document that `ids` belong to.

    A link to what the document lacks leads into the work that has it.

    Args:
        here: from an id of the document and its late page number to what is printed for "p. 12"
            where a link that names another work leads to this document: "here, p. 12".
    """

    def name(found: re.Match[str]) -> str:
        return f"{found[1]}{ids.get((piece.slug, found[2]), found[2])}{found[3]}"

    def link(found: re.Match[str]) -> str:
        slug = found[1] or piece.slug
        if found[2].startswith("ref-") and not found[1]:
            return found[0]  # all that are cited stand in the document's own list
        own = ids.get((slug, found[2]))
        return f'href="#{own}"' if own else f'href="xref:{slug}#{found[2]}"'

    def page(found: re.Match[str]) -> str:
        own = ids.get((found[2] or "", found[3]))
        late = f'<span class="late" data-late="{_HERE}{own}"></span>'
        words = here(own, late) if own and here else ""
        return f'<span class="page-ref"> ({words})</span>' if words else found[0]

    def late(found: re.Match[str]) -> str:
        slug = found[1] or piece.slug
        return f'data-late="page:{ids.get((slug, found[2])) or f"{slug}#{found[2]}"}"'

    html = _TERM.sub(r'<span class="term">\1</span>', piece.html)
    html = _HREF.sub(link, _ID.sub(name, html))
    html = _LATE.sub(late, _PAGE_REF.sub(page, html))
    return html.replace(f'data-late="{_HERE}', 'data-late="page:')
