"""What the values of a session mean: files that exist, times that add up, works that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from publish.catalogue.judging import TRANSLATED, twice
from publish.catalogue.model import Publication
from publish.catalogue.parsing import Source, nearest
from publish.catalogue.session_tables import SessionTable
from publish.catalogue.tables import ALL_LANGUAGES
from publish.errors import Finding, Place, Rule

NAME = Rule(
    "C192",
    "The folder of a session is named with small letters, digits and single hyphens.",
    "It becomes part of file names and links on every system.",
)
CHAPTER = Rule(
    "C193",
    "The chapter of a session is one of its work's.",
    "The facilitator would get a pack without the module.",
)
TIMES = Rule(
    "C194",
    "The minutes of the steps add up to those of the session.",
    "The last step would be cut short, or everybody sent home early.",
)
REFERENCE = Rule(
    "C195",
    "An excerpt is `work#id`, of a work that the catalogue has.",
    "The pages would be missing from the handout.",
)
NO_SLIDES = Rule(
    "C196",
    "The slides of a session have their file in every language.",
    "The facilitator would stand before an empty wall.",
)
NO_PEOPLE = Rule(
    "C197",
    "The list of participants is there, and lies in the sources.",
    "There are no certificates, badges and table cards.",
    "warning",
)
UNLISTED = Rule(
    "C198",
    "Steps name exercises and excerpts of their session.",
    "What is to be done or read would not be in the handout.",
)
OTHER_LANGUAGE = Rule(
    "C199",
    "A session is held in a language of its work, and takes excerpts of works issued in it.",
    "Some pages of the handout would be in another language than the rest.",
    "warning",
)
RULES: tuple[Rule, ...] = (
    NAME,
    CHAPTER,
    TIMES,
    REFERENCE,
    NO_SLIDES,
    NO_PEOPLE,
    UNLISTED,
    OTHER_LANGUAGE,
)

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REFERENCE = re.compile(r"([^#\s]+)#([^#\s]+)")
_TEXTS = ("title", "group", "objectives", "materials")


def judge_session(
    path: Path,
    name: str,
    table: SessionTable,
    source: Source,
    work: Publication,
    works: Mapping[str, Publication],
    listed: Sequence[str],
) -> Iterator[Finding]:
    """Yield what is wrong with the values of one session.toml.

    Args:
        works: those that can be built, by slug.
        listed: slugs of all works that are there.
    """
    if not _NAME.fullmatch(name):
        yield NAME.at(Place(source.file), f"`{name}` cannot name a folder", "rename the folder")
    languages: Sequence[str] = table.languages or work.languages
    yield from twice(table.languages, source, "languages")
    for n, lang in enumerate(table.languages):
        if lang not in work.languages:
            message = f"the work `{work.slug}` is not issued in {lang}"
            remedy = "take the language out, or translate the work"
            yield OTHER_LANGUAGE.at(source.value("languages", n), message, remedy)
    yield from _chapter(table, source, work)
    yield from _times(table, source)
    yield from _excerpts(table, source, languages, works, listed)
    yield from twice(table.exercises, source, "exercises")
    yield from _slides(path, table, source, languages)
    yield from _people(path, table, source)
    yield from _steps(table, source)
    yield from _translations(table, languages, source)


def _chapter(table: SessionTable, source: Source, work: Publication) -> Iterator[Finding]:
    names = [*(name for part in work.parts for name in part.chapters), *work.annexes]
    stems = [name.removesuffix(".md") for name in names]
    wanted = table.chapter.removesuffix(".md")
    if wanted and wanted not in stems:
        remedy = nearest(wanted, stems) or f"it has {', '.join(stems)}"
        message = f"`{work.slug}` has no chapter `{table.chapter}`"
        yield CHAPTER.at(source.value("chapter"), message, remedy)


def _times(table: SessionTable, source: Source) -> Iterator[Finding]:
    total = sum(step.minutes for step in table.step)
    if not table.step and source.has("step"):
        yield TIMES.at(source.key("step"), "the session has no step", "add a table `[[step]]`")
    if table.step and total != table.minutes and source.has("minutes"):
        message = f"the steps take {total} minutes, the session has {table.minutes}"
        gap = abs(total - table.minutes)
        more = "shorten" if total > table.minutes else "lengthen"
        remedy = f"{more} steps by {gap} minutes in all, or write `minutes = {total}`"
        yield TIMES.at(source.value("minutes"), message, remedy)


def _excerpts(
    table: SessionTable,
    source: Source,
    languages: Sequence[str],
    works: Mapping[str, Publication],
    listed: Sequence[str],
) -> Iterator[Finding]:
    yield from twice(table.excerpts, source, "excerpts")
    for n, reference in enumerate(table.excerpts):
        place = source.value("excerpts", n)
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            remedy = "write it as `workers-guide#sec-branches`"
            yield REFERENCE.at(place, f"`{reference}` does not name a part of a work", remedy)
        elif found[1] not in listed:
            remedy = nearest(found[1], listed) or f"known: {', '.join(listed)}"
            yield REFERENCE.at(place, f"the catalogue has no work `{found[1]}`", remedy)
        elif found[1] in works:
            lacking = [lang for lang in languages if lang not in works[found[1]].languages]
            if lacking:
                message = f"`{found[1]}` is not issued in {', '.join(lacking)}"
                remedy = f"translate it, or expect pages in {works[found[1]].languages[0]}"
                yield OTHER_LANGUAGE.at(place, message, remedy)


def _slides(
    path: Path, table: SessionTable, source: Source, languages: Sequence[str]
) -> Iterator[Finding]:
    name, place = table.slides, source.value("slides")
    if not name:
        return
    if re.search(r"[/\\:\0]", name) or not name.endswith(".md"):
        remedy = "give a file name such as `01.md`; the folder is `slides`, in the language's"
        yield NO_SLIDES.at(place, f"`{name}` is not the plain name of a Markdown file", remedy)
        return
    home = path.parents[2]
    for lang in languages:
        folder = home / lang / "slides"
        if not _lies_in(home, folder / name):
            present = sorted(found.name for found in folder.glob("*.md"))
            near = get_close_matches(name, present, n=1, cutoff=0.5)
            remedy = f"did you mean `{near[0]}`?" if near else "write the file"
            message = f"there is no file {lang}/slides/{name} in the work"
            yield NO_SLIDES.at(place, message, remedy)


def people_of(path: Path, table: SessionTable) -> Path | None:
    """Return the list of participants, where there is one within the sources."""
    sources = next(parent for parent in path.parents if parent.name == "sources")
    there = bool(table.participants) and _lies_in(sources, path.parent / table.participants)
    return path.parent / table.participants if there else None


def _people(path: Path, table: SessionTable, source: Source) -> Iterator[Finding]:
    name, place = table.participants, source.value("participants")
    if not name:
        return
    sources = next(parent for parent in path.parents if parent.name == "sources")
    try:
        outside = not (path.parent / name).resolve().is_relative_to(sources.resolve())
    except (OSError, ValueError):  # longer than any path; a NUL in it
        outside = False
    if outside:
        yield NO_PEOPLE.at(place, f"`{name}` leads out of the sources", "put the list there")
    elif not _lies_in(sources, path.parent / name):
        near = get_close_matches(name, _lists_near(path), n=1, cutoff=0.5)
        remedy = f"did you mean `{near[0]}`?" if near else "put the list beside the session's file"
        yield NO_PEOPLE.at(place, f"there is no file `{name}` beside the session's", remedy)


def _lists_near(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.glob("*.csv"))


def _lies_in(folder: Path, path: Path) -> bool:
    """Say whether there is a file at `path`, within a folder."""
    try:
        return path.is_file() and path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return False


def _steps(table: SessionTable, source: Source) -> Iterator[Finding]:
    for n, step in enumerate(table.step):
        if step.exercise:
            place = source.value("step", n, "exercise")
            yield from _unlisted(step.exercise, table.exercises, "exercise", place)
        for item, named in enumerate(step.excerpts):
            place = source.value("step", n, "excerpts", item)
            yield from _unlisted(named, table.excerpts, "excerpt", place)


def _unlisted(named: str, known: Sequence[str], what: str, place: Place) -> Iterator[Finding]:
    """Yield a finding where what is named is not listed; exercises need not be."""
    if named not in known and (known or what == "excerpt"):
        remedy = nearest(named, known) or f"add it to `{what}s`"
        message = f"the session has no {what} `{named}`"
        yield UNLISTED.at(place, message, remedy)


def _translations(
    table: SessionTable, languages: Sequence[str], source: Source
) -> Iterator[Finding]:
    routes: list[tuple[tuple[str | int, ...], Mapping[str, object]]] = [
        ((key,), getattr(table, key)) for key in _TEXTS
    ]
    for n, step in enumerate(table.step):
        routes += [(("step", n, key), getattr(step, key)) for key in ("title", "method", "notes")]
    for route, texts in routes:
        if not texts or ALL_LANGUAGES in texts:
            continue
        for lang in languages:
            if lang not in texts:
                message = f"`{route[-1]}` lacks the language {lang}"
                yield TRANSLATED.at(source.value(*route), message, f"add `{lang} = …`")
        for lang in texts:
            if lang not in languages:
                message = f"`{route[-1]}` is given for {lang}, in which the session is not held"
                remedy = "add it to `languages`, or remove this line"
                yield TRANSLATED.at(source.key(*route, lang), message, remedy)
