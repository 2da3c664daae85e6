"""Slides: a file of the dialect in which every heading of the second level is a slide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace as changed
from pathlib import Path
from xml.etree.ElementTree import Element

from publish.catalogue.model import Catalogue, Publication
from publish.catalogue.sessions import Session
from publish.errors import Finding, Place, Rule
from publish.manuscript.audiences import take_out
from publish.manuscript.context import Work
from publish.manuscript.elements import is_blank, replace
from publish.manuscript.excerpting import UNKNOWN
from publish.manuscript.files import find
from publish.manuscript.galley import Galley
from publish.manuscript.library import Library
from publish.manuscript.model import Chapter, Manuscript, Picture, Target
from publish.manuscript.numbering import number, quoted
from publish.manuscript.places import unstamped
from publish.manuscript.reading import galleys_of, made_of, open_work
from publish.manuscript.shaping import NO_CHAPTER, read_galley
from publish.manuscript.strings import Brand

NO_SLIDE = Rule(
    "M219",
    "All that slides show stands below a heading of the second level: the title of its slide.",
    "It would be on no slide.",
)
RULES: tuple[Rule, ...] = (NO_SLIDE,)

FOLDER = "slides"  # in the folder of the language


def read_slides(
    catalogue: Catalogue,
    publication: Publication,
    lang: str,
    file: str,
    *,
    brand: Brand,
    edition: str = "screen",
    audience: str = "",
    measure: float = 140.0,
    cache: Path | None = None,
    library: Library | None = None,
    place: Place | None = None,
) -> tuple[Manuscript | None, tuple[Finding, ...]]:
    """Return a file of slides as a manuscript of one chapter, and every author error in it.

    Each slide is a section of the second level; what is said to it stands in its facilitator's
    boxes, which participants' slides lack. Figures, tables and boxes bear a number where the work
    shows the same (by its id), else none. Pictures have addresses of their own.

    Args:
        file: its name in the folder `slides` of the language: "01-barriers.md".
        audience, edition, measure, cache, library: as for `reading.read`.
        place: where the file is named.
    """
    work = open_work(catalogue, publication, lang, brand, edition, audience)
    work.measure = measure
    folder = work.sources / work.slug / work.lang / FOLDER
    path = find(work, file, (folder,), place or Place(publication.place, 1, 1), NO_CHAPTER)
    galley = read_galley(work, path, 0, False, f"{FOLDER}-{path.stem}") if path else None
    if galley is None:
        return None, tuple(sorted(set(work.findings)))
    galley.front = changed(galley.front, kind="plain")
    elsewhere, unseen = _of_work(catalogue, publication, lang, brand, edition, audience)
    targets = number(work, [galley])
    take_out(work, [galley], targets)
    work.unseen |= unseen - set(targets)
    _relabel(work, galley, targets, elsewhere)
    _check(work, galley)
    manuscript = made_of(
        work, catalogue, [galley], targets, elsewhere, brand, cache, library or Library()
    )
    chapters = tuple(_apart(chapter) for chapter in manuscript.chapters)
    return changed(manuscript, chapters=chapters), tuple(sorted(set(work.findings)))


def check_slides(session: Session, slides: Manuscript) -> tuple[Finding, ...]:
    """Return a finding for each slide that a session names and that there is not."""
    count = sum(target.level == 2 for target in slides.targets.values())
    named = [(session.at("slides_later"), slide) for slide in session.slides_later]
    for n, step in enumerate(session.steps):
        named += [(session.at("steps", n, "slides"), slide) for slide in step.slides]
    return tuple(
        UNKNOWN.at(place, f"there is no slide {slide} in `{session.slides}`", f"it has {count}")
        for place, slide in named
        if slide > count
    )


def _of_work(
    catalogue: Catalogue, publication: Publication, lang: str, brand: Brand, edition: str,
    audience: str,
) -> tuple[Mapping[str, Target], set[str]]:  # fmt: skip
    """Return what the work has for an audience, and the ids of what it keeps from it.

    What is wrong with the work itself is told where it is read.
    """
    work = open_work(catalogue, publication, lang, brand, edition, audience)
    work.light = True
    galleys, _ = galleys_of(work, publication)
    targets = number(work, galleys)
    take_out(work, galleys, targets)
    return targets, work.unseen


def _relabel(
    work: Work, galley: Galley, targets: dict[str, Target], elsewhere: Mapping[str, Target]
) -> None:
    """Give what the work shows, too, the work's numbers; take those of the others away."""
    parents = {child: parent for parent in galley.root.iter() for child in parent}
    for thing in galley.things.values():
        name, label = thing.block.get("id"), thing.label
        if label is None:
            continue
        if name in elsewhere:
            label.text = elsewhere[name].label
            if name in targets:
                targets[name] = changed(
                    targets[name], number=elsewhere[name].number, label=label.text
                )
            continue
        if name in targets:
            title = quoted(work, targets[name].title)
            targets[name] = changed(targets[name], number="", label=title)
        _remove_label(parents[label], label)


def _remove_label(parent: Element, label: Element) -> None:
    at = list(parent).index(label)
    replace(parent, label, [])
    if at == 0:
        parent.text = (parent.text or "").lstrip()
    else:
        parent[at - 1].tail = (parent[at - 1].tail or "").rstrip()


def _check(work: Work, galley: Galley) -> None:
    """Report what stands before the first slide, and a file without any."""
    first = next((at for at, one in enumerate(galley.root) if one.tag == "h2"), None)
    before = galley.root[: first if first is not None else len(galley.root)]
    told = [one for one in before if not _is_blank(one)]
    if told:
        work.report(NO_SLIDE, galley.place(told[0]), "this stands on no slide",
                    "write a title before it: `## …`")  # fmt: skip
    elif first is None:
        work.report(NO_SLIDE, galley.top, "the file has no slide", "begin each with `## Title`")


def _is_blank(element: Element) -> bool:
    return is_blank(unstamped("".join(element.itertext()))) and element.find(".//img") is None


def _apart(chapter: Chapter) -> Chapter:
    """Give the pictures addresses of their own: the work may show them in another size."""
    body, shown = chapter.body_html, list[Picture]()
    for picture in chapter.pictures:
        url = f"{FOLDER}/{chapter.name}/{picture.url}"
        body = body.replace(f'src="{picture.url}"', f'src="{url}"')
        shown.append(changed(picture, url=url))
    return changed(chapter, body_html=body, pictures=tuple(shown))
