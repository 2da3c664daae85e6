"""Where every page lands, what number it bears, and on which page every anchor is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from publish.binding.model import PagePlan, PlannedPage, Section, bracketed, word
from publish.composing.model import Numbering, Start
from publish.composing.numerals import roman, roman_value
from publish.errors import Finding, Place, Rule
from publish.typesetting.model import Gathering

SAME_ANCHOR = Rule(
    "B101",
    "An anchor's id is used once in a work.",
    "Links to an id that stands twice open the wrong place.",
)
RULES: tuple[Rule, ...] = (SAME_ANCHOR,)


@dataclass(frozen=True, slots=True)
class LabelRange:
    """Pages whose viewer labels are counted together (ISO 32000-1:2008, 12.4.2)."""

    first: int  # physical index, 0-based
    style: Numbering
    prefix: str
    start: int  # number of the first page; of no meaning where the style is "none"


def sections_of(
    slots: Iterable[tuple[Gathering, str, Numbering, Start, Place]],
) -> tuple[Section, ...]:
    """Return the sections of (gathering, work, numbering, start, place), blanks put where needed.

    A section that starts on a recto has an odd physical page, counted from 1.
    """
    sections: list[Section] = []
    pages = 0
    for gathering, work, numbering, start, place in slots:
        blank = int(start == "recto" and pages % 2 == 1)
        sections.append(Section(gathering, work, numbering, blank, place))
        pages += gathering.offers.pages + blank
    return tuple(sections)


def page_plan(
    sections: tuple[Section, ...],
    words: Mapping[str, str] | None = None,
    blanks_after: int = 0,
    home: str = "",
    apart: int = 0,
) -> PagePlan:
    """Return the plan of the pages of `sections`, and of `blanks_after` empty ones at the end.

    Each work counts its own pages: roman and arabic run each on their own from 1. A blank page
    is counted with the section before it. In a bundle (what is its own has the slug `home`) the
    physical number is the bundle's folio and the label that viewers show; `apart` pages before
    these, which are in another file, count.
    """
    counted = list(_counted(sections, blanks_after))
    labels = _labels([numbering for _, _, numbering, _ in counted], words or {})
    pages, starts = [], [0] * len(sections)
    for index, (section, page, numbering, number) in enumerate(counted):
        if page == 0:
            starts[section] = index
        folio = _folio(sections[section], page, _numeral(numbering, number))
        if not home:
            label = labels[index] or _numeral(numbering, number)
            pages.append(PlannedPage(section, page, label, folio, ""))
            continue
        label = str(apart + index + 1)
        if sections[section].work == home:
            pages.append(PlannedPage(section, page, label, folio and label, ""))
        else:
            pages.append(PlannedPage(section, page, label, folio, bracketed(label)))
    by_work, findings = _anchors(sections, starts)
    if home:
        by_work.setdefault(home, {})
    first = by_work.get(home or sections[0].work, {}) if sections else {}
    labels_of = {anchor: pages[at].folio or pages[at].label for anchor, at in first.items()}
    return PagePlan(tuple(pages), tuple(starts), labels_of, by_work, home, findings)


def _folio(section: Section, page: int, numeral: str) -> str:
    """Return the number on a page; somebody else may have printed one."""
    if page < 0:
        return ""
    folios = section.gathering.offers.folios
    return folios[page] if folios else numeral


def label_ranges(plan: PagePlan) -> tuple[LabelRange, ...]:
    """Return the page labels of `plan` as the fewest ranges."""
    ranges: list[LabelRange] = []
    expected = ""
    for index, page in enumerate(plan.pages):
        style, number = _style_of(page.label)
        if style == "none" or page.label != expected:
            prefix = page.label if style == "none" else ""
            ranges.append(LabelRange(index, style, prefix, number))
        expected = _numeral(style, number + 1) if style != "none" else ""
    return tuple(ranges)


def _style_of(label: str) -> tuple[Numbering, int]:
    if label.isdecimal():
        return "arabic", int(label)
    number = roman_value(label)
    return ("roman", number) if number else ("none", 0)


def _counted(
    sections: tuple[Section, ...], blanks_after: int
) -> Iterator[tuple[int, int, Numbering, int]]:
    """Yield (section, page or -1, numbering, number) of every page; number 0 is none."""
    counts: defaultdict[tuple[str, Numbering], int] = defaultdict(int)
    previous: tuple[str, Numbering] = ("", "none")
    for index, section in enumerate(sections):
        for _ in range(section.blank_before):
            counts[previous] += previous[1] != "none"
            yield index, -1, previous[1], counts[previous]
        previous = (section.work, section.numbering)
        for page in range(section.gathering.offers.pages):
            counts[previous] += section.numbering != "none"
            yield index, page, section.numbering, counts[previous]
    for _ in range(blanks_after):
        counts[previous] += previous[1] != "none"
        yield len(sections) - 1, -1, previous[1], counts[previous]


def _numeral(numbering: Numbering, number: int) -> str:
    if numbering == "none" or number < 1:
        return ""
    return roman(number) if numbering == "roman" else str(number)


def _labels(numberings: list[Numbering], words: Mapping[str, str]) -> list[str]:
    """Return the labels of pages that bear no number, "" for those that do."""
    labels: list[str] = []
    for numbering, group in groupby(numberings):
        run = len(list(group))
        if numbering != "none":
            labels += [""] * run
            continue
        end = labels and len(labels) + run == len(numberings)
        name = word(words, "back_cover" if end else "cover")
        while name in labels:
            name += "*"
        labels += [name, *(f"{name}-{number}" for number in range(2, run + 1))]
    return labels


def _anchors(
    sections: tuple[Section, ...], starts: list[int]
) -> tuple[dict[str, dict[str, int]], tuple[Finding, ...]]:
    by_work: dict[str, dict[str, int]] = {}
    findings = []
    for section, start in zip(sections, starts, strict=True):
        places = by_work.setdefault(section.work, {})
        for anchor, spot in section.gathering.offers.anchors.items():
            if anchor in places:
                findings.append(
                    SAME_ANCHOR.at(
                        section.place,
                        f"the id “{anchor}” stands twice in “{section.work}”",
                        "give one of the two another id",
                    )
                )
                continue
            places[anchor] = start + spot.page
    return by_work, tuple(findings)
