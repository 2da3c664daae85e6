"""Put stamps in front of what may need a place: see `places`."""

from __future__ import annotations

import re

from publish.manuscript.places import AT, PIPE, Places
from publish.manuscript.source import Line

_CONSTRUCT = re.compile(
    r"""(?<!\\)(?:
        !\[ | \[\^ | \{\{ | \]\( | \]\[ | <(?=[A-Za-z/!?])
        | (?<![\w.@/+\\-])@(?=[A-Za-z]) | (?<=[\[\ ;(]-)@(?=[A-Za-z])
    )""",
    re.VERBOSE,
)
_INSERT = re.compile(r"(?<!\\)\{\{[^{}\n]*\}\}")
_LIST = re.compile(r"(?<=[\])*_`~^])\{:?[ ]*(?=[#.A-Za-z][^{}\n]*\})")
_HEADING = re.compile(r"\s*(?:>\s?)*#{1,6}\s+")
_HEADING_ATTRIBUTES = re.compile(r" +\{[^{}]*\} *#*\s*$")
_PREFIX = re.compile(r"(?:[ ]*(?:>[ ]?|[-*+][ ]+|[0-9]+\.[ ]+|:[ ]+))*[ ]*")
_UNTOUCHED = re.compile(
    r"""[\s>]*(?: $ | [-=_*\s]+$ | \{[^{}]*\}\s*$ | \[[^\]^]+\]:\s | \|?[\s:|-]+\|?$ )""",
    re.VERBOSE,
)
_CELL = re.compile(r"(?<!\\)\|[ ]*(?=[^\s|])")


def stamp_line(places: Places, line: Line) -> str:
    """Return a line of running text with stamps before its content and its constructs."""
    text = _shielded(line.text)
    if _UNTOUCHED.match(text):
        return text
    spots = {found.start() for found in _CONSTRUCT.finditer(text)}
    if heading := _HEADING.match(text):
        spots.add(heading.end())
        if attributes := _HEADING_ATTRIBUTES.search(text):
            brace = text.index("{", attributes.start())
            return _stamped(places, line, text, spots, {attributes.start(): brace})
        return _stamped(places, line, text, spots, {})
    prefix = _PREFIX.match(text)
    start = prefix.end() if prefix else 0
    spots.add(start)
    if text.startswith("|", start):
        spots.discard(start)
        spots.update(found.end() for found in _CELL.finditer(text))
    return _stamped(places, line, text, spots, {})


def stamp_constructs(places: Places, line: Line) -> str:
    """Return a line with stamps before its constructs only."""
    text = _shielded(line.text)
    return _stamped(places, line, text, {m.start() for m in _CONSTRUCT.finditer(text)}, {})


def stamp_rest(places: Places, line: Line, start: int) -> str:
    """Return the text from `start`, a stamp in front of it and of each construct."""
    text = _shielded(line.text)
    spots = {m.start() for m in _CONSTRUCT.finditer(text) if m.start() > start} | {start}
    return _stamped(places, line, text, spots, {}, start)


def _stamped(
    places: Places, line: Line, text: str, spots: set[int], moved: dict[int, int], start: int = 0
) -> str:
    """Insert stamps; `moved` are stamps that stand elsewhere than what they point to."""
    lists = {found.end(): found.start() for found in _LIST.finditer(text, start)}
    out, last = [], start
    for spot in sorted(spots | set(moved) | set(lists)):
        stamp = places.stamp(line.place(moved.get(spot, lists.get(spot, spot))))
        out += [text[last:spot], f"{AT}{stamp} " if spot in lists and stamp else stamp]
        last = spot
    return "".join([*out, text[last:]])


def _shielded(text: str) -> str:
    """Keep the bars of inserts from dividing table cells."""
    return _INSERT.sub(lambda found: found[0].replace("|", PIPE), text)
