"""Late fields in a content stream: placeholder glyphs out, true text in.

WeasyPrint writes one operator a line and names a face before every run that needs it, so the runs
of a placeholder face lie between its `Tf` and the next `Tf` or `Q`. Only those are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from publish.binding.faces import Glyph
from publish.composing import late

_TJ = re.compile(rb"\[([^\]]*)\] ?TJ")
_NEXT = re.compile(rb"\s(Tm|ET|Tf|TJ|Tj)(?=\s|$)")  # operators that place or show text
_ITEM = re.compile(rb"<([0-9A-Fa-f]*)>|(-?[0-9]*\.?[0-9]+)")
_STARTS = frozenset((late.FOLIO, late.BUNDLE_FOLIO))
_ROOM = frozenset((late.ROOM, late.ALIGN_RIGHT, late.ALIGN_CENTRE))


@dataclass(frozen=True, slots=True)
class LateFace:
    """A placeholder face and the real one that takes its place.

    Attributes:
        glyphs: glyph id of the placeholder face → (its character, advance in 1/1000 em).
        encode: text → glyphs of the real face, from left to right; raises KeyError where the
            face lacks a character.
    """

    glyphs: Mapping[int, tuple[str, float]]
    encode: Callable[[str], tuple[Glyph, ...]]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A text that could not be set in its room."""

    first: str  # the field's first character
    text: str
    why: str  # "wide": wider than its room; "glyph": the real face lacks a character


@dataclass(slots=True)
class _Run:
    """A field, or text between fields, as it was shown."""

    chars: str
    room: float  # advance in 1/1000 em, adjustments included


def face_pattern(names: list[bytes]) -> re.Pattern[bytes]:
    """Return the pattern that finds where a placeholder face is set; group 1 is its name."""
    listed = b"|".join(re.escape(name) for name in sorted(names))
    # Up to, not including, the line that ends the face's reign.
    return re.compile(rb"/(" + listed + rb") [0-9.]+ Tf\n(?:(?!/\S+ \S+ Tf\n|Q\n)[^\n]*\n?)*")


def fill(
    data: bytes,
    pattern: re.Pattern[bytes],
    faces: Mapping[bytes, LateFace],
    text_of: Callable[[str], str],
    misfits: list[Misfit],
) -> bytes:
    """Return the content stream `data` with its late fields filled.

    Args:
        pattern: made by `face_pattern` of the names in `faces`.
        text_of: the first character of a field → its text, which may be empty.
        misfits: texts that do not fit are appended; they are set all the same.
    """

    def in_face(found: re.Match[bytes]) -> bytes:
        face = faces[found[1]]

        def text(operator: re.Match[bytes]) -> bytes:
            items = [_set(run, face, text_of, misfits) for run in _runs(operator[1], face)]
            after = _NEXT.search(data, found.start() + operator.end())
            if items and (after is None or after[1] in (b"Tm", b"ET")):
                items[-1] = (*items[-1][:2], b"")  # what follows has its own place
            shown = b"".join(part for item in items for part in item)
            return b"[" + shown + b"] TJ" if shown else b""

        return _TJ.sub(text, found[0])

    return pattern.sub(in_face, data)


def _runs(operand: bytes, face: LateFace) -> Iterator[_Run]:
    """Yield the fields of one TJ operand, and the text between them, in order."""
    run: _Run | None = None
    before = 0.0  # an adjustment before the first glyph
    for glyphs, number in _ITEM.findall(operand):
        if number:
            if run is None:
                before -= float(number)
            else:
                run.room -= float(number)
            continue
        for at in range(0, len(glyphs), 4):
            char, advance = face.glyphs[int(glyphs[at : at + 4], 16)]
            if run is not None and char in _ROOM and _is_field(run.chars[0]):
                run.chars += char
                run.room += advance
                continue
            if run is not None:
                yield run
            run = _Run(char, advance + before)
            before = 0.0
    if run is not None:
        yield run


def _is_field(char: str) -> bool:
    return char in _STARTS or ord(char[0]) >= late.FIRST_FIELD


def _set(
    run: _Run, face: LateFace, text_of: Callable[[str], str], misfits: list[Misfit]
) -> tuple[bytes, bytes, bytes]:
    """Return TJ items that show the text of `run` and advance exactly as far as it did.

    They are a skip, the text and a skip.
    """
    first = run.chars[0]
    text = text_of(first) if _is_field(first) else "" if first in _ROOM else run.chars
    try:
        glyphs = face.encode(text)
    except KeyError:
        misfits.append(Misfit(first, text, "glyph"))
        return b"", b"", _skip(run.room)
    slack = run.room - sum(glyph.advance for glyph in glyphs)
    if slack < -1:
        misfits.append(Misfit(first, text, "wide"))
    last = run.chars[-1]
    lead = slack if last == late.ALIGN_RIGHT else slack / 2 if last == late.ALIGN_CENTRE else 0.0
    if not glyphs:
        return b"", b"", _skip(run.room)
    codes = b"".join(b"%04x" % glyph.id for glyph in glyphs)
    return _skip(lead), b"<" + codes + b">", _skip(slack - lead)


def _skip(distance: float) -> bytes:
    """Return the TJ adjustment that moves `distance`/1000 em on."""
    rounded = round(-distance, 2)
    return f"{rounded:g} ".encode() if rounded else b""
