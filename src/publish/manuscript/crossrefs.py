"""References to figures, tables, boxes and sections, in this work and in others."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from publish.errors import Place, Rule
from publish.manuscript.audiences import UNSEEN
from publish.manuscript.context import Work, nearest
from publish.manuscript.elements import add, make
from publish.manuscript.galley import Galley
from publish.manuscript.model import Target

UNKNOWN = Rule(
    "M201", "Every reference leads to something that exists.", "Readers would be sent nowhere."
)
UNKNOWN_WORK = Rule(
    "M202",
    "References to another work name one of the catalogue.",
    "Readers would be sent nowhere.",
)
NOT_ISSUED = Rule(
    "M215",
    "References to another work name one that is issued in the same language.",
    "There would be no page to send the reader to.",
)
RULES: tuple[Rule, ...] = (UNKNOWN, UNKNOWN_WORK, NOT_ISSUED)

PREFIXES = ("sec-", "fig-", "tbl-", "box-")
Lookup = Callable[[str], "OtherWork | None"]


@dataclass(frozen=True, slots=True)
class OtherWork:
    """What can be referred to in another work."""

    title: str
    languages: tuple[str, ...]
    targets: Mapping[str, Target]
    work: Work | None = None  # the state in which it was read, up to its numbers
    galleys: Sequence[Galley] = ()

    @property
    def is_one_chapter(self) -> bool:
        return sum(target.kind == "chapter" for target in self.targets.values()) == 1


@dataclass(slots=True)
class Crossrefs:
    """Knows all targets; other works are read at the first reference to them."""

    work: Work
    targets: dict[str, Target]
    works: tuple[str, ...]  # slugs of the catalogue
    read_other: Lookup
    elsewhere: Mapping[str, Target] = field(default_factory=dict)  # of this work's other papers
    others: dict[str, OtherWork | None] = field(default_factory=dict)

    @staticmethod
    def is_reference(key: str) -> bool:
        return key.rpartition(":")[2].startswith(PREFIXES)

    def nodes(
        self, key: str, place: Place, chapter: int, nested: bool, cut: set[str]
    ) -> list[Element | str]:
        """Return what is printed for `@key`.

        Args:
            chapter: index of the chapter that refers; -1 outside of chapters.
            nested: whether brackets are open already where it is printed.
            cut: ids that stand in text left out of this edition.
        """
        slug, colon, name = key.rpartition(":")
        if colon and slug != self.work.slug:
            return self._other(slug, name, key, place, nested)
        if name not in self.targets and name in self.elsewhere:
            return [
                make("a", "xref", self.elsewhere[name].label, href=f"xref:{self.work.slug}#{name}")
            ]
        target = self.own(name, place, cut)
        if target is None:
            return [f"@{key}"]
        link = make("a", "xref", target.label, href=f"#{name}")
        far = target.kind in ("chapter", "section") or target.chapter != chapter
        return [link, *([self._page(name, nested)] if far else [])]

    def own(self, name: str, place: Place, cut: Container[str]) -> Target | None:
        """Return the target `name` of this work; report one that it lacks."""
        target = self.targets.get(name)
        if target is None and name in self.work.unseen:
            self.work.report(UNSEEN, place, f"the readers of this text do not see `{name}`",
                             "leave the reference out, or move what it refers to")  # fmt: skip
        elif target is None:
            remedy = nearest(name, self.targets) or "correct the id, or give it to what you mean"
            if name in cut:
                remedy = "it stands in text that is left out of this edition: leave this out too"
            self.work.report(UNKNOWN, place, f"nothing has the id `{name}`", remedy)
        return target

    def in_other(self, slug: str, name: str, place: Place) -> tuple[OtherWork, Target] | None:
        """Return another work and its target `name`; report what is not there."""
        if slug not in self.works:
            self.work.report(
                UNKNOWN_WORK,
                place,
                f"the catalogue has no work `{slug}`",
                nearest(slug, self.works) or f"known: {', '.join(self.works)}",
            )
            return None
        if slug not in self.others:
            self.others[slug] = self.read_other(slug)
        other = self.others[slug]
        target = other.targets.get(name) if other else None
        if other is None or target is None:
            known = other.targets if other else ()
            self.work.report(UNKNOWN, place, f"nothing in `{slug}` has the id `{name}`",
                             nearest(name, known) or "correct the id")  # fmt: skip
            return None
        if self.work.lang not in other.languages:
            self.work.report(
                NOT_ISSUED,
                place,
                f"`{slug}` is not issued in the language `{self.work.lang}`",
                f"name the work without a reference, or add `{self.work.lang}` to its languages",
            )
        return other, target

    def _other(
        self, slug: str, name: str, key: str, place: Place, nested: bool
    ) -> list[Element | str]:
        found = self.in_other(slug, name, place)
        if found is None:
            return [f"@{key}"]
        other, target = found
        link = make("a", "xref", href=f"xref:{slug}#{name}")
        add(link, make("cite", text=other.title))
        if target.kind == "chapter" and not target.number and other.is_one_chapter:
            return [link]  # a brief: to name its title would be to say it twice
        add(link, f", {target.label}")
        return [link, self._page(f"{slug}#{name}", nested)]

    def _page(self, name: str, nested: bool) -> Element:
        """Return " (p. …)", or ", p. …" inside brackets."""
        pattern = self.work.word("page_abbr")
        pattern = pattern if "{p}" in pattern else f"{pattern}\u00a0{{p}}"
        before, _, after = pattern.partition("{p}")
        late = make("span", "late", **{"data-late": f"page:{name}"})
        page = make("span", "page-ref")
        open_, close = (", ", "") if nested else (" (", ")")
        return add(page, f"{open_}{before}", late, f"{after}{close}")
