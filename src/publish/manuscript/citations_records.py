"""From BibTeX entries to records in the terms of CSL, with what they lack."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from publish.errors import Finding, Rule
from publish.manuscript.citations_bibtex import MONTHS, Entry
from publish.manuscript.citations_latex import plain_text, without_braces

MISSING_FIELD = Rule(
    "M263",
    "An entry has the fields that its kind needs.",
    "A reader could not find the work.",
)
UNKNOWN_KIND = Rule("M264", "The kind of an entry is a known one.", "Its form could not be chosen.")
UNKNOWN_FIELD = Rule(
    "M265", "The fields of an entry are known ones.", "A misspelt field would not be printed."
)
BAD_VALUE = Rule(
    "M266", "Dates, addresses and DOIs can be read.", "They are sorted by, and made into links."
)
UNKNOWN_COMMAND = Rule(
    "M267", "Only letters and accents are written in LaTeX.", "Commands would be lost in print."
)
RULES: tuple[Rule, ...] = (MISSING_FIELD, UNKNOWN_KIND, UNKNOWN_FIELD, BAD_VALUE, UNKNOWN_COMMAND)

KINDS = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet", "collection": "book",
    "conference": "paper-conference", "dataset": "dataset", "electronic": "webpage",
    "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference",
    "jurisdiction": "legal_case", "legislation": "legislation", "manual": "report",
    "mastersthesis": "thesis", "misc": "article", "newspaper": "article-newspaper",
    "online": "webpage", "phdthesis": "thesis", "proceedings": "book", "report": "report",
    "techreport": "report", "thesis": "thesis", "treaty": "treaty", "unpublished": "manuscript",
}  # fmt: skip
_TEXTS = {
    "title": "title", "shorttitle": "title_short", "journal": "container_title",
    "journaltitle": "container_title", "booktitle": "container_title",
    "publisher": "publisher", "institution": "publisher", "organization": "publisher",
    "school": "publisher", "address": "publisher_place", "location": "publisher_place",
    "series": "collection_title", "volume": "volume", "edition": "edition", "issue": "issue",
    "pages": "page", "chapter": "chapter_number", "url": "URL", "doi": "DOI", "isbn": "ISBN",
    "issn": "ISSN", "note": "note", "type": "genre", "eventtitle": "event", "version": "version",
    "howpublished": "medium", "venue": "event_place",
}  # fmt: skip
_NAMES = ("author", "editor", "translator")
_DATES = {"date": "issued", "urldate": "accessed", "eventdate": "event_date"}
_OTHERS = ("subtitle", "number", "year", "month", "shortauthor", "langid", "language", "key")
_IGNORED = (
    "abstract", "annote", "annotation", "file", "keywords", "timestamp", "owner", "groups",
    "crossref", "bibsource", "biburl", "archiveprefix", "eprint", "eprinttype", "urn", "copyright",
)  # fmt: skip
_MADE_BY = ("author", "editor", "institution", "organization", "publisher")
_WHEN = ("year", "date")
_REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (("author",), ("journal", "journaltitle"), _WHEN),
    "book": (("author", "editor"), ("publisher",), _WHEN),
    "inbook": (("author", "editor"), ("publisher",), _WHEN),
    "incollection": (("author",), ("booktitle",), ("publisher",), _WHEN),
    "inproceedings": (("author",), ("booktitle",), _WHEN),
    "mastersthesis": (("author",), ("school", "institution"), _WHEN),
    "phdthesis": (("author",), ("school", "institution"), _WHEN),
    "report": (_MADE_BY, _WHEN),
    "techreport": (_MADE_BY, _WHEN),
    "thesis": (("author",), ("school", "institution"), _WHEN),
    "online": (("url", "doi"),),
    "legislation": (_WHEN,),
    "treaty": (_WHEN,),
}
_LANGUAGES = {
    "english": "en", "british": "en", "american": "en", "french": "fr", "spanish": "es",
    "portuguese": "pt", "arabic": "ar", "russian": "ru", "chinese": "zh", "german": "de",
    "italian": "it", "dutch": "nl",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name: either `literal` (an institution) or its parts."""

    literal: str = ""
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class WhenIssued:
    """A date (year, month, day), later parts absent where unknown; or a range; or words."""

    begin: tuple[int, ...] = ()
    end: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One work in the terms of CSL: texts still hold their grouping braces."""

    key: str
    kind: str
    texts: Mapping[str, str]  # by CSL variable, with _ for -
    names: Mapping[str, tuple[PersonName, ...]]
    dates: Mapping[str, WhenIssued]
    short_author: str = ""
    language: str = ""  # BCP 47


def records(entries: tuple[Entry, ...]) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """Return the records of the entries and every fault in them; a faulty one is kept."""
    findings: list[Finding] = []
    return tuple(_record(entry, findings) for entry in entries), tuple(findings)


def _record(entry: Entry, findings: list[Finding]) -> Record:
    if entry.kind not in KINDS:
        remedy = _nearest(entry.kind, tuple(KINDS), "Use @misc or one of the kinds of BibTeX.")
        findings.append(UNKNOWN_KIND.at(entry.place, f"@{entry.kind} is not a known kind", remedy))
    _check_fields(entry, findings)
    texts: dict[str, str] = {}
    for name in entry.fields:
        if name in _TEXTS and (text := _text(entry, name, findings)):
            texts.setdefault(_TEXTS[name], text)
    if subtitle := _text(entry, "subtitle", findings):
        texts["title"] = f"{texts.get('title', '')}: {subtitle}"
    if number := _text(entry, "number", findings):
        texts[_number_variable(entry)] = number
    for variable in ("URL", "DOI"):
        if variable in texts:
            texts[variable] = _address(variable, texts[variable], entry, findings)
    if "page" in texts:
        texts["page"] = texts["page"].replace("–", "-").replace(" ", "")
    language = without_braces(
        _text(entry, "langid", findings) or _text(entry, "language", findings)
    )
    return Record(
        key=entry.key,
        kind=KINDS.get(entry.kind, "article"),
        texts=texts,
        names={n: split_names(_text(entry, n, findings)) for n in _NAMES if n in entry.fields},
        dates=_dates(entry, findings),
        short_author=without_braces(_text(entry, "shortauthor", findings)),
        language=_LANGUAGES.get(language.lower(), language),
    )


def _nearest(word: str, known: tuple[str, ...], otherwise: str) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f"Did you mean “{near[0]}”?" if near else otherwise


def _check_fields(entry: Entry, findings: list[Finding]) -> None:
    known = (*_TEXTS, *_NAMES, *_DATES, *_OTHERS)
    for name, field in entry.fields.items():
        if name not in known and name not in _IGNORED:
            remedy = _nearest(name, known, "Leave it out, or put its text into “note”.")
            findings.append(UNKNOWN_FIELD.at(field.place, f"unknown field “{name}”", remedy))
    for choice in (("title",), *_REQUIRED.get(entry.kind, ())):
        if not any(name in entry.fields and entry.fields[name].text.strip() for name in choice):
            message = f"“{entry.key}” (@{entry.kind}) has no {' or '.join(choice)}"
            findings.append(MISSING_FIELD.at(entry.place, message, f"Add “{choice[0]} = {{…}}”."))


def _text(entry: Entry, name: str, findings: list[Finding]) -> str:
    field = entry.fields.get(name)
    if field is None:
        return ""
    if name in ("url", "doi"):  # ~, -- and _ stand for themselves there
        return field.text.strip().replace("\\", "")
    text, unknown = plain_text(field.text)
    for command in unknown:
        message = f"“{command}” in “{name}” is not known"
        remedy = "Write the character itself; the file is UTF-8."
        findings.append(UNKNOWN_COMMAND.at(field.place, message, remedy))
    return text


def _number_variable(entry: Entry) -> str:
    if entry.kind in ("article", "newspaper"):
        return "issue"
    return "collection_number" if "series" in entry.fields else "number"


def _address(variable: str, text: str, entry: Entry, findings: list[Finding]) -> str:
    place = entry.fields[variable.lower()].place
    if variable == "URL":
        if not re.fullmatch(r"https?://[^\s<>{}\"]+", text):
            remedy = "Write the whole address, beginning with https://."
            findings.append(BAD_VALUE.at(place, f"“{text}” is not a web address", remedy))
        return text
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"10\.\d{4,9}/[^\s<>\"{}]+", doi):
        findings.append(BAD_VALUE.at(place, f"“{text}” is not a DOI", "Write it as 10.1234/abc."))
    return doi


def _dates(entry: Entry, findings: list[Finding]) -> dict[str, WhenIssued]:
    dates: dict[str, WhenIssued] = {}
    for name, variable in _DATES.items():
        if name in entry.fields:
            dates[variable] = _date(entry, name, findings)
    if "issued" not in dates and "year" in entry.fields:
        when = _date(entry, "year", findings)
        if "month" in entry.fields and len(when.begin) == 1 and not when.end:
            month = entry.fields["month"].text.strip().lower()
            number = int(month) if month.isdigit() else _month(month[:3])
            if 1 <= number <= 12:
                when = WhenIssued((when.begin[0], number))
            else:
                place, remedy = entry.fields["month"].place, "Write “month = sep” or a number."
                findings.append(BAD_VALUE.at(place, f"“{month}” is not a month", remedy))
        dates["issued"] = when
    return dates


def _month(name: str) -> int:
    return MONTHS.index(name) + 1 if name in MONTHS else 0


def _date(entry: Entry, name: str, findings: list[Finding]) -> WhenIssued:
    text = without_braces(_text(entry, name, findings))
    if re.fullmatch(r"[^\W\d][^\d]*", text):  # "forthcoming", "in press"
        return WhenIssued(words=text)
    one = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
    found = re.fullmatch(rf"({one})(?:[/–]({one}))?", text) or re.fullmatch(
        r"(\d{4})-(\d{4})", text
    )
    if not found:
        remedy = "Write 2021, 2021-09, 2021-09-01 or a range 2017/2019."
        findings.append(BAD_VALUE.at(entry.fields[name].place, f"“{text}” is not a date", remedy))
        return WhenIssued(words=text)
    begin, end = (
        tuple(map(int, (part or "").split("-"))) if part else () for part in found.groups()
    )
    if end and begin[0] == end[0]:
        begin, end = begin[:1], ()
    return WhenIssued(begin, end)


def split_names(text: str) -> tuple[PersonName, ...]:
    """Return the names in a BibTeX list: "Family, Given and {Institution} and Given Family"."""
    depth, parts, start = 0, [], 0
    for at, char in enumerate(text):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0 and text.startswith(" and ", at):
            parts.append(text[start:at])
            start = at + 5
    return tuple(_name(part.strip()) for part in (*parts, text[start:]) if part.strip())


def _name(text: str) -> PersonName:
    if text.startswith("{") and text.endswith("}"):
        return PersonName(literal=without_braces(text))
    if text == "others":
        return PersonName(literal="others")
    words = [without_braces(part.strip()) for part in text.split(",")]
    if len(words) == 1:
        *given, family = words[0].split(" ")
        low = next((i for i, word in enumerate(given) if word[:1].islower()), len(given))
        if not given:
            return PersonName(literal=family)
        return PersonName("", family, " ".join(given[:low]), " ".join(given[low:]))
    family_words = words[0].split(" ")
    low = next((i for i, word in enumerate(family_words) if not word[:1].islower()), 0)
    suffix = words[1] if len(words) > 2 else ""
    return PersonName(
        "", " ".join(family_words[low:]), words[-1], " ".join(family_words[:low]), suffix
    )
