"""`publish list`: what the catalogue holds."""

from __future__ import annotations

import argparse

from publish.building.naming import in_language
from publish.catalogue.model import Bundle, Publication
from publish.catalogue.reading import read_catalogue
from publish.catalogue.sessions import Session
from publish.commands.terminal import print_json, print_table, say_findings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """Print publications, bundles and sessions."""
    catalogue, findings = read_catalogue(arguments.project)
    say_findings(findings)
    works = list(catalogue.publications.values())
    if arguments.format == "json":
        print_json(
            {
                "publications": [_publication(work) for work in works],
                "bundles": [_bundle(bundle) for bundle in catalogue.bundles],
                "sessions": [_session(session) for session in catalogue.sessions.values()],
            }
        )
    else:
        rows = [("slug", "kind", "languages", "editions", "title")]
        for work in works:
            title = in_language(work.title, work.languages[0])
            languages, editions = " ".join(work.languages), " ".join(work.editions)
            rows.append((work.slug, work.kind, languages, editions, title))
        for bundle in catalogue.bundles:
            work = bundle.publication
            languages, editions = " ".join(work.languages), " ".join(work.editions)
            rows.append((bundle.name, "bundle", languages, editions, ", ".join(bundle.members)))
        for session in catalogue.sessions.values():
            title = f"{in_language(session.title, session.languages[0])}, {session.minutes} minutes"
            rows.append((session.name, "session", " ".join(session.languages), "", title))
        print_table(rows, {})
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def _publication(work: Publication) -> dict[str, object]:
    return {
        "slug": work.slug,
        "kind": work.kind,
        "languages": list(work.languages),
        "editions": list(work.editions),
        "title": in_language(work.title, work.languages[0]),
    }


def _bundle(bundle: Bundle) -> dict[str, object]:
    work = bundle.publication
    return {
        "name": bundle.name,
        "publications": list(bundle.members),
        "languages": list(work.languages),
        "editions": list(work.editions),
        "title": in_language(work.title, work.languages[0]),
    }


def _session(session: Session) -> dict[str, object]:
    return {
        "name": session.name,
        "work": session.work,
        "chapter": session.chapter,
        "languages": list(session.languages),
        "minutes": session.minutes,
        "title": in_language(session.title, session.languages[0]),
    }
