"""Preflight of one file: read once, ask all that its purpose asks, return each fault once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from publish.checking.gate import Expected, reading
from publish.checking.opened import Opened, open_pdf
from publish.checking.preflight import boxes, fonts, framing, identification, intents
from publish.checking.preflight.requirements import Requirements, Standard
from publish.checking.readback import read_back
from publish.errors import Finding, Place, Rule

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
)

# Which checks hold for which kind of file.
CHECKS: Mapping[Standard, tuple[Check, ...]] = {
    "screen": _FRAMING,
    "press": _PRESS,
    "archive": _FRAMING,
    "greyscale": _FRAMING,
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
        for check in CHECKS[needs.standard]:
            findings += _found(check, opened, needs)
        if expected is not None:
            findings += read_back(opened, expected)
    return tuple(sorted(dict.fromkeys(findings)))


def _found(check: Check, opened: Opened, needs: Requirements) -> list[Finding]:
    """Return what a check finds; where the file makes it stumble, that is a finding too."""
    findings: list[Finding] = []
    try:
        findings.extend(check(opened, needs))
    except Exception as fault:  # a broken file can raise whatever a parser can raise
        what = check.__name__.removeprefix("check_").replace("_", " ")
        message = f"its {what} cannot be checked: {type(fault).__name__}: {fault}"
        remedy = "write the file anew from the program that it was made with"
        findings.append(UNREADABLE.at(opened.place, message[:300], remedy))
    return findings
