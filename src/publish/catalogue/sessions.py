"""A training session as frozen data: its plan, and what its pack is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from publish.errors import Place

Texts = Mapping[str, str]  # by language; nothing where none is given
Lists = Mapping[str, tuple[str, ...]]  # by language


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a session: what is done, how and for how long.

    Attributes:
        exercise: id of the exercise that is done, one of the session's; or empty.
        slides: numbers of the slides shown, counted from 1.
        excerpts: what is read: some of the session's.
    """

    minutes: int
    title: Texts
    method: Texts = field(default_factory=dict)
    notes: Texts = field(default_factory=dict)
    exercise: str = ""
    slides: tuple[int, ...] = ()
    excerpts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A session.toml.

    Attributes:
        name: its folder in the work's `sessions`, and in output/handouts.
        work: slug of the work that it belongs to.
        chapter: stem of the file of its module among the work's chapters: "01-barriers"; or empty.
        minutes: that it takes in all, the sum of its steps.
        group: who it is for and how many.
        excerpts: "work#id", in the order in which they are handed out.
        exercises: ids of exercises in the work, in order; empty: all of its chapter.
        slides: a file in the folder `slides` of each language: "01-barriers.md"; or empty.
        slides_later: numbers of slides that the sheets for notes leave out: they show answers.
        participants: the list of those who take part, a CSV file; absolute. None: there is none.
        places: of values, by field: "chapter", "excerpts.0", "steps.2.exercise".
    """

    name: str
    work: str
    title: Texts
    languages: tuple[str, ...]
    chapter: str
    minutes: int
    group: Texts
    objectives: Lists
    materials: Lists
    steps: tuple[Step, ...]
    excerpts: tuple[str, ...]
    exercises: tuple[str, ...]
    slides: str
    accent: str
    participants: Path | None
    place: Place = field(default_factory=Place)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    slides_later: tuple[int, ...] = ()

    def at(self, *route: str | int) -> Place:
        """Return the place of a value, or of what is nearest around it."""
        for end in range(len(route), 0, -1):
            if found := self.places.get(".".join(str(part) for part in route[:end])):
                return found
        return self.place
