"""Numbers and ids of chapters, headings, figures, tables, boxes and exercises; the targets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from publish.errors import Place, Rule
from publish.manuscript.attributes import check_id
from publish.manuscript.context import Work
from publish.manuscript.elements import become, is_blank, make, pour
from publish.manuscript.galley import Galley, Thing
from publish.manuscript.kinds import PREFIXES
from publish.manuscript.model import Target
from publish.manuscript.places import unstamped
from publish.manuscript.shaping import text_of
from publish.manuscript.strings import numbered
from publish.manuscript.typography import HABITS

NO_HEADING = Rule(
    "M110",
    "A chapter begins with its one heading of the first level.",
    "Contents, bookmarks and running heads take the chapter's title from it.",
)
TWO_HEADINGS = Rule(
    "M111",
    "A chapter has one heading of the first level.",
    "A chapter is one entry in the contents; a second would be lost there.",
)
SKIPPED = Rule(
    "M112",
    "No level of headings is skipped.",
    "Readers who go by headings would look for the missing one (PDF/UA-1, 7.4.2).",
)
TOO_LOW = Rule(
    "M113",
    "Headings have at most four levels, and stand outside of boxes.",
    "Deeper levels cannot be told apart, and in a box they break the outline of the work.",
)
DUPLICATE = Rule(
    "M114", "An id is used once in a work.", "A reference would lead to the wrong one."
)
RULES: tuple[Rule, ...] = (NO_HEADING, TWO_HEADINGS, SKIPPED, TOO_LOW, DUPLICATE)

_HEADING = re.compile(r"h([1-6])")
_KINDS: Mapping[str, str] = {"figure": "figure", "table": "table"}  # all else is a box


@dataclass(slots=True)
class Numbering:
    """Counters that run through a work, and the targets found so far."""

    work: Work
    targets: dict[str, Target] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    chapter: int = 0
    annex: int = 0

    def count(self, key: str) -> int:
        self.counters[key] = self.counters.get(key, 0) + 1
        return self.counters[key]


def number(work: Work, galleys: Sequence[Galley]) -> dict[str, Target]:
    """Number everything in place and return what can be referred to, in reading order."""
    state = Numbering(work)
    for index, galley in enumerate(galleys):
        _number_chapter(state, galley, index)
    return state.targets


def _number_chapter(state: Numbering, galley: Galley, index: int) -> None:
    work = state.work
    galley.kind = "annex" if galley.annex else galley.front.kind
    if galley.kind == "annex":
        state.annex += 1
        galley.number = _letters(state.annex)
    elif galley.kind == "chapter" and work.numbered_by_chapter:
        state.chapter += 1
        galley.number = str(state.chapter)
    for key in [k for k in state.counters if k.startswith("section")]:
        del state.counters[key]
    if work.numbered_by_chapter and galley.kind != "plain":
        state.counters = {k: v for k, v in state.counters.items() if k.startswith("plain")}
    boxed = {inner for box in galley.root.iter("aside") for inner in box.iter()}
    level = 0
    for element in list(galley.root.iter()):
        if found := _HEADING.fullmatch(element.tag):
            level = _heading(state, galley, index, element, int(found[1]), level, element in boxed)
        elif thing := galley.things.get(element):
            _number_thing(state, galley, index, thing)
        elif (name := element.get("id")) and check_id(work, galley.place(element), name, ""):
            _claim(state, galley.place(element), name, Target(
                name, "anchor", "", "", text_of(element)[:80], "", 0, index))  # fmt: skip
    if galley.heading is None:
        work.report(NO_HEADING, galley.top, "this chapter has no heading of the first level",
                    "begin it with `# Title {#sec-…}`")  # fmt: skip
        galley.id = f"sec-{slug(galley.name)}"


def _heading(
    state: Numbering, galley: Galley, index: int, element: Element, level: int, before: int,
    boxed: bool,
) -> int:  # fmt: skip
    work = state.work
    place = galley.place(element)
    last = galley.sheet.places.last("".join(element.itertext())) or place
    if level > 4 or boxed:
        work.report(TOO_LOW, place, "a heading cannot stand here" if boxed else
                    f"a heading of level {level} is too low",
                    "use **strong** text" if boxed else "use `####` at most")  # fmt: skip
        become_text = pour(element, make("strong"))
        become(element, "p")
        element.append(become_text)
        return before
    if level == 1:
        return _chapter_heading(state, galley, index, element, place, last)
    if level > before + 1 and before:
        work.report(SKIPPED, place, f"`{'#' * level}` follows `{'#' * before}`",
                    f"use `{'#' * (before + 1)}`")  # fmt: skip
    _section(state, galley, index, element, level, last)
    return level


def _chapter_heading(
    state: Numbering, galley: Galley, index: int, element: Element, place: Place, last: Place
) -> int:
    work = state.work
    if galley.heading is not None:
        work.report(TWO_HEADINGS, place, "this chapter has a second heading of the first level",
                    "use `##`, or begin a new file")  # fmt: skip
        element.tag = "h2"
        _section(state, galley, index, element, 2, last)
        return 2
    if galley.root[0] is not element or not is_blank(unstamped(galley.root.text or "")):
        work.report(NO_HEADING, place, "something stands before the chapter's heading",
                    "put the heading first")  # fmt: skip
    galley.heading = element
    parent = next(p for p in galley.root.iter() if element in list(p))
    parent.remove(element)
    name = element.get("id") or f"sec-{slug(galley.name)}"
    galley.id = name
    title = text_of(element)
    if galley.kind == "chapter" and galley.number:
        label = numbered(work.word(work.chapter_word), galley.number)
    elif galley.kind == "annex":
        label = numbered(work.word("annex"), galley.number)
    else:
        label = quoted(work, title)
    if check_id(work, last, name, "sec-"):
        _claim(state, last, name, Target(
            name, "chapter", galley.number, label, title, "", 1, index, place=last))  # fmt: skip
    return 1


def _section(
    state: Numbering, galley: Galley, index: int, element: Element, level: int, last: Place
) -> None:
    work = state.work
    title = text_of(element)
    classes = (element.get("class") or "").split()
    count = level == 2 and bool(galley.number) and "unnumbered" not in classes
    figure = f"{galley.number}.{state.count('section')}" if count else ""
    name = element.get("id") or _free(state, f"sec-{slug(galley.name)}-{slug(title) or 'section'}")
    keep = [c for c in classes if c not in ("numbered", "unnumbered")]
    text = pour(element, make("span", "heading-text"))
    become(element, element.tag, " ".join(["numbered" if figure else "unnumbered", *keep]))
    element.attrib = {"id": name, **element.attrib}
    if figure:
        element.append(make("span", "number", figure))
        element[0].tail = " "
    element.append(text)
    label = numbered(work.word("section_ref"), figure) if figure else quoted(work, title)
    if check_id(work, last, name, "sec-"):
        _claim(state, last, name, Target(
            name, "section", figure, label, title, "", level, index, place=last))  # fmt: skip


def _number_thing(state: Numbering, galley: Galley, index: int, thing: Thing) -> None:
    work = state.work
    name, place = thing.block.get("id"), thing.block.at("id")
    title = text_of(thing.title)
    figure, label = "", ""
    if thing.counter and thing.label is not None:
        by_chapter = bool(galley.number) and work.numbered_by_chapter
        plain_part = work.numbered_by_chapter and not galley.number
        count = state.count(f"plain-{thing.counter}" if plain_part else thing.counter)
        figure = f"{galley.number}.{count}" if by_chapter else str(count)
        label = numbered(work.word(thing.counter), figure)
        thing.label.text = label
    if not name:
        return
    if not check_id(work, place, name, PREFIXES[thing.block.kind]):
        thing.element.attrib.pop("id", None)
        return
    kind = _KINDS.get(thing.counter, "box")
    box_kind = thing.block.kind if kind == "box" else ""
    label = label or quoted(
        work, title or text_of(thing.element[0] if len(thing.element) else None)
    )
    target = Target(name, kind, figure, label, title, "", 0, index, box_kind, place)
    _claim(state, place, name, target)


def _claim(state: Numbering, place: Place, name: str, target: Target) -> None:
    if first := state.targets.get(name):
        state.work.report(DUPLICATE, place, f"the id `{name}` is used already at {first.place}",
                          "choose another")  # fmt: skip
    else:
        state.targets[name] = target


def _free(state: Numbering, name: str) -> str:
    count = 1
    free = name
    while free in state.targets:
        count += 1
        free = f"{name}-{count}"
    return free


def quoted(work: Work, title: str) -> str:
    """Return a title in the quotation marks of the language."""
    quotes = HABITS.get(work.lang, HABITS["en"]).quotes
    return f"{quotes[0]}{title}{quotes[1]}"


def slug(text: str) -> str:
    """Return letters, digits and hyphens only, for an id."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", flat.lower()).strip("-")[:60].strip("-")


def _letters(count: int) -> str:
    """Return A … Z, AA, AB …"""
    text = ""
    while count:
        count, rest = divmod(count - 1, 26)
        text = chr(65 + rest) + text
    return text
