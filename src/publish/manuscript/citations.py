"""Citations and reference lists, formatted by a CSL style."""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from citeproc import (  # type: ignore[import-untyped]  # it has no types; 25 ms to import
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
)

from publish.errors import Finding, Place, Rule
from publish.manuscript import citations_bibtex, citations_records
from publish.manuscript.citations_records import Record
from publish.manuscript.citations_source import SUFFIX_LETTERS, csl_source
from publish.manuscript.citations_style import FALLBACK, StyleError, Styles
from publish.manuscript.model import Reference

UNREADABLE = Rule("M260", "The bibliography can be read and is UTF-8.", "Nothing could be cited.")
BAD_STYLE = Rule("M268", "The citation style is a CSL 1.0 style.", "Nothing could be cited.")
STYLE_WARNING = Rule(
    "M269",
    "The citation style and the bibliography are free of what the formatter warns of.",
    "What a library warns of is often missing in print.",
    "warning",
)
RULES: tuple[Rule, ...] = (
    UNREADABLE, *citations_bibtex.RULES, *citations_records.RULES, BAD_STYLE, STYLE_WARNING,
)  # fmt: skip

Mode = Literal["parenthetical", "narrative", "year"]

# Marks around each cited work in the formatter's output; control characters cannot stand in text.
_OPEN, _CLOSE = "\x02", "\x03"
_ITEM = re.compile(f"{_OPEN}(\\d+){_OPEN}(.*?){_CLOSE}", re.DOTALL)
_LABELS = {
    "p": "page", "pp": "page", "page": "page", "pages": "page", "ch": "chapter", "chap": "chapter",
    "chapter": "chapter", "sec": "section", "section": "section", "§": "section",
    "para": "paragraph", "paras": "paragraph", "paragraph": "paragraph", "part": "part",
    "vol": "volume", "fig": "figure", "figure": "figure", "n": "note", "note": "note",
}  # fmt: skip
_LOCATOR = re.compile(r"(?:([^\W\d]+|§)\.?\s*)?(\d.*|[ivxlc]+(?:[–-].*)?)", re.DOTALL)
_URL = re.compile(r"https?://[^\s<>“”‘’]+[^\s<>“”‘’.,;:)\]]")
_BREAK = re.compile(r"(?<=//)(?=.)|(?<=[^/-])(?=(?:[/?#_-]|&amp;)[^/-])|(?<==)(?=.)")


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


