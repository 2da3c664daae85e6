"""`publish preflight`: the rules for finished PDFs, on any PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from publish.building.finding_record import finding_record
from publish.checking.gate import Expected, gate
from publish.checking.verapdf import verapdf
from publish.commands.terminal import counted, print_json, say, say_findings
from publish.errors import Finding, Place


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="PDFs to check")
    parser.add_argument("--profile", choices=("screen",), default="screen", help="what they are")
    parser.add_argument("--verapdf", action="store_true", help="ask veraPDF too, if installed")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """Check the files and report the findings of all of them."""
    findings: list[Finding] = []
    for path in arguments.files:
        findings += gate(path, Expected(), str(path))
        if arguments.verapdf and path.is_file():
            findings += verapdf(path, Place(str(path)))
    if arguments.format == "json":
        print_json([finding_record(finding) for finding in findings])
    else:
        say_findings(findings)
        if not findings:
            say(f"{counted(len(arguments.files), 'file')} checked: nothing to mend")
    return 1 if any(finding.severity == "error" for finding in findings) else 0
