"""Spelling, by Hunspell's dictionaries and the house's word list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hunspell import Hunspell

from publish.checking.style.slips import Slip
from publish.errors import Rule
from publish.manuscript.model import Passage

MISSPELT = Rule(
    "M401",
    "Every word is in the dictionary or in the house's word list.",
    "A slip in a name or a term is copied by everybody who quotes the text.",
    "warning",
)
RULES: tuple[Rule, ...] = (MISSPELT,)

BUILT_IN = Path(__file__).parent / "dictionaries"
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SUGGESTED = 3  # words in a remedy
_MOST = 200  # words that suggestions are looked for: each takes some hundredths of a second


def known_words(text: str) -> frozenset[str]:
    """Return the words of a word list: one to a line, `#` begins a remark."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(word for line in lines for word in line.split())


@dataclass(slots=True)
class Speller:
    """A dictionary and the words that are right although they are not in it.

    Attributes:
        home: path of the dictionary without `.dic` and `.aff`.
        words: a word in small letters may be capitalized in the text, others stand as they are.
    """

    home: Path
    words: frozenset[str]
    _dictionary: Hunspell | None = None
    _right: dict[str, bool] = field(default_factory=dict)
    _remedies: dict[str, str] = field(default_factory=dict)

    def slips_in(self, passage: Passage) -> Iterator[Slip]:
        """Yield the words of a passage that are not known."""
        for found in _WORD.finditer(passage.text):
            word = found[0].replace("’", "'")
            if word not in self._right:
                self._right[word] = self._is_right(word)
            if not self._right[word] and not _in_code(passage.text, found):
                message, remedy = f"“{found[0]}” is not in the dictionary", self._remedy(word)
                yield Slip(passage, found.start(), found[0], MISSPELT, message, remedy)

    def _is_right(self, word: str) -> bool:
        """Is a word, or each part of it between hyphens, known?"""
        if self._knows(word):
            return True
        parts = word.split("-")
        return len(parts) > 1 and all(len(part) < 2 or self._knows(part) for part in parts)

    def _knows(self, word: str) -> bool:
        bare = re.sub(r"'s?$", "", word)
        if bare.isupper() or (bare[:-1].isupper() and bare.endswith("s")) or len(bare) < 2:
            return True  # abbreviations have a list of their own
        if {bare, bare.lower(), word} & self.words:
            return True
        return bool(self._spelt(word) or self._spelt(bare))

    def _spelt(self, word: str) -> bool:
        return bool(self._opened().spell(word))

    def _remedy(self, word: str) -> str:
        if word not in self._remedies:
            few = len(self._remedies) < _MOST
            near = self._opened().suggest(word)[:_SUGGESTED] if few else ()
            listed = " or ".join(f"“{other}”" for other in near)
            self._remedies[word] = (
                f"write {listed}, or add it to the word list"
                if near
                else ("correct it, or add it to the word list")
            )
        return self._remedies[word]

    def _opened(self) -> Hunspell:
        if self._dictionary is None:
            self._dictionary = Hunspell(self.home.name, hunspell_data_dir=str(self.home.parent))
        return self._dictionary


def _in_code(text: str, found: re.Match[str]) -> bool:
    """Is the word part of something with digits, such as a file name or a variable?"""
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return before.isdigit() or after.isdigit() or "_" in (before, after)