class Bibliography:
    """The works that can be cited, and the style in which they are.

    Same keys in the same order, same text: nothing depends on what was cited before.
    """

    def __init__(
        self, records: Mapping[str, Record], styles: Styles, among: frozenset[str] | None = None
    ) -> None:
        self.keys: frozenset[str] = frozenset(records)
        self._among = self.keys if among is None else among
        self._records = dict(records)
        self._styles = styles
        self._ids = {key: f"k{number}" for number, key in enumerate(records)}
        self._letters: dict[str, str] = {}
        self._list = self._engine(styles.whole, "list")
        if styles.year_suffix:
            self._letters = self._year_letters()
            self._list = self._engine(styles.whole, "list")
        self._order = [item.key for item in self._list.items]
        self._whole = self._engine(styles.whole, "citation")
        self._author = self._engine(styles.author, "citation")
        self._year = self._engine(styles.year, "citation")

    def lettered(self, cited: Iterable[str]) -> Bibliography:
        """Return the bibliography with letters (2021a, 2021b) and numbers among these works only.

        All works remain citable, so that it does no harm to name some too many or too few.
        """
        first = dict.fromkeys(key for key in cited if key in self._records)
        order = [*first, *(key for key in self._records if key not in first)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they were found when the file was loaded
            return Bibliography(
                {key: self._records[key] for key in order}, self._styles, frozenset(first)
            )

    def cite(self, items: Sequence[CiteItem], mode: Mode) -> str:
        """Return a citation as inline HTML; each work is a link to its place in the references.

        Args:
            items: one or more works.
            mode: "(ILO 2021, 3; UN 1966)", "ILO (2021, 3)" or "(2021, 3)".
        Raises:
            KeyError: a key is not in the bibliography.
        """
        for item in items:
            self._records[item.key]
        if mode == "parenthetical":
            return self._linked(self._render(self._styles.whole, self._whole, items), items)
        rest = self._render(self._styles.year, self._year, items)
        if mode == "year":
            return self._linked(rest, items)
        return "; ".join(self._narrative(item) for item in items)

    def references(self, cited: Iterable[str]) -> tuple[Reference, ...]:
        """Return the list of the works cited, in the order of the style."""
        wanted = {self._ids[key] for key in cited if key in self._ids}
        keys = {identifier: key for key, identifier in self._ids.items()}
        texts = [str(text) for text in self._list.bibliography()]
        return tuple(
            Reference(f"ref-{keys[i]}", keys[i], self._finished(text, self._records[keys[i]]))
            for i, text in zip(self._order, texts, strict=True)
            if i in wanted
        )

    def _engine(self, style: CitationStylesStyle, use: str) -> CitationStylesBibliography:
        """Return the formatter with all works registered in the order of the list."""
        works = [
            (self._ids[key], record, self._letters.get(key, ""))
            for key, record in self._records.items()
        ]
        source = csl_source(works, in_list=use == "list", suffix_in_date=self._suffix_in_date)
        engine = CitationStylesBibliography(style, source)
        order = self._order if use == "citation" else [identifier for identifier, *_ in works]
        engine.register(Citation([CitationItem(identifier) for identifier in order]))
        if use == "list":
            engine.sort()
        return engine

    @property
    def _suffix_in_date(self) -> bool:
        return not self._styles.prints_suffix

    def _year_letters(self) -> dict[str, str]:
        """Return a, b, c … for the works whose citations would read alike."""
        self._order = [item.key for item in self._list.items]
        engine = self._engine(self._styles.whole, "citation")
        keys = {identifier: key for key, identifier in self._ids.items()}
        alike: dict[str, list[str]] = {}
        for identifier in self._order:
            key = keys[identifier]
            text = self._render(self._styles.whole, engine, [CiteItem(key)])
            if key in self._among:
                alike.setdefault(_ITEM.sub(r"\2", text), []).append(key)
        groups = [group for group in alike.values() if len(group) > 1]
        return {key: SUFFIX_LETTERS[n] for group in groups for n, key in enumerate(group)}

    def _render(
        self,
        style: CitationStylesStyle,
        engine: CitationStylesBibliography,
        items: Sequence[CiteItem],
    ) -> str:
        cites = [_csl_item(self._ids[item.key], n, item) for n, item in enumerate(items)]
        citation = Citation(cites)
        citation.bibliography = engine
        return str(style.render_citation(citation, [], None))

    def _narrative(self, item: CiteItem) -> str:
        bare = CiteItem(item.key)
        name = _ITEM.sub(r"\2", self._render(self._styles.author, self._author, [bare]))
        rest = self._render(self._styles.year, self._year, [CiteItem(item.key, item.locator)])
        before = f"{html.escape(item.prefix, quote=False)} " if item.prefix else ""
        after = html.escape(item.suffix, quote=False)
        linked = _link(item.key, f"{name} {_ITEM.sub(_second, rest)}")
        return _tidied(f"{before}{linked}{after}")

    def _linked(self, text: str, items: Sequence[CiteItem]) -> str:
        linked = _ITEM.sub(lambda found: _link(items[int(found[1])].key, found[2]), text)
        return _tidied(linked)

    def _finished(self, text: str, record: Record) -> str:
        title = html.escape(record.texts.get("title", "").replace("{", "").replace("}", ""), False)
        own = self._styles.locale.split("-")[0]
        if record.language and title and record.language.split("-")[0] != own:
            text = text.replace(
                title, f'<span lang="{html.escape(record.language)}">{title}</span>', 1
            )
        return _URL.sub(_address, _tidied(text))


def load_bibliography(
    path: Path, style: Path, locale: str, file: str = ""
) -> tuple[Bibliography, tuple[Finding, ...]]:
    """Return the bibliography in a BibTeX file, and every fault in it.

    Args:
        path: the .bib file.
        style: a CSL 1.0 style.
        locale: "en-GB", "fr-FR" …; the language of words such as "edited by".
        file: how findings name the .bib file; its path unless given.
    Raises:
        PublishError: never; what cannot be read is found, and the bibliography is then empty.
    """
    name = file or path.as_posix()
    findings: list[Finding] = []
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "Save it as UTF-8." if isinstance(error, UnicodeDecodeError) else "Add the file."
        findings.append(UNREADABLE.at(Place(name), f"the bibliography: {error}", remedy))
        text = ""
    entries, faults = citations_bibtex.parse_bibtex(text, name)
    works, lacks = citations_records.records(entries)
    findings += [*faults, *lacks]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            styles = Styles(style.read_bytes(), locale)
        except (StyleError, OSError) as error:
            findings.append(BAD_STYLE.at(Place(style.name), f"not a usable style: {error}"))
            styles = Styles(FALLBACK, locale)
        bibliography = Bibliography({work.key: work for work in works}, styles)
        bibliography.references(bibliography.keys)
    seen = dict.fromkeys(str(warning.message) for warning in caught)
    findings += [STYLE_WARNING.at(Place(style.name), message) for message in seen]
    return bibliography, tuple(sorted(findings))


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


def _second(found: re.Match[str]) -> str:
    return found[2]


def _link(key: str, text: str) -> str:
    return f'<a class="cite" href="#ref-{html.escape(key)}">{text}</a>'


def _tidied(text: str) -> str:
    """Return the formatter's HTML with semantic elements and without a full stop after ?, ! or …"""
    for old, new in (("i>", "em>"), ("b>", "strong>"), ("l>", "span>")):
        text = text.replace(f"<{old}", f"<{new}").replace(f"</{old}", f"</{new}")
    return re.sub(r"([?!…]|\.[”’»])((?:</\w+>|[”’»])*)\.", r"\1\2", text)


def _address(found: re.Match[str]) -> str:
    """Return a link whose text may break at its signs, without hyphens (HTML: wbr)."""
    address = found[0]
    broken = _BREAK.sub("<wbr/>", address)
    return f'<a class="url" href="{address}">{broken}</a>'
