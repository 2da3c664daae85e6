"""Which works, editions and languages a command line asks for."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from pathlib import Path

from publish.building.choice import EVERY, Choice
from publish.catalogue.vocabulary import EDITIONS, LANGUAGES
from publish.errors import PublishError


def add_choosing(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that `choice_of` looks at, for works."""
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help="publications (default: all)")
    _add_narrowing(parser)
    parser.set_defaults(bundles=())


def add_choosing_bundles(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that `choice_of` looks at, for bundles."""
    parser.add_argument("bundles", nargs="*", metavar="NAME", help="bundles (default: all)")
    _add_narrowing(parser)
    parser.set_defaults(slugs=())


def _add_narrowing(parser: argparse.ArgumentParser) -> None:
    listed = {
        "--edition": ("NAME", "editions only: press cover, or press,cover"),
        "--lang": ("LANG", "languages only: en fr, or en,fr"),
    }
    for option, (metavar, what) in listed.items():
        parser.add_argument(
            option, nargs="+", action="extend", default=[], metavar=metavar, help=what
        )


def choice_of(arguments: argparse.Namespace) -> Choice:
    """Return what is chosen.

    A list after an option has no end of its own: what in it is no edition and no language, but a
    work or a bundle, is one that is named last: `--edition press cover workers-guide`.
    """
    editions, languages = _split(arguments.edition), _split(arguments.lang)
    strange = [name for name in editions if name not in EDITIONS]
    strange += [name for name in languages if name not in LANGUAGES]
    works, bundles = _names(arguments.project) if strange else (frozenset(), frozenset())
    slugs = [name for name in strange if name in works]
    packs = [name for name in strange if name in bundles and name not in works]
    meant = {*slugs, *packs}
    asked = [name for name in arguments.bundles if not packs or name != EVERY]
    return Choice(
        slugs=tuple(dict.fromkeys((*arguments.slugs, *slugs))),
        bundles=tuple(dict.fromkeys((*asked, *packs))),
        editions=tuple(name for name in editions if name not in meant),
        languages=tuple(name for name in languages if name not in meant),
        printer=arguments.printer,
    )


def _split(values: Sequence[str]) -> tuple[str, ...]:
    """Return what is written with commas, too, each once."""
    names = (name.strip() for value in values for name in value.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def _names(root: Path) -> tuple[Collection[str], Collection[str]]:
    """Return what the works and the bundles of a project are called."""
    from publish.catalogue.reading import read_catalogue  # here: 0.2 s, and seldom needed

    try:
        catalogue, _ = read_catalogue(root)
    except PublishError:  # whoever reads it next says what is wrong with it
        return frozenset(), frozenset()
    return catalogue.publications, {bundle.name for bundle in catalogue.bundles}
