"""What the files of a build are bound from: the sections, the form, the file's name."""

from __future__ import annotations

from dataclasses import dataclass

from publish.binding.model import Form, Section
from publish.building.rounds import SetWork
from publish.building.works import file_of
from publish.editions import EDITIONS
from publish.editions.model import House


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to be bound.

    Attributes:
        work: whose file it is.
        edition: as the record names it: an edition, or "jobsheet".
        sections: in order; not always all of the work's, nor always its own.
    """

    work: SetWork
    edition: str
    form: Form
    sections: tuple[Section, ...]

    @property
    def file(self) -> str:
        """Its path, relative to output/."""
        return file_of(self.work.work.publication, self.work.work.lang, self.edition)


def piece_of(work: SetWork, edition: str, house: House) -> Piece:
    """Return the piece of an edition that is bound of all pages of a work."""
    return Piece(work, edition, EDITIONS[edition].form(house), work.sections)
