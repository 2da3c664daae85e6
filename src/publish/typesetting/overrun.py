"""What runs off a page: the engine draws it there without a word, and readers never see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any  # WeasyPrint's boxes carry no types

from weasyprint.formatting_structure import boxes

from publish.errors import Finding, Place, Rule
from publish.typesetting.tagging import PX

OFF_PAGE = Rule(
    "T110",
    "Texts and pictures lie on their page.",
    "The engine puts what has no room beyond the edge, where nobody sees it.",
)
RULES: tuple[Rule, ...] = (OFF_PAGE,)

_SLACK = 1.0  # px: rounding
_NARROWER = "give a table fewer columns, break a long word up, or give a long title a short one"
_REMEDIES = {
    "right": _NARROWER,
    "left": _NARROWER,
    "top": "shorten the note: notes do not go on to a next page",
    "bottom": "give a picture a smaller width, or divide what cannot break",
}


def off_page(document: Any, gathering: str) -> Iterator[Finding]:
    """Yield a finding for each edge of each page that a text or picture crosses."""
    for number, page in enumerate(document.pages, 1):
        edges: dict[str, Any] = {}
        for box in _shown(page._page_box):  # the engine has no other way to it
            for edge in _crossed(box, page.width, page.height):
                edges.setdefault(edge, box)
        for edge, box in sorted(edges.items()):
            words = f"“{box.text.strip()[:40]}”" if isinstance(box, boxes.TextBox) else "a picture"
            message = f"{words} runs over the {edge} edge"
            area = _area(box, page.height)
            yield OFF_PAGE.at(Place(gathering), message, _REMEDIES[edge], number, area)


def _shown(page: Any) -> Iterator[Any]:
    """Yield a page's texts and an author's pictures, but for those that are turned or moved."""
    waiting = [page]
    while waiting:
        box = waiting.pop()
        if box.style["transform"]:
            continue
        if isinstance(box, boxes.TextBox):
            if box.text.strip():
                yield box
        elif isinstance(box, boxes.ReplacedBox):
            if box.element is not None and box.element.get("alt"):
                yield box
        elif isinstance(box, boxes.ParentBox):
            waiting += reversed(list(box.all_children()))  # in reading order


def _area(box: Any, height: float) -> tuple[float, ...]:
    left, top = box.position_x, box.position_y
    sides = (left, height - top - box.height, left + box.width, height - top)
    return tuple(round(side * PX, 1) for side in sides)


def _crossed(box: Any, width: float, height: float) -> Iterator[str]:
    """Yield the edges of a page of `width` × `height` px that a box crosses."""
    if box.position_x < -_SLACK:
        yield "left"
    if box.position_x + box.width > width + _SLACK:
        yield "right"
    if box.position_y < -_SLACK:
        yield "top"
    if box.position_y + box.height > height + _SLACK:
        yield "bottom"
