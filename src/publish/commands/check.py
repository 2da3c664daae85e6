"""`publish check`: everything that can be said of the sources without setting type."""

from __future__ import annotations

import argparse

from publish.building.choice import Choice
from publish.building.finding_record import finding_record
from publish.building.works import gather_works
from publish.catalogue.reading import read_catalogue
from publish.checking.sarif import sarif_of
from publish.commands.main import cache_folder
from publish.commands.terminal import print_json, say, say_findings
from publish.errors import Finding, FindingsError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help="publications (default: all)")
    parser.add_argument("--format", choices=("text", "json", "sarif"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """Read and compose the sources and report all findings of all of them."""
    findings = _findings(arguments)
    if arguments.format == "json":
        print_json([finding_record(finding) for finding in findings])
    elif arguments.format == "sarif":
        print_json(sarif_of(findings))
    else:
        say_findings(findings)
        if not findings:
            say("nothing to mend")
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def _findings(arguments: argparse.Namespace) -> tuple[Finding, ...]:
    try:
        catalogue, findings = read_catalogue(arguments.project)
        if any(finding.severity == "error" for finding in findings):
            return findings
        choice, cache = Choice(tuple(arguments.slugs)), cache_folder(arguments)
        _, more = gather_works(catalogue, choice, cache)
    except FindingsError as fault:
        return fault.findings
    return tuple(sorted({*findings, *more}))
