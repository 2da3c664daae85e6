"""Mark abbreviations in the text where they stand, and note which were used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from publish.manuscript.elements import make, replace

_SKIPPED = ("a", "abbr", "code", "pre", "h1", "h2", "h3", "h4", "m-alt")


def mark(root: Element, known: Mapping[str, str], used: set[str]) -> None:
    """Wrap every abbreviation in `<abbr title="…">`; add those found to `used`."""
    if not known:
        return
    words = "|".join(re.escape(word) for word in sorted(known, key=lambda w: (-len(w), w)))
    pattern = re.compile(rf"(?<![\w-])(?:{words})(?!\w)")
    pending = [root]
    while pending:
        element = pending.pop()
        children = list(element)
        if element.tag not in _SKIPPED:
            pending += children
            _mark_text(element, pattern, known, used)
            for child in children:
                _mark_tail(element, child, pattern, known, used)


def _split(
    text: str, pattern: re.Pattern[str], known: Mapping[str, str], used: set[str]
) -> list[Element | str]:
    pieces: list[Element | str] = []
    at = 0
    for found in pattern.finditer(text):
        used.add(found[0])
        pieces += [text[at : found.start()], make("abbr", text=found[0], title=known[found[0]])]
        at = found.end()
    return [*pieces, text[at:]] if pieces else []


def _mark_text(
    element: Element, pattern: re.Pattern[str], known: Mapping[str, str], used: set[str]
) -> None:
    pieces = _split(element.text or "", pattern, known, used)
    if pieces:
        holder = make("d")
        element.text = None
        element.insert(0, holder)
        replace(element, holder, pieces)


def _mark_tail(
    parent: Element, child: Element, pattern: re.Pattern[str], known: Mapping[str, str],
    used: set[str],
) -> None:  # fmt: skip
    pieces = _split(child.tail or "", pattern, known, used)
    if pieces:
        holder = make("d")
        child.tail = None
        parent.insert(list(parent).index(child) + 1, holder)
        replace(parent, holder, pieces)
