"""Pages of the handout that stand small in the facilitator's edition, for binding to draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from publish.composing.model import Resource
from publish.composing.pack_handout import Parts
from publish.composing.pack_model import Pack
from publish.composing.pack_views import HandoutPages

INSET = "inset"  # "inset-3" is the id of the picture that page 3 of the handout is drawn into
_EDGE, _GAP = 20.0, 6.0  # millimetres of the outer margin that stay white, outside and inside


@dataclass(frozen=True, slots=True)
class Inset:
    """The frame of a page of the handout, in millimetres."""

    width: float
    height: float
    frame: Resource


def inset_of(handout: HandoutPages, outer: float) -> Inset:
    """Return the frame for pages of a handout, as wide as the outer margin allows."""
    width = outer - _EDGE - _GAP
    height = round(width * handout.height / handout.width, 2)
    half = 0.1
    sides = f'x="{half}" y="{half}" width="{width - 2 * half:g}" height="{height - 2 * half:g}"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}mm" height="{height:g}mm">'
        f'<rect {sides} fill="none" stroke="#5F6469" stroke-width="0.2"/></svg>'
    )
    return Inset(width, height, Resource("inset.svg", "image/svg+xml", svg.encode()))


def pages_of(pack: Pack, parts: Parts, handout: HandoutPages) -> dict[str, tuple[int, ...]]:
    """Return the pages of the handout that each exercise and each excerpt of the session takes."""
    names = {box.id: box.id for box in parts.boxes}
    for one, anchor in zip(pack.excerpts, parts.anchors, strict=True):
        names[f"{one.slug}#{one.anchor}"] = anchor
    for name in pack.session.excerpts:  # of a chapter, which may be named by its file
        for one, anchor in zip(pack.excerpts, parts.anchors, strict=True):
            if (one.slug, one.kind) == (name.partition("#")[0], "chapter"):
                names.setdefault(name, anchor)
    exercises = ("exercises", *(box.id for box in parts.boxes))
    order = (*parts.anchors, *exercises, "references", "links", "own-notes")
    there = [anchor for anchor in order if anchor in handout.first]
    last = {  # what follows may begin below it, on the same page
        anchor: max(handout.first[anchor], handout.first[after] - (after in handout.heads))
        for anchor, after in pairwise(there)
    }
    return {
        name: tuple(range(handout.first[anchor], last.get(anchor, handout.count) + 1))
        for name, anchor in names.items()
        if anchor in handout.first
    }


def handed_out(parts: Parts, handout: HandoutPages) -> Mapping[tuple[str, str], str]:
    """Return, for all that the handout shows, the id of the inset of its page."""
    return {
        key: f"{INSET}-{handout.first[own]}"
        for key, own in parts.ids.items()
        if own in handout.first
    }
