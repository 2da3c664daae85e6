"""What binding meant a file to be, and the form of checks that compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from publish.checking.opened import Opened
from publish.errors import Finding


@dataclass(frozen=True, slots=True)
class Expected:
    """What binding meant a file to be. What is empty is not compared.

    Attributes:
        width, height: trim size in points; a page may lie on its side.
        labels: page labels in order.
        fonts: base names of the fonts that may be used, without the prefix of a subset.
        contents: whether the work has a table of contents.
    """

    pages: int = 0
    title: str = ""
    lang: str = ""
    width: float = 0.0
    height: float = 0.0
    labels: tuple[str, ...] = ()
    fonts: frozenset[str] = frozenset()
    contents: bool = False


Check = Callable[[Opened, Expected], Iterator[Finding]]
