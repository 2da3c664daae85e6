"""Drafts, tickets and the order in which gatherings are bound."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from typing import Literal

Numbering = Literal["none", "roman", "arabic"]
Start = Literal["recto", "any"]


@dataclass(frozen=True)  # without slots, for the digest to be kept: fonts are megabytes
class Resource:
    """A file that a gathering may see, under the URL its HTML or CSS uses for it."""

    url: str  # relative: "fonts/NotoSans_400Regular.ttf", "charts/fig-coverage.svg"
    media_type: str
    content: bytes

    @functools.cached_property
    def digest(self) -> str:
        """The SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Draft:
    """A gathering's HTML whose late fields are still without width: see `composing.late`."""

    html: str  # a whole document, with lang and title
    sheets: tuple[str, ...]  # texts of style sheets, in cascade order
    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A gathering's place in the order of binding."""

    name: str  # unique in the work: "cover", "contents", "03-structure", "index"
    title: str  # for progress and reports
    draft: Draft
    numbering: Numbering  # how its pages are counted: "none" counts nothing
    start: Start = "recto"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Everything that setting one gathering may see: a closed world."""

    html: str
    sheets: tuple[str, ...]
    resources: tuple[Resource, ...]
    late: tuple[str, ...]  # what each late field stands for, by its number in the HTML

    @property
    def digest(self) -> str:
        """Return the SHA-256 of everything in the ticket."""
        listed = [self.html, list(self.sheets), list(self.late)]
        seen = [[r.url, r.media_type, r.digest] for r in self.resources]
        return hashlib.sha256(json.dumps([*listed, seen]).encode()).hexdigest()
