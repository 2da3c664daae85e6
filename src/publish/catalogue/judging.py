"""What the values of a publication mean: files that exist, numbers that add up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from publish.catalogue.identifiers import bare_doi, doi_fault, isbn_fault, issn_fault
from publish.catalogue.model import Publication
from publish.catalogue.parsing import Source
from publish.catalogue.tables import ALL_LANGUAGES, IssuedTable, PublicationTable, hyphenate
from publish.errors import Finding, Rule

LISTED_TWICE = Rule(
    "C107",
    "Nothing is listed twice.",
    "The same chapter or work would be bound in twice, with the same names for its anchors.",
)
NO_SUCH_FILE = Rule(
    "C108",
    "Every chapter that is listed has its file in every language.",
    "A work would be issued with a chapter missing.",
)
ESCAPE = Rule(
    "C109",
    "A chapter is a plain file name and its file lies in the sources.",
    "What lies elsewhere is none of the work's and may be private.",
)
CHAPTERS_OR_PARTS = Rule(
    "C110",
    "A work lists either `chapters` or `parts`.",
    "The order of the chapters would be unknown or ambiguous.",
)
TRANSLATED = Rule(
    "C111",
    "A text that is given by language is given for every language of the work, and for no other.",
    "A title page would be empty, or in another language than the work.",
)
ISBN = Rule("C112", "An ISBN has 13 digits and the right check digit.", "ISO 2108:2017.")
ISSN = Rule("C113", "An ISSN has 8 places and the right check digit.", "ISO 3297:2022.")
DOI = Rule("C114", "A DOI follows the syntax of DOI names.", "ISO 26324:2022.")
TAKEN = Rule(
    "C115",
    "An ISBN or DOI belongs to one form of one work.",
    "Booksellers and libraries would take one for the other.",
)
WEB_ADDRESS = Rule(
    "C116",
    "A web address begins with http:// or https:// and names a host.",
    "The link in the PDF would lead nowhere.",
)
ADD_ON = Rule(
    "C166",
    "An add-on to a bar code has two or five digits, and stands beside an ISBN's.",
    "GS1 General Specifications, 5.2.2: scanners read no other.",
)

RULES: tuple[Rule, ...] = (
    LISTED_TWICE,
    NO_SUCH_FILE,
    ESCAPE,
    CHAPTERS_OR_PARTS,
    TRANSLATED,
    ISBN,
    ISSN,
    DOI,
    TAKEN,
    WEB_ADDRESS,
    ADD_ON,
)

_COPY_AGAIN = "copy the number again from the agency's letter, or leave it out"
_TEXTS = ("title", "subtitle", "short-title", "description")


def judge(root: Path, slug: str, table: PublicationTable, source: Source) -> Iterator[Finding]:
    """Yield what is wrong with the values of one publication.toml."""
    yield from _structure(table, source)
    yield from _chapters(root, slug, table, source)
    yield from judge_issued(table, table.languages, source)
    if table.issn and (fault := issn_fault(table.issn)):
        yield ISSN.at(source.value("issn"), f"`{table.issn}` is no ISSN: {fault}", _COPY_AGAIN)
    for key in ("languages", "editions"):
        yield from twice(getattr(table, key), source, key)


def judge_issued(
    table: IssuedTable, languages: Sequence[str], source: Source, *route: str | int
) -> Iterator[Finding]:
    """Yield what is wrong with what works and bundles say of themselves alike.

    Args:
        languages: that it is issued in.
        route: where the table stands in its file.
    """
    yield from _translations(table, languages, source, *route)
    yield from _identifiers(table, source, *route)
    if table.url:
        yield from web_address(table.url, source, *route, "url")


def _structure(table: PublicationTable, source: Source) -> Iterator[Finding]:
    if table.chapters is not None and table.parts is not None:
        message = "`chapters` and `parts` are both given"
        yield CHAPTERS_OR_PARTS.at(source.key("parts"), message, "keep one of them")
    elif table.chapters is None and table.parts is None and not source.has("chapters", "parts"):
        remedy = 'add `chapters = ["01-….md", …]`'
        yield CHAPTERS_OR_PARTS.at(source.key(), "no chapters are listed", remedy)


def _chapter_routes(table: PublicationTable) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for n, name in enumerate(table.chapters or ()):
        yield ("chapters", n), name
    for p, part in enumerate(table.parts or ()):
        for n, name in enumerate(part.chapters):
            yield ("parts", p, "chapters", n), name
    for n, name in enumerate(table.annexes):
        yield ("annexes", n), name


def _chapters(root: Path, slug: str, table: PublicationTable, source: Source) -> Iterator[Finding]:
    sources, seen = (root / "sources").resolve(), set[str]()
    folders = [root / "sources" / slug / lang for lang in table.languages]
    listed = {name for _route, name in _chapter_routes(table)}
    for route, name in _chapter_routes(table):
        place = source.value(*route)
        if name in seen:
            yield LISTED_TWICE.at(place, f"`{name}` is listed twice", "remove one of the two")
            continue
        seen.add(name)
        if re.search(r"[/\\:\0]", name) or not name.endswith(".md"):
            remedy = "give a file name such as `03-rates.md`; the folder is the language's"
            yield ESCAPE.at(place, f"`{name}` is not the plain name of a Markdown file", remedy)
            continue
        for folder in folders:
            shown = (folder / name).relative_to(root).as_posix()
            if not (folder / name).is_file():
                near = _nearest_file(folder, name, listed)
                remedy = f"did you mean `{near}`?" if near else "write the file, or unlist it"
                yield NO_SUCH_FILE.at(place, f"there is no file {shown}", remedy)
            elif not (folder / name).resolve().is_relative_to(sources):
                message = f"{shown} is a link that leads out of the sources"
                yield ESCAPE.at(place, message, "put the file itself there")


def _nearest_file(folder: Path, name: str, listed: Set[str]) -> str:
    """Return the file that was meant: one that is there and is not another chapter."""
    present = sorted(path.name for path in folder.glob("*.md") if path.name not in listed)
    return next(iter(get_close_matches(name, present, n=1, cutoff=0.5)), "")


def _translations(
    table: IssuedTable, languages: Sequence[str], source: Source, *route: str | int
) -> Iterator[Finding]:
    for key in _TEXTS:
        texts = getattr(table, key.replace("-", "_"))
        if ALL_LANGUAGES in texts or not texts:
            continue
        for lang in languages:
            if lang not in texts:
                place, message = source.value(*route, key), f"`{key}` lacks the language {lang}"
                yield TRANSLATED.at(place, message, f"add `{lang} = …`")
        for lang in texts:
            if lang not in languages:
                message = f"`{key}` is given for {lang}, in which it is not issued"
                remedy = "add it to `languages`, or remove this line"
                yield TRANSLATED.at(source.key(*route, key, lang), message, remedy)


def _identifiers(table: IssuedTable, source: Source, *route: str | int) -> Iterator[Finding]:
    for key, number in (("isbn", table.isbn), ("isbn-web", table.isbn_web)):
        if number and (fault := isbn_fault(number)):
            message = f"`{number}` is no ISBN: {fault}"
            yield ISBN.at(source.value(*route, key), message, _COPY_AGAIN)
    if table.doi and (fault := doi_fault(bare_doi(table.doi))):
        message = f"`{table.doi}` is no DOI: {fault}"
        yield DOI.at(source.value(*route, "doi"), message, _COPY_AGAIN)
    if table.add_on and not (table.isbn and re.fullmatch(r"\d{2}|\d{5}", table.add_on)):
        message = f"`{table.add_on}` has not two or five digits" if table.isbn else "no `isbn`"
        place = source.value(*route, "add-on")
        yield ADD_ON.at(place, message, "leave it out, or give both")


def web_address(url: str, source: Source, *route: str | int) -> Iterator[Finding]:
    """Yield a finding where `url` is no web address."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url
    except ValueError:
        good = False
    if not good:
        remedy = "write it in full: https://example.org/…"
        yield WEB_ADDRESS.at(source.value(*route), f"`{url}` is no web address", remedy)


def twice(items: Sequence[str], source: Source, *route: str | int) -> Iterator[Finding]:
    """Yield a finding for every item that stands in a list for the second time."""
    for n, item in enumerate(items):
        if item in items[:n]:
            message = f"`{item}` is listed twice"
            yield LISTED_TWICE.at(source.value(*route, n), message, "remove one of the two")


def shared_identifiers(works: Iterable[Publication]) -> Iterator[Finding]:
    """Yield a finding for every ISBN or DOI that another form, work or bundle already has."""
    owners: dict[str, str] = {}
    for work in works:
        numbers = work.identifiers
        for key in ("isbn", "isbn_web", "doi"):
            number = re.sub(r"[ \-‐‑]", "", getattr(numbers, key)).lower()
            this = f"`{hyphenate(key)}` of {work.slug}"
            owner = owners.setdefault(number, this)
            if number and owner != this:
                message = f"this number already is the {owner}"
                yield TAKEN.at(work.places[key], message, "give each form its own number")
