"""The rules on content, asked page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pypdf.errors import LimitReachedError
from pypdf.generic import StreamObject

from publish.checking.opened import Opened, raw, resolved, text
from publish.checking.preflight.blanks import check_scant, is_blank
from publish.checking.preflight.bleed import check_bleed, check_safety
from publish.checking.preflight.colours import check_colours, check_greys, check_inks
from publish.checking.preflight.content import OPERATORS, check_streams, read_content
from publish.checking.preflight.ink import check_ink
from publish.checking.preflight.intents import intents_of
from publish.checking.preflight.large_type import check_large_type
from publish.checking.preflight.marks import PageContent
from publish.checking.preflight.picture_ink import check_whole
from publish.checking.preflight.pictures import check_resolution
from publish.checking.preflight.rendering import Renderer
from publish.checking.preflight.reporting import Case, Process
from publish.checking.preflight.requirements import Requirements, Standard
from publish.checking.preflight.small_things import check_lines, check_type
from publish.checking.preflight.transparency import check_overprint, check_transparency
from publish.checking.preflight.walk import Known
from publish.errors import Finding

PageCheck = Callable[[Case, PageContent], Iterator[Finding]]

# Which rules hold for which kind of file.
PAGE_CHECKS: Mapping[Standard, tuple[PageCheck, ...]] = {
    "screen": (check_streams,),
    "press": (
        check_streams,
        check_colours,
        check_inks,
        check_resolution,
        check_whole,
        check_ink,
        check_lines,
        check_type,
        check_overprint,
        check_transparency,
        check_bleed,
        check_safety,
        check_scant,
    ),
    "archive": (check_streams,),
    "greyscale": (check_streams, check_greys),
    "large-print": (check_streams, check_large_type),
    "light": (check_streams, check_resolution),
    "mixed": (),
}

_SPACES: Mapping[bytes, Process] = {b"GRAY": "grey", b"RGB ": "rgb", b"CMYK": "cmyk"}


def case_of(opened: Opened, needs: Requirements) -> Case:
    """Return a file as the rules on content look at it; its renderer is to be closed."""
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


def look_at(case: Case, opened: Opened, number: int) -> tuple[list[Finding], bool]:
    """Return what is wrong with a page, counted from 1, and whether it is blank."""
    findings: list[Finding] = []
    try:
        content = read_content(number, opened.pages[number - 1], case.known)
        for check in PAGE_CHECKS[case.needs.standard]:
            findings.extend(check(case, content))
    except LimitReachedError:
        raise  # it is the file that is made to fill memory, not this page that is torn
    except Exception as fault:  # a broken page can raise whatever a parser can raise
        message = f"its content cannot be checked: {type(fault).__name__}: {fault}"
        remedy = "write the page anew from the program that it was made with"
        findings.append(OPERATORS.at(opened.place, message[:300], remedy, number))
        return findings, False
    return findings, is_blank(content)
