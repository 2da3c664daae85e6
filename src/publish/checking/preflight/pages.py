"""The rules on content, asked of every page: in processes side by side where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pypdf.generic import StreamObject

from publish.checking.opened import Opened, raw, resolved, text
from publish.checking.preflight.blanks import check_blanks, check_scant, is_blank
from publish.checking.preflight.bleed import check_bleed, check_safety
from publish.checking.preflight.colours import check_colours, check_greys, check_inks
from publish.checking.preflight.content import check_streams, read_content
from publish.checking.preflight.ink import check_ink
from publish.checking.preflight.intents import intents_of
from publish.checking.preflight.marks import PageContent
from publish.checking.preflight.pictures import check_resolution
from publish.checking.preflight.rendering import Renderer
from publish.checking.preflight.reporting import Case, Process
from publish.checking.preflight.requirements import Requirements, Standard
from publish.checking.preflight.small_things import check_lines, check_type
from publish.checking.preflight.transparency import check_overprint, check_transparency
from publish.checking.preflight.walk import Known
from publish.errors import Finding

PageCheck = Callable[[Case, PageContent], Iterator[Finding]]

_PRESS: tuple[PageCheck, ...] = (
    check_streams,
    check_colours,
    check_inks,
    check_resolution,
    check_ink,
    check_lines,
    check_type,
    check_overprint,
    check_transparency,
    check_bleed,
    check_safety,
    check_scant,
)

# Which rules hold for which kind of file.
PAGE_CHECKS: Mapping[Standard, tuple[PageCheck, ...]] = {
    "screen": (check_streams,),
    "press": _PRESS,
    "archive": (check_streams,),
    "greyscale": (check_streams, check_greys),
}

_SPACES: Mapping[bytes, Process] = {b"GRAY": "grey", b"RGB ": "rgb", b"CMYK": "cmyk"}


def check_content(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield what is wrong with what the pages show."""
    case = case_of(opened, needs)
    blank: list[int] = []
    try:
        for n, page in enumerate(opened.pages, 1):
            content = read_content(n, page, case.known)
            if is_blank(content):
                blank.append(n)
            for check in PAGE_CHECKS[needs.standard]:
                yield from check(case, content)
    finally:
        case.renderer.close()
    yield from check_blanks(case, blank)


def case_of(opened: Opened, needs: Requirements) -> Case:
    """Return a file as the rules on content look at it."""
    profile = b""
    for intent in intents_of(opened):
        if needs.standard == "press" and text(intent, "/S") != "/GTS_PDFX":
            continue  # what an archive calls its colours binds no press
        stream = resolved(raw(intent, "/DestOutputProfile"))
        if isinstance(stream, StreamObject):
            profile = stream.get_data()
    process = _SPACES.get(profile[16:20], "")
    file = opened.reader.stream
    file.seek(0)
    renderer = Renderer(file.read())
    return Case(opened.place, needs, Known(), renderer, len(opened.pages), process, profile)
