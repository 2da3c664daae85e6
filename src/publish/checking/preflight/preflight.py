"""Preflight of one file: read once, ask all that its purpose asks, return each fault once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pypdf.errors import LimitReachedError

from publish.checking import readback
from publish.checking.expected import Check as Comparison
from publish.checking.expected import Expected
from publish.checking.opened import Opened, open_pdf
from publish.checking.preflight import (
    boxes,
    circles,
    doing,
    fonts,
    framing,
    holding,
    identification,
    intents,
    large_type,
    side_by_side,
)
from publish.checking.preflight.limits import INFLATED, SUSPECT, too_many_pages
from publish.checking.preflight.requirements import Requirements, Standard
from publish.checking.proofing import check_structure, reading
from publish.errors import Finding, Place, PublishError, Rule

UNREADABLE = Rule(
    "P200",
    "Every part of a file can be read.",
    "ISO 32000-1:2008, 7: where one program stumbles, the printer's may stumble too.",
)

RULES: tuple[Rule, ...] = (UNREADABLE,)

Check = Callable[[Opened, Requirements], Iterator[Finding]]

_FRAMING: tuple[Check, ...] = (framing.check_header, framing.check_identifier)
_PRESS: tuple[Check, ...] = (
    *_FRAMING,
    framing.check_version,
    framing.check_compression,
    boxes.check_cut,
    boxes.check_nesting,
    boxes.check_bleed_width,
    boxes.check_one_size,
    boxes.check_count,
    intents.check_intent,
    intents.check_profile,
    intents.check_one_profile,
    intents.check_condition,
    identification.check_pdfx,
    identification.check_metadata,
    identification.check_agreeing,
    identification.check_trapped,
    fonts.check_embedded,
    fonts.check_allowed,
    fonts.check_widths,
    fonts.check_drawn,
    doing.check_scripts,
    doing.check_actions,
    doing.check_forms,
    doing.check_over_page,
    doing.check_media,
    holding.check_attached,
    holding.check_layers,
    holding.check_postscript,
    holding.check_substitutes,
    holding.check_curves,
    holding.check_halftones,
    holding.check_outside,
    circles.check_circles,
    side_by_side.check_content,
)

_ARCHIVE: tuple[Check, ...] = (
    *_FRAMING,
    framing.check_version,
    framing.check_compression,
    boxes.check_nesting,
    intents.check_intent,
    intents.check_profile,
    intents.check_one_profile,
    identification.check_agreeing,
    identification.check_archive,
    fonts.check_allowed,
    fonts.check_widths,
    doing.check_scripts,
    doing.check_actions,
    doing.check_forms,
    doing.check_media,
    holding.check_attached,
    holding.check_postscript,
    holding.check_substitutes,
    holding.check_curves,
    holding.check_outside,
    circles.check_circles,
    side_by_side.check_content,
)
_GREYSCALE: tuple[Check, ...] = (
    framing.check_header,
    boxes.check_nesting,
    boxes.check_one_size,
    boxes.check_count,
    fonts.check_embedded,
    fonts.check_allowed,
    fonts.check_drawn,
    doing.check_scripts,
    doing.check_media,
    holding.check_postscript,
    holding.check_curves,
    holding.check_outside,
    circles.check_circles,
    side_by_side.check_content,
)
_SCREEN: tuple[Check, ...] = (
    *_FRAMING,
    boxes.check_nesting,
    fonts.check_allowed,
    doing.check_scripts,
    holding.check_postscript,
    holding.check_outside,
    circles.check_circles,
    side_by_side.check_content,
)

_MIXED: tuple[Check, ...] = (
    framing.check_header,
    boxes.check_nesting,
    doing.check_scripts,
    holding.check_outside,
    circles.check_circles,
)

# Which checks hold for which kind of file.
CHECKS: Mapping[Standard, tuple[Check, ...]] = {
    "screen": _SCREEN,
    "press": _PRESS,
    "archive": _ARCHIVE,
    "greyscale": _GREYSCALE,
    "large-print": (*_SCREEN, large_type.check_slant),
    "mixed": _MIXED,
    "light": _SCREEN,
}


# The same of what is compared with what binding meant a file to be, where that is known.
_SHOWN: tuple[Comparison, ...] = (check_structure,)
READ_BACK: Mapping[Standard, tuple[Comparison, ...]] = {
    "screen": (*readback.CHECKS, *_SHOWN),
    "press": (*readback.PRINTED, readback.check_dates, boxes.check_planned_size),
    "archive": (*readback.LASTING, *_SHOWN),
    "greyscale": (*readback.PRINTED, boxes.check_planned_size),
    "large-print": (*readback.CHECKS, *_SHOWN),
    "mixed": readback.MIXED,
    "light": (*readback.CHECKS, *_SHOWN),
}
# Our own greyscale files keep their tags; who prints somebody else's need not ask for any.
OWN: Mapping[Standard, tuple[Comparison, ...]] = {
    **READ_BACK,
    "greyscale": (*readback.CHECKS, *_SHOWN),
}


def preflight(
    path: Path, needs: Requirements, file: str, expected: Expected | None = None
) -> tuple[Finding, ...]:
    """Read a file and return all that is wrong with it, each once, in order. Never raises.

    For files that may harm the one who reads them there is `confined`.

    Args:
        path: the file.
        needs: what it is meant for.
        file: how findings call it.
        expected: what binding meant it to be; None for a file of somebody else.
    """
    place = Place(file)
    with reading(place) as findings:
        opened = open_pdf(path, place)
        if fault := too_many_pages(len(opened.pages), place):
            raise PublishError(fault)
        for check in CHECKS[needs.standard]:
            findings += _found(check.__name__, opened, check(opened, needs))
        for own in (READ_BACK if expected is None else OWN)[needs.standard]:
            findings += _found(own.__name__, opened, own(opened, expected or Expected()))
    return tuple(sorted(dict.fromkeys(findings)))


def read_again(
    path: Path, needs: Requirements, file: str, expected: Expected
) -> tuple[Finding, ...]:
    """Compare a file with what binding meant it to be; its pages are known. As `preflight`."""
    place = Place(file)
    with reading(place) as findings:
        opened = open_pdf(path, place)
        for own in OWN[needs.standard]:
            if own not in _SHOWN:
                findings += _found(own.__name__, opened, own(opened, expected))
    return tuple(sorted(dict.fromkeys(findings)))


def _found(name: str, opened: Opened, check: Iterator[Finding]) -> list[Finding]:
    """Return what a check finds; where the file makes it stumble, that is a finding too."""
    findings: list[Finding] = []
    try:
        findings.extend(check)
    except LimitReachedError as fault:
        message = f"a part of the file is larger than any document needs: {fault}"
        findings.append(INFLATED.at(opened.place, message[:300], SUSPECT))
    except Exception as fault:  # a broken file can raise whatever a parser can raise
        what = name.removeprefix("check_").strip("_").replace("_", " ")
        message = f"its {what} cannot be checked: {type(fault).__name__}: {fault}"
        remedy = "write the file anew from the program that it was made with"
        findings.append(UNREADABLE.at(opened.place, message[:300], remedy))
    return findings
