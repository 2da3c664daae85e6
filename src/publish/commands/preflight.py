"""`publish preflight`: the rules for finished PDFs, on any PDF, ours or not."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from publish.building.finding_record import finding_record, waived_record
from publish.catalogue.printer_reading import printers_in, read_printer
from publish.catalogue.reading import CATALOGUE, read_catalogue
from publish.catalogue.waivers import read_waivers
from publish.checking.conformance import conformance
from publish.checking.folding import folded
from publish.checking.preflight.confined import is_safe, preflight_confined
from publish.checking.preflight.requirements import (
    REQUIREMENTS,
    Requirements,
    Standard,
    requirements_of,
)
from publish.checking.verapdf import verapdf
from publish.checking.waiving import Waived, waive
from publish.commands.clock import today
from publish.commands.telling import add_telling, tell
from publish.commands.terminal import counted, say
from publish.composing.layouts import identity_of
from publish.errors import Finding, FindingsError, Place

# By which standards a file is judged as a whole; keys of `conformance.PROFILES`. A file of somebody
# else that is meant for an office printer need not be accessible, as ours are.
_STANDARDS: Mapping[Standard, tuple[str, ...]] = {
    "screen": ("ua1", "2a"),
    "archive": ("ua1", "3a"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="PDFs to check")
    known = ", ".join(REQUIREMENTS)
    parser.add_argument(
        "--profile",
        default="screen",
        metavar="NAME",
        help=f"what they are meant for: {known}, or the name of a printer (default: screen)",
    )
    parser.add_argument("--verapdf", action="store_true", help="ask veraPDF too, if installed")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a page with pictures")
    add_telling(parser)


def run(arguments: argparse.Namespace) -> int:
    """Check the files and report the findings of all of them."""
    if arguments.report and not _may_be_written(arguments.report):
        say(f"publish preflight: error: {arguments.report} is no report and would be lost")
        return 2
    needs = _requirements(arguments.project, arguments.profile)
    if needs is None:
        return 2
    findings: list[Finding] = []
    for path in arguments.files:
        found = preflight_confined(path, needs, str(path))
        if is_safe(found):
            found += _judged(path, needs, arguments)
        findings += folded(found)
    result = _after_waivers(arguments.project, arguments.files, findings)
    if arguments.report:
        _write_report(arguments, result)
    files = counted(len(arguments.files), "file")
    return tell(arguments, result, f"{files} checked for {arguments.profile}: nothing to mend")


def _requirements(project: Path, name: str) -> Requirements | None:
    """Return what a file for `name` needs; None, and say so, where nothing bears that name.

    Raises:
        FindingsError: there is such a printer, but its profile has faults.
    """
    if name in REQUIREMENTS:
        return REQUIREMENTS[name]
    brand = "brand"
    if (project / CATALOGUE).is_file():
        brand = read_catalogue(project)[0].imprint.brand
    identity = identity_of(project, brand)
    known = (*REQUIREMENTS, *printers_in(identity))
    if name not in known:
        close = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
        hint = f": did you mean “{close[0]}”?" if close else ""
        say(f"publish preflight: error: there is no profile “{name}”{hint}")
        say(f"    known are {', '.join(known)}")
        return None
    printer, faults = read_printer(identity, name)
    if printer is None:
        raise FindingsError(faults)
    return requirements_of(printer)


def _judged(path: Path, needs: Requirements, arguments: argparse.Namespace) -> tuple[Finding, ...]:
    """Return what the judges of whole standards say of a file."""
    place = Place(str(path))
    standards = _STANDARDS.get(needs.standard, ())
    found = [finding for key in standards for finding in conformance(path, place, key)]
    return (*found, *(verapdf(path, place, standards) if arguments.verapdf else ()))


def _after_waivers(project: Path, files: Sequence[Path], findings: Sequence[Finding]) -> Waived:
    """Hear the project's waivers, which speak of the files in its output/."""
    output = project / "output"
    ours = {
        str(path): path.resolve().relative_to(output).as_posix()
        for path in files
        if path.resolve().is_relative_to(output)
    }
    if not ours:
        return Waived(tuple(findings))
    waivers, faults = read_waivers(project)
    shown = {name: path for path, name in ours.items()}
    result = waive((_called(finding, ours) for finding in findings), waivers, today())
    return Waived(
        (*faults, *(_called(finding, shown) for finding in result.standing)),
        tuple((_called(finding, shown), waiver) for finding, waiver in result.waived),
    )


def _called(finding: Finding, names: Mapping[str, str]) -> Finding:
    """Return `finding` with its file by another name, if it has one."""
    file = names.get(finding.place.file, finding.place.file)
    return dataclasses.replace(finding, place=dataclasses.replace(finding.place, file=file))


def _may_be_written(report: Path) -> bool:
    """Is there nothing at `report`, or an older report?"""
    try:
        with report.open("rb") as file:
            return file.read(15).lower() == b"<!doctype html>"
    except OSError:  # whoever writes it says why it cannot be written
        return True


def _write_report(arguments: argparse.Namespace, result: Waived) -> None:
    from publish.delivering.report_preflight import write_preflight_report  # here: 0.3 s

    record = {
        "profile": arguments.profile,
        "files": [str(path) for path in arguments.files],
        "findings": [finding_record(finding) for finding in result.standing],
        "waived": [waived_record(finding, waiver) for finding, waiver in result.waived],
    }
    write_preflight_report(record, arguments.report)
