"""A chapter as lines that know where they come from: decoding, includes, characters refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from publish.errors import Place, Rule
from publish.manuscript import files
from publish.manuscript.context import Work

BAD_CHARACTER = Rule(
    "M102",
    "A manuscript holds no control or private use characters.",
    "They have no meaning in print, and the builder uses some for itself.",
)
NO_INCLUDE = Rule("M130", "An included file exists.", "Its text would be missing in print.")
CYCLE = Rule("M131", "No file includes itself, not even by way of others.", "It would never end.")
BAD_INCLUDE = Rule(
    "M132",
    'An include is written `--8<-- "file.md"`, alone in its line.',
    "The line would be printed as it was typed, and the text be missing.",
)
RULES: tuple[Rule, ...] = (BAD_CHARACTER, NO_INCLUDE, CYCLE, BAD_INCLUDE)

_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
                      "\U000f0000-\U0010ffff]")  # fmt: skip
_INCLUDE = re.compile(r'(?P<indent>[\s>]*)--8<-- +"(?P<name>[^"]*)"\s*$')
_SCISSORS = re.compile(r"[\s>]*-{1,}8<-{1,}")
_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a manuscript.

    Attributes:
        text: without its end; tabs are spaces.
        file, number: where it stands, `number` from 1.
        shift: how many characters the include's own indent added in front.
    """

    text: str
    file: str
    number: int
    shift: int = 0

    def place(self, index: int = 0) -> Place:
        """Return the place of the character at `index` of the text."""
        return Place(self.file, self.number, max(index - self.shift, 0) + 1)


def split(work: Work, text: str, file: str) -> list[Line]:
    """Return the lines of a text, with the characters refused reported and replaced."""
    lines = []
    for number, raw in enumerate(text.split("\n"), 1):
        for found in _REFUSED.finditer(raw):
            work.report(BAD_CHARACTER, Place(file, number, found.start() + 1),
                        f"character U+{ord(found[0]):04X} has no meaning in print",
                        "delete it; it often comes with text copied from a PDF")  # fmt: skip
        lines.append(Line(_REFUSED.sub("\ufffd", raw).expandtabs(4), file, number))
    return lines


def load(work: Work, path: Path) -> list[Line] | None:
    """Return the lines of a chapter, its includes put in place; none if it cannot be read."""
    text = files.read_text(work, path)
    if text is None:
        return None
    return _expanded(work, split(work, text, work.shown(path)), (path,))


def _expanded(work: Work, lines: list[Line], above: tuple[Path, ...]) -> list[Line]:
    result: list[Line] = []
    for line in lines:
        if found := _INCLUDE.match(line.text):
            result.extend(_included(work, line, found, above))
        elif _SCISSORS.match(line.text):
            work.report(BAD_INCLUDE, line.place(len(line.text) - len(line.text.lstrip())),
                        "this include cannot be read",
                        'write `--8<-- "file.md"` alone in its line')  # fmt: skip
        else:
            result.append(line)
    return result


def _included(work: Work, line: Line, found: re.Match[str], above: tuple[Path, ...]) -> list[Line]:
    indent, name = found["indent"], found["name"]
    place = line.place(found.start("name"))
    folders = (work.sources / work.slug / work.lang, work.sources / "shared")
    path = files.find(work, name, folders, place, NO_INCLUDE)
    if path is None:
        return []
    if path in above or len(above) > _DEPTH:
        way = " → ".join(p.name for p in (*above, path))
        work.report(CYCLE, place, f"this file includes itself: {way}", "take one include out")
        return []
    text = files.read_text(work, path, place)
    if text is None:
        return []
    inner = split(work, text.removesuffix("\n"), work.shown(path))
    moved = [Line(indent + one.text, one.file, one.number, len(indent)) for one in inner]
    return _expanded(work, moved, (*above, path))
