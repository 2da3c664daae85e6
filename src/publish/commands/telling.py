"""How verbs that only check tell what they found: as text, as JSON or as SARIF."""

from __future__ import annotations

import argparse

from publish.building.finding_record import finding_record
from publish.checking.sarif import sarif_of
from publish.checking.waiving import Waived, refusing
from publish.commands.terminal import counted, print_json, say, say_every_finding, say_findings
from publish.errors import errors_of


def add_telling(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that `tell` looks at."""
    parser.add_argument("--format", choices=("text", "json", "sarif"), default="text")
    parser.add_argument("-v", "--verbose", action="store_true", help="list notes, too")


def tell(arguments: argparse.Namespace, result: Waived, good: str) -> int:
    """Tell what was found and return the exit code: 1 if an error stands.

    Args:
        good: what to say where nothing has to be mended.
    """
    if arguments.format == "json":
        print_json([finding_record(finding) for finding in result.standing])
    elif arguments.format == "sarif":
        reasons = ((finding, waiver.reason) for finding, waiver in result.waived)
        print_json(sarif_of(result.standing, reasons))
    else:
        (say_every_finding if arguments.verbose else say_findings)(result.standing)
        if result.waived:
            say(f"{counted(len(result.waived), 'finding')} waived (waivers.toml)")
        if not refusing(result.standing):
            say(good)
    return 1 if errors_of(result.standing) else 0
