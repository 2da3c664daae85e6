"""What an edition is: which set pages it is bound from, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from publish.binding.model import Form
from publish.catalogue.printers import Printer
from publish.composing.brand import Brand


@dataclass(frozen=True, slots=True)
class House:
    """What the form of an edition depends on besides the work."""

    brand: Brand
    identity: Mapping[str, Path]  # the brand's files, by path in its folder
    printer: Printer | None = None
    folds: tuple[float, ...] = ()  # of a printed sheet, in millimetres from the left of its trim


@dataclass(frozen=True, slots=True)
class Edition:
    """A form in which works are issued.

    Attributes:
        copy: the edition whose set pages it is bound from; its own name if it is set anew.
        form: how the pages are bound, in a house.
        read_as: the edition that the manuscript's conditions take it for; empty: itself.
    """

    name: str
    copy: str
    form: Callable[[House], Form]
    read_as: str = ""

    @property
    def text(self) -> str:
        """The edition whose text this has, where the manuscript tells them apart."""
        return self.read_as or self.name
