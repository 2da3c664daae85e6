"""The formatters at work: some records, sorted, with letters for alike years, ready to render."""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from citeproc import (  # type: ignore[import-untyped]  # it has no types; 25 ms to import
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
)
from citeproc.source import (  # type: ignore[import-untyped]  # it has no types
    BibliographySource,
)

from publish.manuscript.citations_records import Record
from publish.manuscript.citations_source import SUFFIX_LETTERS, csl_source
from publish.manuscript.citations_style import Styles

# Marks around each cited work in the formatter's output; control characters cannot stand in text.
_OPEN, _CLOSE = "\x02", "\x03"
ITEM = re.compile(f"{_OPEN}(\\d+){_OPEN}(.*?){_CLOSE}", re.DOTALL)
_LABELS = {
    "p": "page", "pp": "page", "page": "page", "pages": "page", "ch": "chapter", "chap": "chapter",
    "chapter": "chapter", "sec": "section", "section": "section", "§": "section",
    "para": "paragraph", "paras": "paragraph", "paragraph": "paragraph", "part": "part",
    "vol": "volume", "fig": "figure", "figure": "figure", "n": "note", "note": "note",
}  # fmt: skip
_LOCATOR = re.compile(r"(?:([^\W\d]+|§)\.?\s*)?(\d.*|[ivxlc]+(?:[–-].*)?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CiteItem:
    """One work within a citation.

    Attributes:
        key: a key of the bibliography.
        locator: "3", "p. 3", "pp. 3-5", "chap. 2", "art. 71"; plain text.
        prefix: plain text before, such as "see".
        suffix: plain text after.
    """

    key: str
    locator: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The formatters of some works, each with all of them registered in the order of the list."""

    ids: Mapping[str, str]  # key → the formatter's id
    order: tuple[str, ...]  # keys in the order of the list
    list: CitationStylesBibliography
    whole: CitationStylesBibliography
    author: CitationStylesBibliography
    year: CitationStylesBibliography


def open_desk(records: Sequence[Record], styles: Styles) -> Desk:
    """Return the formatters of these works, in the order of the style or else in the given one."""
    ids = {record.key: f"k{number}" for number, record in enumerate(records)}
    keys = {identifier: key for key, identifier in ids.items()}
    in_date = not styles.prints_suffix

    def source(letters: Mapping[str, str], in_list: bool) -> BibliographySource:
        works = [(ids[record.key], record, letters.get(record.key, "")) for record in records]
        return csl_source(works, in_list=in_list, suffix_in_date=in_date)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they were found when the file was loaded
        first = _engine(styles.whole, source({}, True), ids.values())
        first.sort()
        order = tuple(keys[item.key] for item in first.items)
        sorted_ids = [ids[key] for key in order]
        plain = source({}, False)
        letters: dict[str, str] = {}
        if styles.year_suffix:
            letters = _year_letters(_engine(styles.whole, plain, sorted_ids), ids, order)
        if letters:
            plain = source(letters, False)
            first = _engine(styles.whole, source(letters, True), sorted_ids)
        whole, author, year = (
            _engine(style, plain, sorted_ids)
            for style in (styles.whole, styles.author, styles.year)
        )
        return Desk(ids, order, first, whole, author, year)


def _engine(
    style: CitationStylesStyle, source: BibliographySource, identifiers: Iterable[str]
) -> CitationStylesBibliography:
    engine = CitationStylesBibliography(style, source)
    engine.register(Citation([CitationItem(identifier) for identifier in identifiers]))
    return engine


def _year_letters(
    engine: CitationStylesBibliography, ids: Mapping[str, str], order: Sequence[str]
) -> dict[str, str]:
    """Return a, b, c … for the works whose citations would read alike."""
    alike: dict[str, list[str]] = {}
    for key in order:
        text = render(engine, ids, [CiteItem(key)])
        alike.setdefault(ITEM.sub(inner, text), []).append(key)
    groups = [group for group in alike.values() if len(group) > 1]
    return {key: SUFFIX_LETTERS[n] for group in groups for n, key in enumerate(group)}


def render(
    engine: CitationStylesBibliography, ids: Mapping[str, str], items: Sequence[CiteItem]
) -> str:
    """Return a citation as the style's HTML, each item between marks (see ITEM)."""
    citation = Citation([_csl_item(ids[item.key], n, item) for n, item in enumerate(items)])
    citation.bibliography = engine
    return str(engine.style.render_citation(citation, [], None))


def _csl_item(identifier: str, number: int, item: CiteItem) -> CitationItem:
    found = _LOCATOR.fullmatch(item.locator.strip())
    label = _LABELS.get((found[1] or "p").lower().rstrip(".")) if found else None
    before = f"{html.escape(item.prefix, quote=False)} " if item.prefix else ""
    own, after = "", html.escape(item.suffix, quote=False)
    parts = {"prefix": f"{before}{_OPEN}{number}{_OPEN}"}
    if found and label:
        parts["locator"] = Locator(label, html.escape(found[2], quote=False))
    elif item.locator:  # a label that CSL 1.0 has no name for: printed as written
        own = f", {html.escape(item.locator, quote=False)}"
    return CitationItem(identifier, **parts, suffix=f"{own}{_CLOSE}{after}")


def inner(found: re.Match[str]) -> str:
    """Return what stands between the marks of an item."""
    return found[2]
