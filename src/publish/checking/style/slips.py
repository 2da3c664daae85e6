"""A slip: where a rule finds fault with a passage, before the place in the file is known."""

from __future__ import annotations

from typing import NamedTuple

from publish.errors import Rule
from publish.manuscript.model import Passage


class Slip(NamedTuple):
    """A fault at `start` of a passage's text; `shown` is what stands there."""

    passage: Passage
    start: int
    shown: str
    rule: Rule
    message: str
    remedy: str
