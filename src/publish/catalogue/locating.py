"""Where in a TOML text each key and each value stands.

The standard library's reader keeps no places. This one reads nothing else: it takes a text that
`tomllib` has accepted and walks it once.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Route = tuple[str | int, ...]  # ("bundle", 0, "publications", 2)


class Spot(NamedTuple):
    line: int  # 1-based
    col: int  # 1-based, in characters


class Mark(NamedTuple):
    """Where a key begins and where its value begins; the same for items of arrays."""

    key: Spot
    value: Spot


_BLANK = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")' r"|'''.*?'{3,5}(?!')" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


def locate(text: str) -> Mapping[Route, Mark]:
    """Return the marks of every table, key and array item in `text`.

    Args:
        text: valid TOML with LF line ends. The root table is `()`, at 1:1.
    """
    walk = _Walk(text)
    walk.document()
    return walk.marks


@dataclass(slots=True)
class _Walk:
    text: str
    at: int = 0
    marks: dict[Route, Mark] = field(default_factory=dict)
    counts: dict[Route, int] = field(default_factory=dict)  # items of arrays of tables so far
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [0, *(m.end() for m in re.finditer("\n", self.text))]
        self.marks[()] = Mark(Spot(1, 1), Spot(1, 1))

    def spot(self, at: int) -> Spot:
        line = bisect_right(self.starts, at)
        return Spot(line, at - self.starts[line - 1] + 1)

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if not found:
            return ""
        self.at = found.end()
        return found[0]

    def document(self) -> None:
        table: Route = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)

    def header(self) -> Route:
        """Read `[a.b]` or `[[a.b]]` and return the route of the table it opens."""
        start, many = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        route: Route = ()
        keys = self.keys()
        for n, key in enumerate(keys):
            route = (*route, key)
            if many and n == len(keys) - 1:
                self.counts[route] = self.counts.get(route, 0) + 1
                self.mark(route, start, start)
            if route in self.counts:
                route = (*route, self.counts[route] - 1)
        self.mark(route, start, start)
        self.at += 2 if many else 1
        return route

    def pair(self, table: Route) -> None:
        """Read `key = value`, where the key may be dotted."""
        start, keys = self.at, self.keys()
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        for n in range(1, len(keys)):
            self.mark((*table, *keys[:n]), start, start)
        route = (*table, *keys)
        self.mark(route, start, self.at)
        self.value(route)

    def keys(self) -> list[str]:
        keys = []
        while True:
            self.skip(_SPACE)
            if bare := self.skip(_BARE_KEY):
                keys.append(bare)
            else:
                keys.append(tomllib.loads(f"k = {self.skip(_STRING)}")["k"])
            self.skip(_SPACE)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def value(self, route: Route) -> None:
        first = self.text[self.at]
        if first == "[":
            self.array(route)
        elif first == "{":
            self.inline_table(route)
        elif first in "\"'":
            self.skip(_STRING)
        else:
            self.skip(_SCALAR)

    def array(self, route: Route) -> None:
        self.at += 1
        item = 0
        while self.next_in("]"):
            self.mark((*route, item), self.at, self.at)
            self.value((*route, item))
            item += 1

    def inline_table(self, route: Route) -> None:
        self.at += 1
        while self.next_in("}"):
            self.pair(route)

    def next_in(self, end: str) -> bool:
        """Go to the next item of a bracket; false, and past the bracket, where none is left."""
        self.skip(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self.skip(_BLANK)
        if self.text[self.at] == end:
            self.at += 1
            return False
        return True

    def mark(self, route: Route, key: int, value: int) -> None:
        self.marks.setdefault(route, Mark(self.spot(key), self.spot(value)))
