"""Fonts that a document does not bring with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pikepdf

from publish.binding.foreign.walking import dictionary, listed, name
from publish.errors import Finding, Place, Rule

NOT_EMBEDDED = Rule(
    "B180",
    "A document brings its fonts with it.",
    "ISO 19005-2:2011, 6.2.11.4: on another machine other letters stand in for them, of another "
    "width; a printer may refuse the file.",
    "warning",
)
RULES: tuple[Rule, ...] = (NOT_EMBEDDED,)

_SUBSET = re.compile(r"[A-Z]{6}\+")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def missing_fonts(fonts: Iterable[pikepdf.Object], where: Place) -> Iterator[Finding]:
    """Yield the finding that fonts are not embedded."""
    names = sorted({_name(font) for font in fonts if not _is_embedded(font)})
    if names:
        shown = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
        remedy = "export it anew with fonts embedded; Word: Save as PDF, Options, PDF/A compliant"
        yield NOT_EMBEDDED.at(where, f"these fonts are not in it: {shown}", remedy)


def _is_embedded(font: pikepdf.Object) -> bool:
    if name(font.get("/Subtype")) == "Type3":
        return True
    inner = next(iter(listed(font.get("/DescendantFonts"))), font)
    descriptor = dictionary(dictionary(inner).get("/FontDescriptor"))
    return any(key in descriptor for key in _FILES)


def _name(font: pikepdf.Object) -> str:
    return _SUBSET.sub("", name(font.get("/BaseFont")))[:60] or "a font without a name"
