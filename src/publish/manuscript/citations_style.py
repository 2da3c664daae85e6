"""CSL styles, and what is derived from one: the author alone, and a citation without author."""

from __future__ import annotations

import copy
import io
import xml.etree.ElementTree as ET

from citeproc import CitationStylesStyle  # type: ignore[import-untyped]  # it has no types

_CS = "{http://purl.org/net/xbiblio/csl}"


# Serves when a project's style cannot be read, so that all else is checked nevertheless.
FALLBACK = b"""
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info/>
  <citation>
    <layout prefix="(" suffix=")" delimiter="; ">
      <names variable="author" suffix=" "><name form="short"/></names>
      <date variable="issued"><date-part name="year"/></date>
    </layout>
  </citation>
  <bibliography><layout suffix="."><text variable="title"/></layout></bibliography>
</style>"""


class StyleError(Exception):
    """The file is not a CSL style that can be used."""


class Styles:
    """One CSL style in three forms.

    Attributes:
        whole: as it is.
        author: its citation prints the names only.
        year: its citation leaves the names out.
        year_suffix: whether works with the same author and year are told apart by letters.
        prints_suffix: whether the style says itself where the letter goes.
        numbered: whether works are cited by number.
    """

    def __init__(self, source: bytes, locale: str) -> None:
        try:
            root = ET.fromstring(source)
        except ET.ParseError as error:
            raise StyleError(str(error)) from error
        citation = root.find(f"{_CS}citation")
        if root.tag != f"{_CS}style" or citation is None:
            raise StyleError("it has no cs:citation")
        if citation.find(f"{_CS}layout") is None or root.find(f"{_CS}bibliography") is None:
            raise StyleError("it has no layout for citations, or no bibliography")
        self.locale = locale
        self.whole = _engine(root, locale)
        self.author = _engine(_author_only(root), locale)
        self.year = _engine(_without_author(root), locale)
        self.year_suffix = citation.get("disambiguate-add-year-suffix") == "true"
        suffixes = root.iterfind(f".//{_CS}text[@variable='year-suffix']")
        self.prints_suffix = next(suffixes, None) is not None
        self.numbered = _first(root, citation, "text", "citation-number") is not None


def _engine(root: ET.Element, locale: str) -> CitationStylesStyle:
    try:
        return CitationStylesStyle(
            io.BytesIO(ET.tostring(root, encoding="utf-8")), locale=locale, validate=False
        )
    except (ValueError, OSError) as error:
        raise StyleError(str(error)) from error


def _first(root: ET.Element, within: ET.Element, tag: str, variable: str = "") -> ET.Element | None:
    """Return the first such element that `within` prints, looked for in its macros too."""
    for element in within.iter():
        if element.tag == f"{_CS}{tag}" and variable in ("", element.get("variable")):
            return element
        if element.tag == f"{_CS}text" and "macro" in element.attrib:
            macro = root.find(f"{_CS}macro[@name='{element.get('macro')}']")
            if macro is not None and (found := _first(root, macro, tag, variable)) is not None:
                return found
    return None


def _layout(root: ET.Element, part: str) -> ET.Element:
    layout = root.find(f"{_CS}{part}/{_CS}layout")
    if layout is None:
        raise StyleError(f"it has no layout in cs:{part}")
    return layout


def _author_only(original: ET.Element) -> ET.Element:
    root = copy.deepcopy(original)
    layout = _layout(root, "citation")
    names = _first(root, layout, "names")
    if names is None:  # a numeric style: its citations know no authors
        names = copy.deepcopy(_first(root, _layout(root, "bibliography"), "names"))
        if names is None:
            names = ET.Element(f"{_CS}names", variable="author")
        for name in names.findall(f"{_CS}name"):
            name.set("form", "short")
            name.attrib.pop("name-as-sort-order", None)
    names.attrib.pop("suffix", None)
    layout.attrib.clear()
    for child in list(layout):
        layout.remove(child)
    layout.append(names)
    return root


def _without_author(original: ET.Element) -> ET.Element:
    root = copy.deepcopy(original)
    names = _first(root, _layout(root, "citation"), "names")
    for parent in root.iter():
        if names is not None and names in list(parent):
            parent.remove(names)
            break
    return root
