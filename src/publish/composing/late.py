"""Late fields: places in the set pages whose text is known only at binding.

A page number, a folio, the word "(continued)": the page is set with placeholder characters of a
font made for the purpose, each as wide as a digit, and binding puts the true text in their place.
So nothing in a gathering depends on where it starts, and a chapter that grows sets no other anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from publish.composing.model import Draft, Ticket
from publish.errors import Place, PublishError, Rule

TOO_MANY_FIELDS = Rule(
    "L113",
    "A gathering prints a few thousand page numbers at most.",
    "Each needs a placeholder of its own.",
)
RULES = (TOO_MANY_FIELDS,)

ROOM = "\ue000"  # one digit's width of room, first in no field
FOLIO = "\ue001"  # the page's folio in its own work
BUNDLE_FOLIO = "\ue002"  # its folio in a bundle; blank in single works
ALIGN_RIGHT = "\ue003"  # room; as last character it sets the text to the right of its room
ALIGN_CENTRE = "\ue004"
FIRST_FIELD = 0xE100  # U+E100 + k begins field k of the ticket
MOST_FIELDS = 0xF8FF - FIRST_FIELD + 1

_OUTWARD = re.compile(r'href="xref:([^"#]+#[^"]+)"')
_FIELD = re.compile(r"""(<span\b[^>]*?\bdata-late=(["'])(.+?)\2[^>]*>)</span>""")
_TO_LEFT = re.compile(r"""<html\b[^>]*\bdir=["']rtl["']""")
_ROOM = re.compile(r"""\bdata-room=["'](\d{1,2})["']""")


def links_out(html: str) -> tuple[str, ...]:
    """Return what the links of a page lead to in other works: "slug#id"."""
    return tuple(_OUTWARD.findall(html))


def fields_of(html: str) -> tuple[str, ...]:
    """Return what the late fields of `html` stand for, in the order of the document."""
    return tuple(match[3] for match in _FIELD.finditer(html))


def unsized_fields(html: str) -> tuple[str, ...]:
    """Return the same of those fields whose room is not fixed by a `data-room` of their own."""
    return tuple(match[3] for match in _FIELD.finditer(html) if not _ROOM.search(match[1]))


def number_fields(draft: Draft, room: Callable[[str], int]) -> Ticket:
    """Return the ticket of `draft`: its late fields numbered and given their room.

    Args:
        room: the number of placeholder characters (1 or more) that a field takes, by what the
            field stands for ("page:sec-x", "continued"). Only this enters the pages. A field at
            the end of a line may fix its room itself: `data-room="4"`.
    Raises:
        PublishError: there are more fields than there are placeholder characters.
    """
    targets: list[str] = []
    # What is shorter than its room stands at its beginning: after the word before it.
    last = ALIGN_RIGHT if _TO_LEFT.search(draft.html) else ROOM

    def numbered(match: re.Match[str]) -> str:
        first = chr(FIRST_FIELD + len(targets))
        targets.append(match[3])
        own = _ROOM.search(match[1])
        more = (int(own[1]) if own else room(match[3])) - 1
        return f"{match[1]}{first}{ROOM * (more - 1)}{last if more else ''}</span>"

    html = _FIELD.sub(numbered, draft.html)
    if len(targets) > MOST_FIELDS:
        message = f"{len(targets)} page numbers in one gathering; {MOST_FIELDS} fit"
        raise PublishError(TOO_MANY_FIELDS.at(Place(), message, "split the chapter"))
    return Ticket(html, draft.sheets, draft.resources, tuple(targets))
