"""What the files of a build are bound from: the sections, the form, what they are checked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish.binding.attaching import Attachment
from publish.binding.model import Form, Section
from publish.building.rounds import SetWork
from publish.building.works import file_of
from publish.checking.preflight.requirements import ARCHIVE, GREYSCALE, SCREEN, Requirements
from publish.editions import EDITIONS
from publish.editions.model import House

_NEEDS: Mapping[str, Requirements] = {
    "screen": SCREEN,
    "large-print": SCREEN,
    "greyscale": GREYSCALE,
    "archive": ARCHIVE,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to be bound.

    Attributes:
        work: whose file it is.
        edition: as the record names it: an edition, or "jobsheet".
        needs: what the finished file is checked for.
        sections: in order; not always all of the work's, nor always its own.
        blanks_after: empty pages at the end.
        attachments: files that it carries along.
    """

    work: SetWork
    edition: str
    form: Form
    needs: Requirements
    sections: tuple[Section, ...]
    blanks_after: int = 0
    attachments: tuple[Attachment, ...] = ()

    @property
    def file(self) -> str:
        """Its path, relative to output/."""
        return file_of(self.work.work.publication, self.work.work.lang, self.edition)


def piece_of(work: SetWork, edition: str, house: House) -> Piece:
    """Return the piece of an edition that is bound of all pages of a work."""
    return Piece(work, edition, EDITIONS[edition].form(house), _NEEDS[edition], work.sections)
