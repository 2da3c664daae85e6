"""Arabic words for pictures: in the forms in which letters join, from left to right.

The engine sets the text of SVG pictures letter by letter, each to the right of the one before, and
joins none. What is given to it here looks as it should; the words themselves stand in the text
alternative of the picture.

Source: Unicode 15, Arabic Presentation Forms-B; Standard Annex 9 for the order, of which a label
of one line needs little: Arabic runs to the left, numbers and Latin words to the right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

_ARABIC = re.compile("[\u0621-\u064a]")
# Numbers and Latin words with what stands within them.
_TO_RIGHT = r"[^\W_\u0600-\u06ff]+(?:[ .,:/’-]?[^\W_\u0600-\u06ff]+)*|[\u0660-\u0669]+"
_RUN = re.compile(rf"{_TO_RIGHT}|[\u0600-\u06ff]+|.", re.DOTALL)
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def _forms() -> dict[str, dict[str, str]]:
    """Return the forms of each letter, and of lam with alif: by "initial", "medial" …"""
    found: dict[str, dict[str, str]] = {}
    for code in range(0xFE80, 0xFEFD):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        word = "".join(chr(int(letter, 16)) for letter in letters.split())
        found.setdefault(word, {})[kind.strip("<>")] = chr(code)
    return found


_FORMS: Mapping[str, Mapping[str, str]] = _forms()
_TATWEEL = "\u0640"


def as_seen(line: str) -> str:
    """Return a line of text as its letters stand from left to right; others as they are."""
    if not _ARABIC.search(line):
        return line
    runs = [found[0] for found in _RUN.finditer(line)]
    return "".join(_turned(run) for run in reversed(runs))


def _turned(run: str) -> str:
    if _ARABIC.search(run):
        return "".join(reversed(_joined(run)))
    return run.translate(_MIRRORED) if len(run) == 1 else run


def _joined(run: str) -> list[str]:
    """Return the letters of a run in their forms; what stands above or below a letter is kept."""
    letters = re.findall("\u0644[\u0622\u0623\u0625\u0627]|.", run)
    seen: list[str] = []
    for at, letter in enumerate(letters):
        before = _goes_on(_nearest(letters[:at][::-1])) and _takes_up(letter)
        after = _goes_on(letter) and _takes_up(_nearest(letters[at + 1 :]))
        kind = ("isolated", "final", "initial", "medial")[before + 2 * after]
        seen.append(_FORMS.get(letter, {}).get(kind, letter))
    return seen


def _nearest(letters: Sequence[str]) -> str:
    """Return the first that is no mark above or below another."""
    return next((letter for letter in letters if not unicodedata.combining(letter[0])), "")


def _goes_on(letter: str) -> bool:
    """Does a letter join the one after it?"""
    return letter == _TATWEEL or "initial" in _FORMS.get(letter, {})


def _takes_up(letter: str) -> bool:
    """Does a letter join the one before it?"""
    return letter == _TATWEEL or "final" in _FORMS.get(letter, {})
