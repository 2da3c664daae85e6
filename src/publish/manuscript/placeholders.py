"""Placeholders: words that stand where the user's own belong, and look like it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.errors import Place, Rule
from publish.manuscript.context import Work, clipped
from publish.manuscript.elements import make

PLACEHOLDER = Rule(
    "M180",
    "No placeholder is left in what is released.",
    "Readers would be asked to come on the “[date of the event]”.",
    "warning",
)
RULES: tuple[Rule, ...] = (PLACEHOLDER,)


def placeholder(work: Work, words: str, place: Place) -> Element:
    """Return what is printed until somebody fills it in: the words in square brackets, marked."""
    work.report(PLACEHOLDER, place, f"“{clipped(words)}” is to be filled in",
                "write the words themselves in place of `{{placeholder:…}}`")  # fmt: skip
    return make("span", "placeholder", f"[{words}]")
