"""The language that a document is read aloud in."""

from __future__ import annotations

import re

import pikepdf

from publish.binding.foreign.walking import text
from publish.errors import Finding, Place, Rule

OTHER_LANGUAGE = Rule(
    "B184",
    "A document and the catalogue say the same language.",
    "ISO 14289-1:2014, 7.2: a screen reader chooses its voice by it.",
    "warning",
)
RULES: tuple[Rule, ...] = (OTHER_LANGUAGE,)

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def language_of(root: pikepdf.Object, said: str, where: Place) -> tuple[str, tuple[Finding, ...]]:
    """Return the document's language: its own word for the one that the catalogue says."""
    own = text(root.get("/Lang"))
    if not _TAG.fullmatch(own):
        return said, ()
    if own.split("-")[0].lower() == said.split("-")[0].lower():
        return own, ()
    message = f"the file says “{own}”, the catalogue “{said}”, which is taken"
    return said, (OTHER_LANGUAGE.at(where, message, "correct `language` in the catalogue"),)
