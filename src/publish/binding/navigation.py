"""Ways about the finished file: named places, bookmarks, page labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.binding.leaves import Leaves
from publish.binding.links import destination_name
from publish.binding.paging import LabelRange
from publish.binding.trees import name_tree
from publish.typesetting.model import Spot


@dataclass(frozen=True, slots=True)
class Entry:
    """A bookmark of the finished file."""

    level: int
    title: str
    place: Array  # an explicit destination


def name_places(pdf: pikepdf.Pdf, bound: Sequence[Leaves]) -> None:
    """Give every anchor its name; where an id stands twice, the first has it."""
    places: dict[bytes, pikepdf.Object] = {}
    for leaves in bound:
        for anchor, spot in leaves.section.gathering.offers.anchors.items():
            name = destination_name(leaves.section.work, anchor)
            if name not in places:
                places[name] = _destination(leaves, spot)
    if places:
        pdf.Root.Names = Dictionary(Dests=name_tree(pdf, list(places.items())))


def outline_entries(bound: Sequence[Leaves], part_titles: Mapping[str, str]) -> list[Entry]:
    """Return the bookmarks in order; in a bundle each member's hang under its title."""
    entries: list[Entry] = []
    titled: set[str] = set()
    for leaves in bound:
        section = leaves.section
        if section.part not in {"", *titled}:
            titled.add(section.part)
            top = Spot(0, 0, section.gathering.offers.height)
            entries.append(Entry(1, part_titles[section.part], _destination(leaves, top)))
        if section.part and section.part != section.work:
            continue  # a divider, whose heading is that title
        for mark in section.gathering.offers.bookmarks:
            level = mark.level + bool(section.part)
            entries.append(Entry(level, mark.title, _destination(leaves, mark.spot)))
    return entries


def put_outline(pdf: pikepdf.Pdf, entries: Iterable[Entry]) -> None:
    """Write bookmarks; those of the first level show, the rest opens on demand."""
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    open_at: list[tuple[int, pikepdf.Object]] = [(0, root)]
    kids: dict[tuple[int, int], list[pikepdf.Object]] = {}
    for entry in entries:
        while open_at[-1][0] >= entry.level:
            open_at.pop()
        parent = open_at[-1][1]
        item = pdf.make_indirect(
            Dictionary(Title=String(entry.title), Parent=parent, Dest=entry.place)
        )
        siblings = kids.setdefault(parent.objgen, [])
        if siblings:
            item.Prev, siblings[-1].Next = siblings[-1], item
        else:
            parent.First = item
        siblings.append(item)
        parent.Last = item
        parent.Count = len(siblings) if parent.objgen == root.objgen else -len(siblings)
        open_at.append((entry.level, item))
    if kids:
        pdf.Root.Outlines = root
        pdf.Root.PageMode = Name.UseOutlines


def put_labels(pdf: pikepdf.Pdf, ranges: Iterable[LabelRange]) -> None:
    """Write the page labels that viewers show (ISO 32000-1:2008, 12.4.2)."""
    styles = {"roman": Name.r, "arabic": Name.D}
    nums: list[int | Dictionary] = []
    for part in ranges:
        label = Dictionary()
        if part.prefix:
            label.P = String(part.prefix)
        if part.style in styles:
            label.S = styles[part.style]
            label.St = part.start
        nums += [part.first, label]
    pdf.Root.PageLabels = Dictionary(Nums=Array(nums))


def _destination(leaves: Leaves, spot: Spot) -> Array:
    x, y = leaves.origin
    place = [round(x + spot.x, 2), round(y + spot.y, 2), None]  # null: the reader's zoom stays
    return Array([leaves.pages[spot.page], Name.XYZ, *place])
