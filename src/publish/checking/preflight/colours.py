"""Rules on colour spaces: what is printed is in the inks that the press has."""

from __future__ import annotations

from collections.abc import Iterator

from publish.checking.preflight.marks import Mark, PageContent, Placed, shared, spread
from publish.checking.preflight.reporting import Case, Process
from publish.checking.preflight.spaces import Kind, Space, process_of, text_of_space
from publish.errors import Finding, Rule
from publish.units import Box

DEVICE_COLOURS = Rule(
    "P244",
    "Colours that name a device name that of the output intent.",
    "ISO 15930-7:2010, 6.4: DeviceRGB on a press that prints CMYK is converted as each program "
    "likes; brand colours and greys come out otherwise than they were approved.",
)
DEVICE_FREE = Rule(
    "P245",
    "A file for CMYK has no colours that wait for their conversion: RGB with a profile, Lab.",
    "GWG 2015, Color Space, variants for CMYK: PDF/X-4 allows them, but who converts them, and "
    "how, is settled only at the printer's; black text can become text in four inks.",
)
SPOT_COLOURS = Rule(
    "P246",
    "Nothing is printed in inks beyond those of the printing condition.",
    "GWG 2015, 4.18, Use of Spot Colors: each spot colour is a plate of its own, to be paid for, "
    "or is replaced without proof.",
    severity="warning",
)
REGISTRATION = Rule(
    "P247",
    "The colour of registration marks stays outside the trim.",
    "GWG 2015, 4.21, Separation Color All: it prints full on every plate, more ink than paper "
    "can hold.",
)
ICC_CMYK = Rule(
    "P248",
    "CMYK colours are those of the output intent, without a profile of their own.",
    "ISO 15930-7:2010, 6.4, and GWG 2015, Color Space: a second conversion from CMYK to CMYK "
    "makes four inks of pure black.",
    severity="warning",
)
GREY_ONLY = Rule(
    "P249",
    "A greyscale file has greys only.",
    "Office printers count a page with any colour as a colour page, and make greys of RGB in "
    "four toners, with a cast.",
)

RULES: tuple[Rule, ...] = (
    DEVICE_COLOURS, DEVICE_FREE, SPOT_COLOURS, REGISTRATION, ICC_CMYK, GREY_ONLY,
)  # fmt: skip

_FOREIGN: dict[Process, tuple[Kind, ...]] = {
    "cmyk": ("rgb",),
    "rgb": ("cmyk",),
    "grey": ("rgb", "cmyk"),
}
_DEVICE_FREE: tuple[Kind, ...] = ("icc rgb", "cal rgb", "lab")
_PROCESS_INKS = {"Cyan", "Magenta", "Yellow", "Black", "None", "All"}


def check_colours(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield what a page has of colours that its output intent has not."""
    process = case.process or "cmyk"
    remedy = f"convert it to {process.upper()} with the profile of the printing condition"
    for kind, (space, box) in _first_of_each(content).items():
        name = text_of_space(space)
        if kind in _FOREIGN[process]:
            message = f"something is in {name}, and the output intent is {process.upper()}"
            yield case.finding(DEVICE_COLOURS, content, message, remedy, box)
        elif kind in _DEVICE_FREE and process == "cmyk":
            message = f"something is in {name}, to be converted by whoever prints it"
            yield case.finding(DEVICE_FREE, content, message, remedy, box)
        elif kind == "icc cmyk" and process == "cmyk":
            message = "something is in CMYK with a profile of its own"
            yield case.finding(ICC_CMYK, content, message, "make it DeviceCMYK", box)


def _first_of_each(content: PageContent) -> dict[Kind, tuple[Space, Box]]:
    """Return each kind of colour space on a page, with the box of the first mark that has it."""
    found: dict[Kind, tuple[Space, Box]] = {}
    for mark in content.marks:
        for space in spaces_of(mark):
            if space.kind not in found:
                found[space.kind] = (space, mark.box)
    return found


def spaces_of(mark: Mark) -> Iterator[Space]:
    """Yield the colour spaces of a mark, an indexed one as that which its colours are from.

    For a Separation that is its own: what the alternate space is matters only where the ink is
    missing, and says so there.
    """
    if isinstance(mark.source, Placed) and mark.source.space is not None:
        yield process_of(mark.source.space)
    if mark.paint is not None and mark.paint.space.kind != "pattern":
        yield process_of(mark.paint.space)


def check_inks(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield the spot colours of a page, and registration colour within the trim."""
    spots: dict[str, Box] = {}
    inside = spread(content.trim, -1.0)  # marks may touch the trim by a line's width
    registration: Box | None = None
    for mark in content.marks:
        for space in spaces_of(mark):
            for name in space.names:
                if name not in _PROCESS_INKS:
                    spots.setdefault(name, mark.box)
            if "All" in space.names and registration is None:
                registration = shared(mark.box, inside)
    for name, box in spots.items():
        message = f"something is in the spot colour {name}"
        remedy = "convert it to CMYK, or order the ink"
        yield case.finding(SPOT_COLOURS, content, message, remedy, box)
    if registration:
        message = "something within the trim has the colour of registration marks"
        yield case.finding(REGISTRATION, content, message, "make it black", registration)


def check_greys(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield a finding where a page of a greyscale file has a colour."""
    for mark in content.marks:
        for space in spaces_of(mark):
            if not _grey(space, mark):
                message = f"something is in {text_of_space(space)}"
                remedy = "convert it to DeviceGray"
                yield case.finding(GREY_ONLY, content, message, remedy, mark.box)
                return


def _grey(space: Space, mark: Mark) -> bool:
    if space.kind in ("grey", "icc grey", "cal grey"):
        return True
    if space.kind == "separation":
        return set(space.names) <= {"Black", "None", "All"}
    values = mark.paint.values if mark.paint else ()
    return space.kind == "cmyk" and len(values) == 4 and not any(values[:3])
