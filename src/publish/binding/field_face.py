"""The face that viewers set in what is typed into fields: a whole simple font.

Pages show glyphs by their numbers (Identity-H); what somebody types comes as letters, so that the
font needs an encoding (ISO 32000-1:2008, 9.6.6) and all letters of it. The encoding of Windows
holds what is written in western Europe and the Americas; for other scripts viewers take a face of
their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.faces import Face, subset_name
from publish.binding.fonts import font_descriptor, to_unicode_of_bytes
from publish.binding.model import Section

_FIRST, _LAST = 32, 255
_SYMBOLIC, _PLAIN = 1 << 2, 1 << 5  # flags of a font descriptor (9.8.2)


def _letters() -> dict[int, str]:
    """Return the letters of the encoding WinAnsi by their codes."""
    found = {}
    for code in range(_FIRST, _LAST + 1):
        letter = bytes([code]).decode("cp1252", "ignore")
        if letter and code != 127:
            found[code] = letter
    return found


LETTERS = _letters()


def typing_face(
    bearers: Iterable[Section], others: Iterable[Section], face_of: Callable[[str], Face]
) -> Face | None:
    """Return the face that most of the text around the fields is set in, if it can be typed in.

    Where no face of the sections with fields has the letters (Arabic, Chinese), one of the file's
    other sections serves. None: there is none.
    """
    for digest in (*_most_used(bearers), *_most_used(others)):
        face = face_of(digest)
        if not face.is_cff and all(face.has(letter) for letter in LETTERS.values()):
            return face
    return None


def _most_used(sections: Iterable[Section]) -> list[str]:
    """Return the digests of the sections' faces, those with the most glyphs first."""
    counted: Counter[str] = Counter()
    for section in sections:
        for use in section.gathering.offers.faces:
            if use.index == 0:
                counted[use.late_of or use.face] += len(use.glyphs)
    return sorted(counted, key=lambda digest: (-counted[digest], digest))


def embed_for_typing(pdf: pikepdf.Pdf, face: Face) -> pikepdf.Object:
    """Add `face` to `pdf` as a simple font that holds the letters of WinAnsi."""
    data = face.subset_of_letters(LETTERS.values())
    name = Name("/" + subset_name(face.descriptor.name, data))
    advances = [face.advance_of(LETTERS[code]) if code in LETTERS else 0.0
                for code in range(_FIRST, _LAST + 1)]  # fmt: skip
    descriptor = font_descriptor(pdf, face, name, data)
    descriptor.Flags = face.descriptor.flags & ~_SYMBOLIC | _PLAIN
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=_FIRST,
            LastChar=_LAST,
            Widths=Array([round(advance, 2) for advance in advances]),
            FontDescriptor=pdf.make_indirect(descriptor),
            ToUnicode=pdf.make_stream(to_unicode_of_bytes(LETTERS)),
        )
    )
