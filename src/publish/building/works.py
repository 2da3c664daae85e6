"""The works of a build: manuscripts read and composed, with the works that they refer to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from publish.binding.model import WORDS
from publish.building.choice import EVERY, Choice
from publish.building.naming import COMMON
from publish.building.styling import mention_findings, style_findings
from publish.catalogue.model import Bundle, Catalogue, Publication
from publish.composing.compose import compose
from publish.composing.late import fields_of, links_out
from publish.composing.layouts import Layout, load_layout
from publish.composing.members import Member
from publish.composing.model import Slot
from publish.editions import EDITIONS, PRINTED
from publish.errors import Finding, Place, Rule, WrongUsage
from publish.manuscript.facts import unverified
from publish.manuscript.library import Library
from publish.manuscript.model import Manuscript
from publish.manuscript.reading import read

UNKNOWN_CHOICE = Rule(
    "C150",
    "What a command names is in the catalogue.",
    "A misspelt name would build nothing and look like success.",
)


@dataclass(frozen=True, slots=True)
class Work:
    """A publication in one language, composed once for all editions that share its pages."""

    catalogue: Catalogue
    publication: Publication
    lang: str
    pages: str  # the edition that the pages are set for: "screen", "large-print"
    manuscript: Manuscript
    layout: Layout
    slots: tuple[Slot, ...]  # all but the index
    editions: tuple[str, ...]  # to be bound; none where only another work refers to its pages
    members: tuple[Member, ...] = ()  # of a bundle

    @property
    def name(self) -> str:
        common = f"{self.publication.slug}/{self.lang}"
        return common if self.pages == COMMON else f"{common}/{self.pages}"

    def words(self) -> dict[str, str]:
        """Return the words that binding prints or files away, in the work's language."""
        strings = self.layout.strings
        return {key: strings.find(self.lang, key) for key in WORDS if strings.has("en", key)}


def peer(works: Iterable[Work], slug: str, work: Work) -> Work | None:
    """Return the work `slug` as a reader of `work` has it: in its language, on like pages."""
    like = {w.pages: w for w in works if w.publication.slug == slug and w.lang == work.lang}
    return like.get(work.pages) or like.get(COMMON)


def check_choice(catalogue: Catalogue, choice: Choice) -> list[Finding]:
    """Return a finding for every name in `choice` that nothing in the catalogue bears."""
    bundles = {one.name: one.publication for one in catalogue.bundles}
    works = (*catalogue.publications.values(), *bundles.values())
    known = {
        "publication": (choice.slugs, set(catalogue.publications)),
        "bundle": (choice.bundles, {*bundles, EVERY}),
        "edition": (choice.editions, {edition for work in works for edition in work.editions}),
        "language": (choice.languages, {lang for work in works for lang in work.languages}),
    }
    place = Place("sources/catalogue.toml")
    verbs = {"publication": ("bundle", {*bundles}), "bundle": ("build", {*catalogue.publications})}
    findings = []
    for kind, (chosen, names) in known.items():
        verb, others = verbs.get(kind, ("", set()))
        for name in (name for name in chosen if name not in names):
            remedy = f"choose one of: {', '.join(sorted(names - {EVERY})) or '—'}"
            if name in others:
                remedy = f"say `publish {verb} {name}`"
            message = f"there is no {kind} “{name}” to build"
            findings.append(UNKNOWN_CHOICE.at(place, message, remedy))
    if EVERY in choice.bundles and not bundles:
        remedy = "declare one as `[[bundle]]`, with `publications` of which one is written"
        findings.append(UNKNOWN_CHOICE.at(place, "there is no bundle to build", remedy))
    return findings


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where works are read; layouts and what works have in common are opened once."""

    catalogue: Catalogue
    cache: Path
    library: Library
    layouts: dict[tuple[str, str], tuple[Layout, tuple[Finding, ...]]] = field(default_factory=dict)

    def layout(self, publication: Publication, pages: str) -> tuple[Layout, tuple[Finding, ...]]:
        """Return the layout of a work's pages, and what is wrong with it.

        Raises:
            FindingsError: it cannot be used.
        """
        known = (publication.layout, pages)
        if known not in self.layouts:
            named = publication.places.get("layout", Place(publication.place, 1, 1))
            root, brand = self.catalogue.root, self.catalogue.imprint.brand
            self.layouts[known] = load_layout(root, known[0], brand, named, edition=pages)
        return self.layouts[known]


def gather_works(
    catalogue: Catalogue, choice: Choice, cache: Path, library: Library | None = None
) -> tuple[tuple[Work, ...], tuple[Finding, ...]]:
    """Read and compose the works of `choice`, and those whose pages they refer to.

    Args:
        cache: where drawn charts are kept.
        library: what was read of the house before; it grows.
    Raises:
        WrongUsage: nothing in the catalogue bears a name in `choice`.
    """
    if unknown := check_choice(catalogue, choice):
        raise WrongUsage(tuple(unknown))
    findings: list[Finding] = []
    works: list[Work] = []
    desk = _Desk(catalogue, cache, library or Library())
    for publication, lang in _chosen(catalogue, choice):
        for pages, editions in _by_pages(wanted(publication, choice)).items():
            made, found = _works(desk, publication, lang, pages, editions)
            works += made
            findings += found
    for slug, lang, edition in _bound(catalogue, choice):
        if member(works, slug, lang, edition) is None:
            bound, pages = catalogue.publications[slug], EDITIONS[edition].copy
            made, found = _works(desk, bound, lang, pages, (edition,))
            works += [dataclasses.replace(work, editions=()) for work in made]
            findings += found
    for work in works:  # grows: what is referred to may refer to others
        for slug in sorted(referred(work)):
            other = catalogue.publications.get(slug)
            if other is None or work.lang not in other.languages:
                continue
            issued = {EDITIONS[edition].copy for edition in other.editions}
            pages = work.pages if work.pages in issued else COMMON
            known = peer(works, slug, work)
            if known is None or known.pages not in (work.pages, pages):
                made, found = _works(desk, other, work.lang, pages, ())
                works += made
                findings += found
    printed = {work.publication.slug: work.manuscript.facts for work in works}
    manuscripts = [work.manuscript for work in works]
    findings += (
        *unverified(printed),
        *style_findings(catalogue, manuscripts, cache),
        *mention_findings(catalogue, manuscripts),
    )
    return tuple(works), tuple(dict.fromkeys(findings))


def _chosen(catalogue: Catalogue, choice: Choice) -> Iterator[tuple[Publication, str]]:
    named = {*choice.slugs}
    if choice.bundles:
        taken = (one for one in catalogue.bundles if choice.takes_bundle(one.name))
        named |= {slug for one in taken for slug in one.members}
    for publication in catalogue.publications.values():
        if not choice.names or publication.slug in named:
            for lang in filter(choice.takes_language, publication.languages):
                yield publication, lang


def chosen_bundles(catalogue: Catalogue, choice: Choice) -> Iterator[tuple[Bundle, str]]:
    """Yield every bundle that is chosen, in each of its languages."""
    for bundle in catalogue.bundles:
        if choice.takes_bundle(bundle.name):
            for lang in filter(choice.takes_language, bundle.publication.languages):
                yield bundle, lang


def _bound(catalogue: Catalogue, choice: Choice) -> Iterator[tuple[str, str, str]]:
    """Yield (slug, language, edition) of every work that is bound into a chosen bundle."""
    for bundle, lang in chosen_bundles(catalogue, choice):
        for edition in wanted(bundle.publication, choice):
            for slug in bundle.members:
                work = catalogue.publications.get(slug)
                if work and lang in work.languages:
                    yield slug, lang, edition


def member(works: Iterable[Work], slug: str, lang: str, edition: str) -> Work | None:
    """Return a work as a bundle in `edition` has it: with that edition's pages and text."""
    like = {w.pages: w for w in works if w.publication.slug == slug and w.lang == lang}
    common = like.get(EDITIONS[edition].copy)
    if common and not common.manuscript.by_edition:
        return common
    return like.get(EDITIONS[edition].text)


