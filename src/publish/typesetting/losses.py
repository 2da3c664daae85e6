"""Words and pictures that no page shows: the engine leaves them out without a word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any  # WeasyPrint's boxes and elements carry no types

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.errors import Rule
from publish.typesetting.fault import LATE, Fault
from publish.typesetting.sight import HEADINGS, Area, area_of

LOST = Rule(
    "T131",
    "Every word and every picture of a gathering stands on its pages.",
    "Where the engine finds no room for a part it may leave it out and go on; nobody who reads "
    "the pages would see that something is missing.",
)
RULES = (LOST,)

# What the engine's own style sheet hides, and drawings, whose words are a picture's.
_UNSEEN = frozenset(("head", "script", "style", "template", "svg", "title", "noscript"))
_REMEDY = "divide what holds it, or make it shorter: it has no room where it stands"
_PASSED = re.compile("[\\s\u00ad\u200b\u2010-]+")  # spaces and hyphens, which lines take and give
_KEPT = re.compile("[^\\s\u00ad\u200b\u2010-]")
_QUOTED = 40  # characters


@dataclass(slots=True)
class _Shown:
    """What the pages show of each element."""

    words: dict[Any, list[str]] = field(default_factory=dict)
    places: dict[Any, tuple[int, Area]] = field(default_factory=dict)  # where last


@dataclass(slots=True)
class _Loss:
    """What is lost in one go: texts that follow one another."""

    element: Any
    near: str  # an id
    behind: Any  # the element shown last before it
    words: str


def losses(document: Any, root: Any, hidden: Callable[[Any], bool]) -> Iterator[Fault]:
    """Yield a fault for each run of words, and each picture, of `root` that no page shows.

    Args:
        hidden: is this element one that the style sheets do not show? Asked only of those that
            are missed.
    """
    shown = _shown(document)
    nowhere = next(iter(shown.places.values()), (1, (0.0, 0.0, 0.0, 0.0)))
    for loss in _lost(root, shown, hidden):
        page, area = shown.places.get(loss.behind, nowhere)
        words = " ".join(LATE.sub("", loss.words).split())
        quoted = words if len(words) <= _QUOTED else words[: _QUOTED - 1] + "…"
        message = f"no page shows “{quoted}”"
        size = 1.0 + len(words)
        yield Fault(LOST, page, area, loss.near, message, _REMEDY, loss.element, size)


def _shown(document: Any) -> _Shown:
    shown = _Shown()
    for number, page in enumerate(document.pages, 1):
        waiting = [page._page_box]  # the engine has no other way to it
        while waiting:
            box = waiting.pop()
            if isinstance(box, AbsolutePlaceholder):
                box = box._box
            if isinstance(box, boxes.TextBox):
                made = (box.element_tag or "::").partition("::")
                if not made[1] or made[2] == "first-letter":  # else the style sheet's words
                    shown.words.setdefault(box.element, []).append(box.text)
                    shown.places[box.element] = number, area_of(box)
            elif isinstance(box, boxes.ParentBox):
                waiting += reversed(box.children)
            elif isinstance(box, boxes.ReplacedBox):
                shown.places[box.element] = number, area_of(box)
    return shown


def _lost(root: Any, shown: _Shown, hidden: Callable[[Any], bool]) -> Iterator[_Loss]:
    """Yield what is lost, in the order of the document; what follows one another as one."""
    running: _Loss | None = None
    behind = None
    for element, near in _elements(root):
        own = _own_text(element)
        is_picture = element.tag == "img" and bool(element.get("alt"))
        if not is_picture and not own.strip():
            continue
        if is_picture:
            missing = "" if element in shown.places else element.get("alt")
        else:
            missing = _missing(own, shown.words.get(element, ()))
        if missing and not hidden(element):
            if running is None:
                running = _Loss(element, near, behind, missing)
            else:
                running.words += f" {missing}"
            continue
        if element in shown.places:
            behind = element
        if running is not None:
            yield running
            running = None
    if running is not None:
        yield running


def _elements(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield the elements that may be shown, each with the id of the nearest that has one."""
    heading = ""
    waiting = [(root, "")]
    while waiting:
        element, outer = waiting.pop()
        if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _UNSEEN:
            continue
        name = element.get("id", "")
        if name and element.tag in HEADINGS:
            heading = name
        outer = name or outer
        yield element, outer or heading
        waiting += [(child, outer) for child in reversed(element)]


def _own_text(element: Any) -> str:
    texts = [element.text or ""]
    texts += [child.tail or "" for child in element]
    return "".join(texts)


def _missing(own: str, fragments: Sequence[str]) -> str:
    """Return the part of `own` that `fragments` do not show; parts in another order do."""
    wanted = _PASSED.sub("", own).casefold()
    seen = _PASSED.sub("", "".join(fragments)).casefold()
    if wanted in seen or not Counter(wanted) - Counter(seen):
        return ""
    same = next(
        (k for k, (a, b) in enumerate(zip(wanted, seen, strict=False)) if a != b), len(seen)
    )
    places = [match.start() for match in _KEPT.finditer(own)]
    end = min(same + max(1, len(wanted) - len(seen)), len(places))
    return own[places[min(same, len(places) - 1)] : places[end - 1] + 1]
