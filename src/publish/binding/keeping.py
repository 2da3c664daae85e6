"""What becomes of colours that somebody else set, in editions whose pages are separated.

They are turned into inks where all of them are understood. Where they are not they stay, and
whoever prints the file must know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.foreign.recolouring import Recolourer, Strange
from publish.binding.foreign.wording import pages_in_words
from publish.binding.inks import Inks
from publish.binding.leaves import Leaves
from publish.binding.model import Form
from publish.errors import Finding, Rule

NOT_FOR_PRESS = Rule(
    "B185",
    "What others set is ready for press where it goes to press.",
    "ISO 15930-7:2010, 6.2: their colours are the printer's guess, and without bleed white edges "
    "show.",
)
IN_COLOUR = Rule(
    "B186",
    "A greyscale edition has no colours.",
    "Pages that others set may keep theirs; a printer of one ink turns them into greys in a way "
    "of its own.",
    "note",
)
RULES: tuple[Rule, ...] = (NOT_FOR_PRESS, IN_COLOUR)

_MOST = 100_000  # objects that are looked at
_RGB = frozenset(("/DeviceRGB", "/CalRGB", "/Lab"))


def separate_foreign(
    pdf: pikepdf.Pdf, leaves: Leaves, form: Form, inks: Inks, start: int
) -> Iterator[Finding]:
    """Turn the pages of somebody else's section into inks; yield why they keep their colours.

    Args:
        start: physical index of the section's first page.
    """
    if form.standard == "x4":
        _leave_inks(leaves)
    coloured = [number for number, page in enumerate(leaves.pages, start + 1) if _is_rgb(page)]
    if form.standard == "x4" and not coloured:
        return  # ready for press: it was separated by those who made it
    try:
        Recolourer(inks).turn(pdf, leaves.pages)
        return
    except Strange as fault:
        why = str(fault)
    place = leaves.section.place
    if form.standard == "x4":
        message = f"colours for screens stand on {pages_in_words(coloured)}: {why}"
        remedy = "ask for a file ready for press (PDF/X-4, CMYK), or take `press` out of `editions`"
        yield NOT_FOR_PRESS.at(place, message, remedy, coloured[0])
    else:
        pages = list(range(start + 1, start + 1 + len(leaves.pages)))
        yield IN_COLOUR.at(place, f"kept as they are: {pages_in_words(pages)}: {why}")


def _leave_inks(leaves: Leaves) -> None:
    """Let inks be the file's own: its intent says which (ISO 15930-7:2010, 6.2.4.2)."""
    for _, value in _below(leaves.pages):
        if isinstance(value, Dictionary) and "/DefaultCMYK" in value:
            del value["/DefaultCMYK"]


def _is_rgb(page: pikepdf.Object) -> bool:
    """Is any colour of a page one of light, not of ink?

    Content that sets one without naming its space has a default for it beside it.
    """
    for key, value in _below([page]):
        if key == "/DefaultRGB":
            return True
        if isinstance(value, Name) and str(value) in _RGB:
            return True
        if isinstance(value, Array) and _is_light(value):
            return True
    return False


def _is_light(space: Array) -> bool:
    """Is a colour space that of a profile of three colours?"""
    return len(space) == 2 and space[0] == Name.ICCBased and space[1].get("/N") == 3


def _below(pages: Sequence[pikepdf.Object]) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield all that pages are shown by, each object once, with the key that it stands under."""
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[str, object]] = []
    for page in pages:
        waiting += [(key, page[key]) for key in ("/Resources", "/Group") if key in page]
    while waiting and len(seen) < _MOST:
        key, value = waiting.pop()
        if not isinstance(value, pikepdf.Object):
            continue
        if value.is_indirect:
            if value.objgen in seen:
                continue
            seen.add(value.objgen)
        yield key, value
        if isinstance(value, Array):
            waiting += [(key, item) for item in value]
        elif isinstance(value, Dictionary | pikepdf.Stream):
            waiting += list(value.items())
