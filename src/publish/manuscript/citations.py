"""Citations and reference lists, formatted by a CSL style."""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

from publish.errors import Finding, Place, Rule
from publish.manuscript import citations_bibtex, citations_records
from publish.manuscript.citations_desk import ITEM, CiteItem, Desk, inner, open_desk, render
from publish.manuscript.citations_records import Record
from publish.manuscript.citations_source import csl_source
from publish.manuscript.citations_style import FALLBACK, StyleError, Styles
from publish.manuscript.model import Reference
from publish.manuscript.typography import NBSP, keep_together

__all__ = ["Bibliography", "CiteItem", "Mode", "load_bibliography"]

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

_YEAR = re.compile(r" (?=(?:\d{4}|n\.d\.)(?:-?[a-z])?(?!\w))")
_URL = re.compile(r"https?://[^\s<>“”‘’]+[^\s<>“”‘’.,;:)\]]")
_BREAK = re.compile(r"(?<=//)(?=.)|(?<=[^/-])(?=(?:[/?#_-]|&amp;)[^/-])|(?<==)(?=.)")


class Bibliography:
    """The works that can be cited, and the style in which they are.

    Same keys in the same order, same text: nothing depends on what was cited before. Formatting
    begins with the first citation; a citation takes 2 ms, and is kept.
    """

    def __init__(
        self, records: Mapping[str, Record], styles: Styles, among: tuple[str, ...] | None = None
    ) -> None:
        self.keys: frozenset[str] = frozenset(records)
        self._records = records
        self._styles = styles
        self._among = tuple(records) if among is None else among
        self._cited: dict[tuple[tuple[CiteItem, ...], Mode], str] = {}

    def lettered(self, cited: Iterable[str]) -> Bibliography:
        """Return the bibliography with letters (2021a, 2021b) and numbers among these works only.

        All works remain citable, so that it does no harm to name some too many or too few.
        """
        among = tuple(dict.fromkeys(key for key in cited if key in self._records))
        return Bibliography(self._records, self._styles, among)

    def cite(self, items: Sequence[CiteItem], mode: Mode) -> str:
        """Return a citation as inline HTML; each work is a link to its place in the references.

        Args:
            items: one or more works.
            mode: "(ILO 2021, 3; UN 1966)", "ILO (2021, 3)" or "(2021, 3)".
        Raises:
            KeyError: a key is not in the bibliography.
        """
        known = (tuple(items), mode)
        if known not in self._cited:
            self._cited[known] = self._cite(items, mode)
        return self._cited[known]

    def references(self, cited: Iterable[str]) -> tuple[Reference, ...]:
        """Return the list of the works cited, in the order of the style."""
        wanted = set(cited) & self.keys
        if wanted - set(self._among):
            return self._with(wanted).references(wanted)
        if not wanted:
            return ()
        texts = [str(text) for text in self._desk.list.bibliography()]
        return tuple(
            Reference(f"ref-{key}", key, self._finished(text, self._records[key]))
            for key, text in zip(self._desk.order, texts, strict=True)
            if key in wanted
        )

    @cached_property
    def _desk(self) -> Desk:
        return open_desk([self._records[key] for key in self._among], self._styles)

    def _with(self, keys: Iterable[str]) -> Bibliography:
        return self.lettered((*self._among, *sorted(keys)))

    def _cite(self, items: Sequence[CiteItem], mode: Mode) -> str:
        missing = {item.key for item in items} - set(self._among)
        if missing <= self.keys and missing:
            return self._with(missing).cite(items, mode)
        if mode == "narrative":
            return "; ".join(self._narrative(item) for item in items)
        engine = self._desk.year if mode == "year" else self._desk.whole
        text = render(engine, self._desk.ids, items)
        return _tidied(
            ITEM.sub(lambda found: _link(items[int(found[1])].key, _with_year(found[2])), text)
        )

    def _narrative(self, item: CiteItem) -> str:
        desk, located = self._desk, CiteItem(item.key, item.locator)
        name = ITEM.sub(inner, render(desk.author, desk.ids, [CiteItem(item.key)]))
        rest = ITEM.sub(inner, render(desk.year, desk.ids, [located]))
        before = f"{html.escape(item.prefix, quote=False)} " if item.prefix else ""
        after = html.escape(item.suffix, quote=False)
        return _tidied(f"{before}{_link(item.key, f'{name} {rest}')}{after}")

    def _finished(self, text: str, record: Record) -> str:
        title = html.escape(record.texts.get("title", "").replace("{", "").replace("}", ""), False)
        own = self._styles.locale.split("-")[0]
        if record.language and title and record.language.split("-")[0] != own:
            text = text.replace(
                title, f'<span lang="{html.escape(record.language)}">{title}</span>', 1
            )
        return _URL.sub(_address, keep_together(_tidied(text), own))


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
        remedy = "give yourself the right to read it"
        if isinstance(error, UnicodeDecodeError):
            remedy = "save it in the encoding UTF-8"
        elif isinstance(error, FileNotFoundError):
            remedy = "add the file"
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
        csl_source([("x", work, "") for work in works], in_list=True, suffix_in_date=False)
    bibliography = Bibliography({work.key: work for work in works}, styles)
    seen = dict.fromkeys(str(warning.message) for warning in caught)
    findings += [STYLE_WARNING.at(Place(style.name), message) for message in seen]
    return bibliography, tuple(sorted(findings))


def _link(key: str, text: str) -> str:
    return f'<a class="cite" href="#ref-{html.escape(key)}">{text}</a>'


def _with_year(cited: str) -> str:
    """Return "ILO 2021" with a space at which no line ends."""
    return _YEAR.sub(NBSP, cited, count=1)


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
