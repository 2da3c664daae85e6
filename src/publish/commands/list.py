"""`publish list`: what the catalogue holds, and how much of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from publish.building.naming import in_language
from publish.building.stock import Stock, stock, stock_in_all, stock_record
from publish.catalogue.model import Bundle, Publication
from publish.catalogue.reading import read_catalogue
from publish.catalogue.sessions import Session
from publish.commands.main import cache_folder
from publish.commands.terminal import print_json, print_table, say_findings
from publish.errors import errors_of

_MEASURES = ("words", "pages", "figures", "charts", "tables", "boxes", "sources", "citations",
             "facts")  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """Print publications, bundles and sessions."""
    catalogue, findings = read_catalogue(arguments.project)
    say_findings(findings)
    works = list(catalogue.publications.values())
    held = stock(catalogue, cache_folder(arguments))
    if arguments.format == "json":
        print_json(
            {
                "publications": [
                    _publication(work) | stock_record(one)
                    for work, one in zip(works, held, strict=True)
                ],
                "in_all": stock_in_all(held),
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
        if held:
            print()
            _print_stock(held)
    return 1 if errors_of(findings) else 0


def _print_stock(held: Sequence[Stock]) -> None:
    """Write how much each work holds, and their sums."""
    rows: list[tuple[str, ...]] = [("", *_MEASURES)]
    for name, record in (
        *((one.slug, stock_record(one)) for one in held),
        ("in all", stock_in_all(held)),
    ):
        numbers = (record[measure] for measure in _MEASURES)
        rows.append((name, *("–" if n is None else f"{n:,}" for n in numbers)))
    print_table(rows, dict.fromkeys(range(1, len(rows[0])), True))


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
