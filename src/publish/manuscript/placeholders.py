"""Placeholders: words that stand where the user's own belong, and look like it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from publish.errors import Place, Rule
from publish.manuscript.context import Work, clipped
from publish.manuscript.elements import make
from publish.manuscript.places import STAMP

PLACEHOLDER = Rule(
    "M180",
    "No placeholder is left in what is released.",
    "Readers would be asked to come on the “[date of the event]”.",
    "warning",
)
RULES: tuple[Rule, ...] = (PLACEHOLDER,)

PLACEHOLDERS = re.compile(rf"{STAMP}?\{{\{{ *placeholder: *([^{{}}|]*[^{{}}| ]) *\}}\}}")


def plain_placeholders(work: Work, text: str, place: Place) -> str:
    """Return a text without markup, such as a short title, with its placeholders as "[words]"."""
    for found in PLACEHOLDERS.finditer(text):
        _report(work, found[1], place)
    return PLACEHOLDERS.sub(r"[\1]", text)


def placeholder(work: Work, words: str, place: Place) -> Element:
    """Return what is printed until somebody fills it in: the words in square brackets, marked."""
    _report(work, words, place)
    return make("span", "placeholder", f"[{words}]")


def _report(work: Work, words: str, place: Place) -> None:
    work.report(PLACEHOLDER, place, f"“{clipped(words)}” is to be filled in",
                "write the words themselves in place of `{{placeholder:…}}`")  # fmt: skip
