"""The tables of session.toml as pydantic models: shape and type only."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from publish.catalogue.tables import ALL_LANGUAGES, Table, Text, Texts
from publish.catalogue.vocabulary import Language

_RANGE = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")


def _lists_by_language(value: object) -> object:
    return {ALL_LANGUAGES: value} if isinstance(value, list) else value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _numbers(value: object) -> object:
    """Return the numbers of `3`, `[3, 4]`, "3–5" and "3, 5-7"; what is none of these as it is."""
    if isinstance(value, int) and not isinstance(value, bool):
        return [value]
    if not isinstance(value, str):
        return value
    numbers: list[int] = []
    for piece in value.split(","):
        found = _RANGE.fullmatch(piece.strip())
        if found is None:
            return value
        numbers += range(int(found[1]), int(found[2] or found[1]) + 1)
    return numbers


TextLists = Annotated[
    dict[str, list[Text]],
    BeforeValidator(
        _lists_by_language, json_schema_input_type=list[Text] | dict[Language, list[Text]]
    ),
]
Words = Annotated[list[Text], BeforeValidator(_listed, json_schema_input_type=Text | list[Text])]
Minutes = Annotated[int, Field(ge=1, le=1440)]
Numbers = Annotated[
    list[Annotated[int, Field(ge=1)]],
    BeforeValidator(
        _numbers,
        json_schema_input_type=int | list[int] | str,
    ),
]


class StepTable(Table):
    """A step of the session, in the order of events."""

    minutes: Minutes
    """How long it takes."""
    title: Texts
    """What is done; one text, or a table by language."""
    method: Texts = Field(default={})
    """How it is done: small groups, a short talk; one text, or a table by language."""
    notes: Texts = Field(default={})
    """What the facilitator must know; one text, or a table by language."""
    exercise: str = ""
    """Id of the exercise that is done: one of the session's."""
    slides: Numbers = Field(default=[])
    """Numbers of the slides shown: 3, [3, 4] or "3–5"."""
    excerpts: Words = Field(default=[])
    """What is read: one or several of the session's excerpts."""


class SessionTable(Table):
    """sources/<work>/sessions/<name>/session.toml: one training session."""

    title: Texts
    """One title, or a table of titles by language."""
    languages: list[Language] = Field(default=[])
    """Languages it is held in; by default all of the work's."""
    chapter: str = ""
    """The work's chapter with the module: its file name, with or without `.md`."""
    minutes: Minutes
    """How long it takes in all: the sum of its steps."""
    group: Texts = Field(default={})
    """Who it is for, and how many; one text, or a table by language."""
    objectives: TextLists = Field(default={})
    """What participants can do afterwards; one list, or a table of lists by language."""
    materials: TextLists = Field(default={})
    """What must be there; one list, or a table of lists by language."""
    excerpts: list[Text] = Field(default=[])
    """What is handed out of other works, in order: `work#id` of a section, figure, table or box,
    or `work#` and the file name of a chapter."""
    exercises: list[Text] = Field(default=[])
    """Ids of the exercises, in order; by default all of the chapter."""
    slides: str = ""
    """File of the slides, in the folder `slides` of each language: `01-barriers.md`."""
    slides_later: Numbers = Field(default=[])
    """Numbers of the slides that show answers: 7, [7, 9] or "7, 9-10". They are shown, but the
    sheets on which participants take notes leave them out."""
    accent: str = ""
    """A colour of the brand, by its token's name; by default the work's."""
    participants: str = ""
    """List of those who take part: a CSV file beside the session's. Without it, no certificates,
    badges and table cards are made."""
    step: list[StepTable]
    """The steps, in the order of events."""
