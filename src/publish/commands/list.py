"""`publish list`: what the catalogue holds."""

from __future__ import annotations

import argparse

from publish.building.records import in_language
from publish.catalogue.reading import read_catalogue
from publish.commands.terminal import print_json, print_table, say_findings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """Print publications and bundles."""
    catalogue, findings = read_catalogue(arguments.project)
    say_findings(findings)
    works = [
        {
            "slug": work.slug,
            "kind": work.kind,
            "languages": list(work.languages),
            "editions": list(work.editions),
            "title": in_language(work.title, work.languages[0]),
        }
        for work in catalogue.publications.values()
    ]
    bundles = [
        {"name": bundle.name, "publications": list(bundle.publications)}
        for bundle in catalogue.bundles
    ]
    if arguments.format == "json":
        print_json({"publications": works, "bundles": bundles})
    else:
        rows = [("slug", "kind", "languages", "editions", "title")]
        rows += [
            (
                work.slug,
                work.kind,
                " ".join(work.languages),
                " ".join(work.editions),
                in_language(work.title, work.languages[0]),
            )
            for work in catalogue.publications.values()
        ]
        rows += [("", "", "", "", "")] if catalogue.bundles else []
        rows += [
            (bundle.name, "bundle", "", "", ", ".join(bundle.publications))
            for bundle in catalogue.bundles
        ]
        print_table(rows, {})
    return 1 if any(finding.severity == "error" for finding in findings) else 0
