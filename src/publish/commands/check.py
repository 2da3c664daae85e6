"""`publish check`: everything that can be said of the sources without setting type."""

from __future__ import annotations

import argparse

from publish.building.choice import Choice
from publish.building.press_runs import press_terms
from publish.building.sessions import check_packs
from publish.building.works import gather_works
from publish.catalogue.reading import read_catalogue
from publish.catalogue.waivers import read_waivers
from publish.checking.waiving import Waived, refusing, waive
from publish.commands.clock import today
from publish.commands.main import cache_folder
from publish.commands.telling import add_telling, tell
from publish.commands.terminal import refusal, say
from publish.composing.layouts import identity_of
from publish.errors import Finding, FindingsError, WrongUsage, errors_of
from publish.manuscript.library import Library


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help="publications (default: all)")
    parser.add_argument(
        "--release",
        action="store_true",
        help="fail while anything stands for which `build --release` would deliver nothing",
    )
    add_telling(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read and compose the sources and report all findings of all of them."""
    waivers, faults = read_waivers(arguments.project)
    heard = waive((*faults, *_findings(arguments)), waivers, today())
    code = tell(arguments, heard, "nothing to mend")
    if arguments.release and (refused := refusing(heard.standing)):
        say(refusal(refused, "not fit for release"))
        return 1
    return code


def _findings(arguments: argparse.Namespace) -> tuple[Finding, ...]:
    try:
        catalogue, findings = read_catalogue(arguments.project)
        if errors_of(findings):
            return findings
        choice, cache = Choice(tuple(arguments.slugs)), cache_folder(arguments)
        library = Library()  # works and sessions read much the same
        works, more = gather_works(catalogue, choice, cache, library)
        printed = [work.publication for work in works if work.editions]
        printed += [one.publication for one in catalogue.bundles if choice.takes_bundle(one.name)]
        sessions = [
            (session, lang)
            for session in catalogue.sessions.values()
            if not choice.slugs or session.work in choice.slugs
            for lang in session.languages
        ]
        more += check_packs(sessions, catalogue, cache, library) if sessions else ()
        identity = identity_of(catalogue.root, catalogue.imprint.brand)
        more += tuple(found for one in printed for found in press_terms(one, identity))
    except WrongUsage as fault:
        if arguments.format != "text":
            tell(arguments, Waived(fault.findings), "")
        raise
    except FindingsError as fault:
        return fault.findings
    return tuple(sorted({*findings, *more}))
