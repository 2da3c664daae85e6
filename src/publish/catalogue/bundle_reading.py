"""The bundles and documents of catalogue.toml, with everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from difflib import get_close_matches

from publish.catalogue.budgets import Budget, read_budgets, with_budgets
from publish.catalogue.issuing import issued
from publish.catalogue.judging import LISTED_TWICE, judge_issued, twice
from publish.catalogue.model import Bundle, Document, Imprint, Publication
from publish.catalogue.parsing import Source
from publish.catalogue.tables import (
    BundleTable,
    CatalogueTable,
    hyphenate,
)
from publish.catalogue.vocabulary import BUNDLES
from publish.errors import Finding, Rule

SLUG = Rule(
    "C117",
    "A slug is made of small letters, digits and hyphens, with one slash at most.",
    "It becomes part of file names and links on every system.",
)
MISSING_MEMBER = Rule(
    "C172",
    "Every member of a bundle is there: a work in sources/, or a document of the catalogue.",
    "The bundle is issued without it.",
    "warning",
)
NO_MEMBER = Rule(
    "C173",
    "A bundle has a member at least.",
    "There is nothing to bind.",
    "warning",
)
RULES: tuple[Rule, ...] = (SLUG, MISSING_MEMBER, NO_MEMBER)

WORK = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)?")  # slug of a work
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NEAR = 0.75  # works that are not written yet have names that are like those of others


def read_bundles(
    table: CatalogueTable,
    source: Source,
    imprint: Imprint,
    works: Mapping[str, Publication],
    documents: Mapping[str, Document],
    present: Sequence[str],
    house: Mapping[str, Budget],
) -> tuple[tuple[Bundle, ...], tuple[Finding, ...]]:
    """Return the bundles that have a member.

    Args:
        works: those that can be built, by slug.
        present: slugs of all works that are listed and there; those at fault have findings.
        house: budgets of all that is issued.
    """
    bundles: list[Bundle] = []
    findings: list[Finding] = []
    for n, one in enumerate(table.bundle):
        names = [other.name for other in table.bundle[:n]]
        findings += _naming(one, names, source, n)
        findings += twice(one.publications, source, "bundle", n, "publications")
        known = {*present, *documents}
        others = {other.name for other in table.bundle} - known
        findings += _missing(one, known, others, source, n)
        listed = dict.fromkeys(one.publications)
        members = tuple(slug for slug in listed if slug in works or slug in documents)
        if not members:
            if not {*present}.intersection(listed):  # what is there and at fault has findings
                findings.append(_nothing(one, known, others, source, n))
            continue
        languages = one.languages or _languages(members, works)
        findings += _untranslated(one, members, works, languages, source, n)
        findings += judge_issued(one, languages, source, "bundle", n)
        own, found = read_budgets(one.budgets, source, "bundle", n, "budgets")
        publication = _publication(one, languages, source, n, imprint)
        publication, more = with_budgets(publication, house, own)
        findings += (*found, *more)
        bundles.append(Bundle(publication, members, frozenset(one.merge)))
    return tuple(bundles), tuple(findings)


def _nothing(
    table: BundleTable, known: Set[str], others: Set[str], source: Source, n: int
) -> Finding:
    slugs = tuple(dict.fromkeys(table.publications))
    message = f"nothing of the bundle `{table.name}` is written yet: {_named(slugs, known, others)}"
    remedy = "write one of its works, or remove the bundle"
    return NO_MEMBER.at(source.key("bundle", n), message, remedy)


def _naming(table: BundleTable, names: Sequence[str], source: Source, n: int) -> Iterator[Finding]:
    place = source.value("bundle", n, "name")
    if not _NAME.fullmatch(table.name):
        remedy = "use small letters, digits and single hyphens"
        yield SLUG.at(place, f"`{table.name}` cannot name a file", remedy)
    if table.name in names:
        message = f"two bundles have the name `{table.name}`"
        yield LISTED_TWICE.at(place, message, "rename one of the two")


def _missing(
    table: BundleTable, known: Set[str], others: Set[str], source: Source, n: int
) -> Iterator[Finding]:
    missing = [slug for slug in dict.fromkeys(table.publications) if slug not in known]
    if not missing or len(missing) == len(set(table.publications)):  # all: see NO_MEMBER
        return
    named = _named(missing, known, others)
    message = f"the bundle `{table.name}` is bound without {named}: not written yet"
    remedy = "write what is missing, or take it off the list"
    yield MISSING_MEMBER.at(source.key("bundle", n, "publications"), message, remedy)


def _named(missing: Sequence[str], known: Set[str], others: Set[str]) -> str:
    """Name what is missing; what may be a slip is said last, with what may be meant."""
    plain, explained = [], []
    for slug in missing:
        near = get_close_matches(slug, sorted(known), n=1, cutoff=_NEAR)
        if slug in others:
            explained.append(f"`{slug}` (a bundle: list its works instead)")
        elif near:
            explained.append(f"`{slug}` (did you mean `{near[0]}`?)")
        else:
            plain.append(f"`{slug}`")
    return ", ".join((*plain, *explained))


def _untranslated(
    table: BundleTable,
    members: Sequence[str],
    works: Mapping[str, Publication],
    languages: Sequence[str],
    source: Source,
    n: int,
) -> Iterator[Finding]:
    for lang in languages:
        without = [slug for slug in members if slug in works and lang not in works[slug].languages]
        if len(without) == len(members):
            message = (
                f"the bundle `{table.name}` is not bound in {lang}: nothing of it is translated"
            )
            remedy = "translate one of its works, or take the language off the list"
            yield MISSING_MEMBER.at(source.value("bundle", n, "languages"), message, remedy)
        elif without:
            named = ", ".join(f"`{slug}`" for slug in without)
            message = (
                f"in {lang} the bundle `{table.name}` is bound without {named}: not translated"
            )
            remedy = "translate what is missing, or give `languages`"
            yield MISSING_MEMBER.at(source.key("bundle", n, "publications"), message, remedy)


def _languages(members: Sequence[str], works: Mapping[str, Publication]) -> tuple[str, ...]:
    """Return the languages that the works are issued in, in the order of the first that has each.

    Documents of others are given as they are, whatever the language of the bundle.
    """
    each = (works[slug].languages for slug in members if slug in works)
    return tuple(dict.fromkeys(lang for languages in each for lang in languages)) or ("en",)


def _publication(
    table: BundleTable, languages: Sequence[str], source: Source, n: int, imprint: Imprint
) -> Publication:
    places = {name: source.value("bundle", n, hyphenate(name)) for name in BundleTable.model_fields}
    return replace(
        issued(f"{BUNDLES}/{table.name}", table, languages, imprint),
        kind="bundle",
        layout=table.layout,
        editions=tuple(dict.fromkeys(table.editions)),
        place=source.file,
        places=places,
    )
