"""Places to fill in get their addresses: what each is called, and what is asked there.

This comes last, when the words that are read out are those that are printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from xml.etree.ElementTree import Element

from publish.manuscript.elements import make
from publish.manuscript.fields import Field, Kind, address_of
from publish.manuscript.numbering import slug

_EMPTY = ("", "…")  # cells of a table that are to be filled in


@dataclass(slots=True)
class _Naming:
    """Names the places of one form."""

    form: str
    parents: Mapping[Element, Element]
    taken: set[str] = field(default_factory=set)
    groups: dict[Element, str] = field(default_factory=dict)  # a list or row → its choice

    def name(self, *words: str) -> str:
        """Return a name made of words that no other place of the form has."""
        parts = [_short(slug(word)) for word in words]
        stem = "/".join((self.form, *(part or "field" for part in parts)))
        name, count = stem, 1
        while name in self.taken:
            count += 1
            name = f"{stem}-{count}"
        self.taken.add(name)
        return name

    def group(self, element: Element, *words: str) -> str:
        """Return the name that the places below `element` share."""
        if element not in self.groups:
            self.groups[element] = self.name(*words)
        return self.groups[element]

    def above(self, element: Element, *tags: str) -> Element | None:
        """Return the nearest element around `element` of one of some tags."""
        above = self.parents.get(element)
        while above is not None and above.tag not in tags:
            above = self.parents.get(above)
        return above


def name_fields(root: Element) -> None:
    """Give all places to fill in below `root` their addresses."""
    for form in root.iter("div"):
        if form.get("class") != "form":
            continue
        for cell in form.iter("td"):
            if not len(cell) and (cell.text or "").strip() in _EMPTY:
                cell.text = None
                cell.append(make("a", "fill fill-cell", **{"data-kind": "line"}))
        parents = {child: parent for parent in form.iter() for child in parent}
        naming = _Naming(form.get("id", "form"), parents)
        for place in form.iter("a"):
            if kind := place.attrib.pop("data-kind", ""):
                asked = _asked(naming, place, cast(Kind, kind))  # as `forms` wrote it
                place.set("href", address_of(asked))
                place.set("data-tag", "Form")


def _asked(naming: _Naming, place: Element, kind: Kind) -> Field:
    """Return the field that a place stands for, from the words around it."""
    row, item = naming.above(place, "tr"), naming.above(place, "li")
    if label := place.attrib.pop("data-label", ""):
        thing = _said(row[0]) if row is not None and place not in row[0].iter() else ""
        return Field(naming.name(label), kind, _joined(thing, label))
    asking = _question(naming, place)
    question = _said(asking, "field-hint") if asking is not None else ""
    asked = _said(asking) if asking is not None else ""
    if row is not None:
        return _in_table(naming, place, row, kind, (question, asked))
    if item is not None:
        answer, listed = _said(item), naming.parents[item]
        if kind == "choice":
            return Field(naming.group(listed, question), kind, asked, answer)
        return Field(naming.name(question, answer), kind, _joined(asked, answer))
    return Field(naming.name(question), kind, asked)


def _in_table(
    naming: _Naming, place: Element, row: Element, kind: Kind, asking: tuple[str, str]
) -> Field:
    """Return the field of a place in a table.

    Args:
        asking: what is asked, without and with hints; empty outside of fields.
    """
    question, asked = asking
    cell = place if place.tag == "td" else naming.above(place, "td", "th")
    table = naming.above(row, "table")
    heads = table.findall("./thead/tr") if table is not None else []
    at = list(row).index(cell) if cell is not None else 0
    head = _said(heads[-1][at]) if heads and at < len(heads[-1]) else ""
    thing = _said(row[0]) if row[0] is not cell else ""
    if kind == "choice":
        name = naming.group(row, question or "rating", thing)
        return Field(name, kind, _joined(asked, thing), head)
    label = _joined(thing, head) or question or naming.form
    return Field(naming.name(label), kind, label)


def _question(naming: _Naming, place: Element) -> Element | None:
    """Return the element that says what is asked in the field around a place."""
    around = naming.above(place, "div")
    while around is not None and not (around.get("class") or "").startswith("field "):
        around = naming.above(around, "div")
    inside = around.iter() if around is not None else ()
    return next((one for one in inside if one.get("class") == "field-question"), None)


def _short(name: str) -> str:
    """Return a name of whole words, not much longer than forty letters."""
    return name if len(name) <= 40 else name[:40].rpartition("-")[0] or name[:40]


def _joined(question: str, part: str) -> str:
    """Return a question and what it is asked of in one line."""
    if not question or not part:
        return question or part
    return f"{question} {part}" if question[-1] in "?!.:？：؟" else f"{question}: {part}"


def _said(element: Element, without: str = "footnote") -> str:
    """Return the words of an element in one line, but for its notes and those of a class."""
    pieces: list[str] = []

    def take(one: Element) -> None:
        if one.get("class") not in ("footnote", without):
            pieces.append(one.text or "")
            for child in one:
                take(child)
                pieces.append(child.tail or "")

    take(element)
    return re.sub(r"\s+", " ", "".join(pieces)).strip()