def wanted(publication: Publication, choice: Choice) -> list[str]:
    """Return the editions of a work that are chosen; with one for the printer come all of them."""
    chosen = frozenset(choice.editions)
    if chosen & PRINTED:
        chosen |= PRINTED
    return [edition for edition in publication.editions if not chosen or edition in chosen]


def _by_pages(editions: Sequence[str]) -> Mapping[str, list[str]]:
    """Return the editions by the pages that they are bound from."""
    by_pages: dict[str, list[str]] = {}
    for edition in editions:
        by_pages.setdefault(EDITIONS[edition].copy, []).append(edition)
    return by_pages


def _works(
    desk: _Desk, publication: Publication, lang: str, pages: str, editions: Sequence[str]
) -> tuple[list[Work], tuple[Finding, ...]]:
    """Compose a work, once for all `editions` unless the manuscript tells them apart."""
    common, findings = _work(desk, publication, lang, pages)
    if not common.manuscript.by_edition:
        return [dataclasses.replace(common, editions=tuple(editions))], findings
    texts: dict[str, list[str]] = {}
    for edition in editions or (pages,):
        texts.setdefault(EDITIONS[edition].text, []).append(edition)
    works = []
    for text, sharing in texts.items():
        work = common
        if text != pages:
            work, found = _work(desk, publication, lang, text)
            findings += found
        works.append(dataclasses.replace(work, editions=tuple(sharing) if editions else ()))
    return works, findings


def _work(
    desk: _Desk, publication: Publication, lang: str, edition: str
) -> tuple[Work, tuple[Finding, ...]]:
    catalogue = desk.catalogue
    layout, faults = desk.layout(publication, EDITIONS[edition].copy)
    measure = layout.settings.page.measure
    manuscript, found = read(
        catalogue,
        publication,
        lang,
        brand=layout.identity,
        edition=edition,
        measure=measure,
        cache=desk.cache,
        library=desk.library,
    )
    slots, composed = compose(manuscript, layout, catalogue, publication)
    work = Work(catalogue, publication, lang, edition, manuscript, layout, slots, ())
    return work, (*faults, *found, *composed)


def referred(work: Work) -> set[str]:
    """Return the slugs of the works whose page numbers `work` prints or that it has links to."""
    pages = [slot.draft.html for slot in work.slots]
    targets = [target for page in pages for target in fields_of(page)]
    named = [target.removeprefix("page:") for target in targets if target.startswith("page:")]
    named += [target for page in pages for target in links_out(page)]
    return {target.split("#")[0] for target in named if "#" in target}


RULES = (UNKNOWN_CHOICE,)
