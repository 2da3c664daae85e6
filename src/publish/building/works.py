"""The works of a build: manuscripts read and composed, with the works that they refer to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from publish.binding.model import WORDS
from publish.building.choice import Choice
from publish.catalogue.model import Catalogue, Publication
from publish.composing.compose import compose
from publish.composing.late import fields_of
from publish.composing.layouts import Layout, load_layout
from publish.composing.model import Slot
from publish.errors import Finding, Place, Rule
from publish.manuscript.model import Manuscript
from publish.manuscript.reading import read

UNKNOWN_CHOICE = Rule(
    "C150",
    "What a command names is in the catalogue.",
    "A misspelt name would build nothing and look like success.",
)


@dataclass(frozen=True, slots=True)
class Work:
    """A publication in one language and for one edition, ready to be set."""

    catalogue: Catalogue
    publication: Publication
    lang: str
    edition: str
    manuscript: Manuscript
    layout: Layout
    slots: tuple[Slot, ...]  # all but the index
    delivered: bool  # False: set only because another work refers to its pages

    @property
    def name(self) -> str:
        return f"{self.publication.slug}/{self.lang}"

    @property
    def file(self) -> str:
        """Its file, relative to output/."""
        stem = self.publication.slug.rsplit("/", 1)[-1]
        return f"{self.publication.slug}/{stem}-{self.lang}-{self.edition}.pdf"

    def words(self) -> dict[str, str]:
        """Return the words that binding prints or files away, in the work's language."""
        strings = self.layout.strings
        return {key: strings.find(self.lang, key) for key in WORDS if strings.has("en", key)}


def check_choice(catalogue: Catalogue, choice: Choice, forms: frozenset[str]) -> list[Finding]:
    """Return a finding for every name in `choice` that nothing in the catalogue bears."""
    works = catalogue.publications.values()
    known = {
        "publication": (choice.slugs, set(catalogue.publications)),
        "edition": (choice.editions, {e for w in works for e in w.editions} & forms),
        "language": (choice.languages, {lang for w in works for lang in w.languages}),
    }
    return [
        UNKNOWN_CHOICE.at(
            Place("sources/catalogue.toml"),
            f"there is no {kind} “{name}” to build",
            f"choose one of: {', '.join(sorted(names)) or '—'}",
        )
        for kind, (chosen, names) in known.items()
        for name in chosen
        if name not in names
    ]


def gather_works(
    catalogue: Catalogue, choice: Choice, forms: frozenset[str], cache: Path
) -> tuple[tuple[Work, ...], tuple[Finding, ...]]:
    """Read and compose the works of `choice`, and those whose pages they refer to.

    Args:
        forms: the editions that can be bound.
        cache: where drawn charts are kept.
    """
    findings = check_choice(catalogue, choice, forms)
    works: dict[tuple[str, str, str], Work] = {}
    wanted = [
        (publication, lang, edition)
        for publication in catalogue.publications.values()
        for lang in publication.languages
        for edition in publication.editions
        if edition in forms
    ]
    chosen = [
        (publication, lang, edition)
        for publication, lang, edition in wanted
        if (not choice.slugs or publication.slug in choice.slugs)
        and (not choice.languages or lang in choice.languages)
        and (not choice.editions or edition in choice.editions)
    ]
    for publication, lang, edition in chosen:
        work, found = _work(catalogue, publication, lang, edition, cache, delivered=True)
        works[publication.slug, lang, edition] = work
        findings += found
    waiting = list(works.values())
    while waiting:
        work = waiting.pop()
        for slug in sorted(_referred(work)):
            key = (slug, work.lang, work.edition)
            other = catalogue.publications.get(slug)
            if other is None or key in works or work.lang not in other.languages:
                continue
            works[key], found = _work(
                catalogue, other, work.lang, work.edition, cache, delivered=False
            )
            findings += found
            waiting.append(works[key])
    return tuple(works.values()), tuple(dict.fromkeys(findings))


def _work(
    catalogue: Catalogue,
    publication: Publication,
    lang: str,
    edition: str,
    cache: Path,
    *,
    delivered: bool,
) -> tuple[Work, tuple[Finding, ...]]:
    named = publication.places.get("layout", Place(publication.place, 1, 1))
    brand = catalogue.imprint.brand
    layout, faults = load_layout(catalogue.root, publication.layout, brand, named)
    measure = layout.settings.page.measure
    manuscript, found = read(
        catalogue,
        publication,
        lang,
        brand=layout.identity,
        edition=edition,
        measure=measure,
        cache=cache,
    )
    slots, composed = compose(manuscript, layout, catalogue, publication)
    work = Work(catalogue, publication, lang, edition, manuscript, layout, slots, delivered)
    return work, (*faults, *found, *composed)


def _referred(work: Work) -> set[str]:
    """Return the slugs of the works whose page numbers `work` prints."""
    targets = (target for slot in work.slots for target in fields_of(slot.draft.html))
    return {
        target.removeprefix("page:").split("#")[0]
        for target in targets
        if target.startswith("page:") and "#" in target
    }


RULES = (UNKNOWN_CHOICE,)
