"""A page's content read: every mark on it, and what is wrong with the stream itself."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf.generic import DictionaryObject, StreamObject

from publish.checking.geometry import bleed_of, media_of, trim_of
from publish.checking.opened import entry, items, raw, resolved
from publish.checking.preflight.marks import IDENTITY, PageContent
from publish.checking.preflight.object_operators import OBJECTS
from publish.checking.preflight.operators import steps
from publish.checking.preflight.path_operators import PATHS
from publish.checking.preflight.reporting import Case
from publish.checking.preflight.state_operators import STATE
from publish.checking.preflight.text_operators import TEXT
from publish.checking.preflight.walk import Handlers, Known, State, TooMuch, Walk
from publish.errors import Finding, Rule

OPERATORS = Rule(
    "P240",
    "Content has only operators that PDF knows, with the operands that they take.",
    "ISO 32000-1:2008, 7.8.2 and Annex A: what follows a torn operator may be lost, or fall "
    "elsewhere, as the program pleases that reads it.",
)
PAIRS = Rule(
    "P241",
    "What content begins it ends: q and Q, BT and ET, BMC and EMC.",
    "ISO 32000-1:2008, 8.4.2, 9.4.1 and 14.6.1: a colour or a clipping that is not taken back "
    "goes on into what follows; some programs stop there.",
)
RESOURCES = Rule(
    "P242",
    "Every font, picture, pattern, colour space and state that content names is there.",
    "ISO 32000-1:2008, 7.8.3: what is missing is left out, and programs differ in what they "
    "put in its place.",
)
INTRICATE = Rule(
    "P243",
    "A page has no more than a million operators, those of its forms counted each time.",
    "ISO 32000-1:2008, Annex C: such a page takes a press's computer for hours, or stops it.",
    severity="warning",
)

RULES: tuple[Rule, ...] = (OPERATORS, PAIRS, RESOURCES, INTRICATE)

HANDLERS: Handlers = {**PATHS, **STATE, **TEXT, **OBJECTS}

LONGEST = 256 * 1024 * 1024  # bytes of a page's content that are read


def read_content(number: int, page: DictionaryObject, known: Known) -> PageContent:
    """Return all that a page shows.

    Args:
        number: the page's, counted from 1.
        known: what was read of the file so far; it grows.
    """
    media = media_of(page)
    walk = Walk(known, HANDLERS, State(IDENTITY, media), entry(page, "/Resources"), IDENTITY)
    unfinished = False
    try:
        walk.run(steps(_stream(page)))
        walk.close()
    except TooMuch:
        unfinished = True
    if group := entry(page, "/Group"):
        walk.groups[0] = group
    return PageContent(
        number,
        page,
        trim_of(page),
        bleed_of(page),
        media,
        tuple(walk.marks),
        walk.groups,
        walk.faults,
        unfinished,
    )


def _stream(page: DictionaryObject) -> bytes:
    """Return a page's content; its parts are one stream, divided between tokens, 7.8.2."""
    streams = [resolved(part) for part in items(raw(page, "/Contents"))]
    parts = [part.get_data() for part in streams if isinstance(part, StreamObject)]
    return b"\n".join(parts)[:LONGEST]


_KINDS = {
    "operator": (OPERATORS, "its content has something that is no operator"),
    "operands": (OPERATORS, "its content has an operator with operands that it does not take"),
    "pairs": (PAIRS, "its content begins what it does not end, or ends what it did not begin"),
    "resource": (RESOURCES, "its content names what is not there"),
}


def check_streams(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield what is wrong with a page's content as a stream."""
    remedy = "write the page anew from the program that it was made with"
    for kind, (count, first) in content.faults.found.items():
        rule, what = _KINDS[kind]
        often = f", {count} times" if count > 1 else ""
        yield case.finding(rule, content, f"{what}: {first}{often}", remedy)
    if content.unfinished:
        message = "it has more operators than are looked at; the rest was not checked"
        yield case.finding(INTRICATE, content, message, "turn so fine a drawing into a picture")
