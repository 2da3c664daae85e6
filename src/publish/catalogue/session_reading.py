"""sources/*/sessions/*/session.toml → sessions, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from publish.catalogue.model import Publication
from publish.catalogue.parsing import Parsed, Source, nearest, parse
from publish.catalogue.session_judging import NAME, judge_session, people_of
from publish.catalogue.session_tables import SessionTable, StepTable
from publish.catalogue.sessions import Lists, Session, Step, Texts
from publish.catalogue.tables import ALL_LANGUAGES, hyphenate
from publish.errors import Finding, Place, Rule

NO_HOME = Rule(
    "C190",
    "A session lies in the folder of a work that the catalogue has.",
    "Its modules, exercises and slides are the work's: without it there is nothing to hand out.",
    "warning",
)
TAKEN = Rule(
    "C191",
    "A session has a name that no other session has.",
    "Both would be written into the same folder, one over the other.",
)
RULES: tuple[Rule, ...] = (NO_HOME, TAKEN)

SESSION = "session.toml"
_STAND_INS: Mapping[str, object] = {"title": "—", "minutes": 1, "step": []}


def read_sessions(
    root: Path, works: Mapping[str, Publication], present: Iterable[str]
) -> tuple[Mapping[str, Session], tuple[Finding, ...]]:
    """Return the sessions of a project, by name, in the order of the works and of the names.

    Args:
        works: those that can be built, by slug.
        present: slugs of all works that are listed and there; those at fault have findings.
    """
    sessions: dict[str, Session] = {}
    findings: list[Finding] = []
    order = {slug: n for n, slug in enumerate(works)}
    files = sorted(_files(root), key=lambda found: (order.get(found[0], len(order)), found[1:]))
    listed = list(present)
    for slug, name, path in files:
        file = path.relative_to(root).as_posix()
        if slug not in works:
            if slug not in listed:
                message = f"this session lies in `{slug}`, which is no work of the catalogue"
                remedy = nearest(slug, listed) or "move it into a work's folder, or list the work"
                findings.append(NO_HOME.at(Place(file), message, remedy))
            continue
        if name in sessions:
            other = sessions[name]
            message = f"the work `{other.work}` already has a session `{name}`"
            findings.append(TAKEN.at(Place(file), message, "rename the folder of one of them"))
            continue
        session, more = _read(root, path, works[slug], works, listed)
        findings += more
        sessions |= {name: session} if session else {}
    return sessions, tuple(findings)


def _files(root: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield slug, name and path of every session file."""
    sources = root / "sources"
    for pattern in (f"*/sessions/*/{SESSION}", f"*/*/sessions/*/{SESSION}"):
        for path in sources.glob(pattern):
            home = path.parents[2].relative_to(sources).as_posix()
            yield home, path.parent.name, path


def _read(
    root: Path,
    path: Path,
    work: Publication,
    works: Mapping[str, Publication],
    listed: list[str],
) -> tuple[Session | None, tuple[Finding, ...]]:
    file = path.relative_to(root).as_posix()
    parsed: Parsed[SessionTable] = parse(path, file, SessionTable, _STAND_INS)
    if parsed.table is None:
        return None, parsed.findings
    name = path.parent.name
    judged = tuple(judge_session(path, name, parsed.table, parsed.source, work, works, listed))
    findings = (*parsed.findings, *judged)
    fit = parsed.whole and parsed.table.step and not any(f.rule == NAME.code for f in judged)
    return (_session(path, parsed.table, parsed.source, work) if fit else None), findings


def _session(path: Path, table: SessionTable, source: Source, work: Publication) -> Session:
    languages = tuple(dict.fromkeys(table.languages or work.languages))
    return Session(
        name=path.parent.name,
        work=work.slug,
        title=_texts(table.title, languages),
        languages=languages,
        chapter=table.chapter.removesuffix(".md"),
        minutes=table.minutes,
        group=_texts(table.group, languages),
        objectives=_lists(table.objectives, languages),
        materials=_lists(table.materials, languages),
        steps=tuple(_step(step, languages) for step in table.step),
        excerpts=tuple(dict.fromkeys(table.excerpts)),
        exercises=tuple(dict.fromkeys(table.exercises)),
        slides=table.slides,
        slides_later=tuple(dict.fromkeys(table.slides_later)),
        accent=table.accent or work.accent,
        participants=people_of(path, table),
        place=Place(source.file, 1, 1),
        places=_places(table, source),
    )


def _step(table: StepTable, languages: tuple[str, ...]) -> Step:
    return Step(
        minutes=table.minutes,
        title=_texts(table.title, languages),
        method=_texts(table.method, languages),
        notes=_texts(table.notes, languages),
        exercise=table.exercise,
        slides=tuple(dict.fromkeys(table.slides)),
        excerpts=tuple(dict.fromkeys(table.excerpts)),
    )


def _texts(given: Mapping[str, str], languages: tuple[str, ...]) -> Texts:
    found = {lang: given.get(lang, given.get(ALL_LANGUAGES, "")) for lang in languages}
    return {lang: text for lang, text in found.items() if text}


def _lists(given: Mapping[str, list[str]], languages: tuple[str, ...]) -> Lists:
    return {lang: tuple(given.get(lang, given.get(ALL_LANGUAGES, ()))) for lang in languages}


def _places(table: SessionTable, source: Source) -> dict[str, Place]:
    """Return where the values stand, by field; what is not given has no place of its own."""
    places = {
        name: source.value(hyphenate(name))
        for name in SessionTable.model_fields
        if name != "step" and source.has(hyphenate(name))
    }
    for key in ("excerpts", "exercises"):
        listed = getattr(table, key)
        for n, one in enumerate(dict.fromkeys(listed)):
            places[f"{key}.{n}"] = source.value(key, listed.index(one))
    for n, _ in enumerate(table.step):
        places[f"steps.{n}"] = source.key("step", n)
        places |= {
            f"steps.{n}.{name}": source.value("step", n, hyphenate(name))
            for name in StepTable.model_fields
        }
    return places
