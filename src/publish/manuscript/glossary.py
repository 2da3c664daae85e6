"""Terms from glossary.toml and the shared abbreviations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from publish.errors import Place, Rule
from publish.manuscript import files
from publish.manuscript.context import Work, nearest
from publish.manuscript.facts import MALFORMED, read_toml
from publish.manuscript.scanning import ABBREVIATION_TWICE
from publish.manuscript.source import split

NO_DEFINITION = Rule(
    "M211",
    "Every term of the glossary has its word and its definition.",
    "The glossary would print an empty entry.",
)
BAD_LINE = Rule(
    "M212",
    "abbreviations.md holds lines `*[ILO]: International …` only.",
    "Anything else in it would be lost.",
)
RULES: tuple[Rule, ...] = (NO_DEFINITION, BAD_LINE)

_LINE = re.compile(r"\*\[([^\]]+)\]:[ ]*(.+?)[ ]*$")


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of glossary.toml in one language."""

    key: str
    word: str
    definition: str  # inline Markdown
    place: Place  # of the definition


def load_glossary(work: Work) -> dict[str, Term]:
    """Return all terms by key, and report what is wrong with any."""
    tree, marks, file = read_toml(work, "glossary.toml")
    terms: dict[str, Term] = {}
    for key, table in tree.items():
        mark = marks.get((key,))
        place = Place(file, mark.key.line, mark.key.col) if mark else Place(file, 1, 1)
        if not isinstance(table, dict):
            work.report(MALFORMED, place, f"`{key}` is not a term", f"write `[{key}]`")
            continue
        for name in table:
            if name not in ("term", "definition"):
                at = marks.get((key, name))
                work.report(MALFORMED, Place(file, at.key.line, at.key.col) if at else place,
                            f"unknown key `{name}`",
                            nearest(name, ("term", "definition")) or "take it out")  # fmt: skip
        word, definition = (_in_language(table.get(n), work.lang) for n in ("term", "definition"))
        if not word or not definition:
            work.report(NO_DEFINITION, place, f"the term `{key}` lacks its word or definition",
                        'add `term = "…"` and `definition = "…"`')  # fmt: skip
        value = marks.get((key, "definition"))
        if value:
            place = Place(file, value.value.line, value.value.col + 1)
        terms[key] = Term(key, word or key, definition, place)
    return terms


def _in_language(value: object, lang: str) -> str:
    """Return a text, or the one in the language where there are several (else English)."""
    if isinstance(value, Mapping):
        value = value.get(lang) or value.get("en")
    return value if isinstance(value, str) else ""


def load_abbreviations(work: Work) -> dict[str, str]:
    """Return the shared abbreviations and their meanings."""
    folders = (work.sources / work.slug / work.lang, work.sources)
    path = next(
        (f / "abbreviations.md" for f in folders if (f / "abbreviations.md").is_file()), None
    )
    if path is None:
        return {}
    text = files.read_text(work, path) or ""
    known: dict[str, str] = {}
    for line in split(work, text, work.shown(path)):
        if not line.text.strip() or line.text.startswith(("#", "<!--")):
            continue
        found = _LINE.match(line.text)
        if not found:
            work.report(BAD_LINE, line.place(), "this is not an abbreviation",
                        "write `*[ILO]: International Labour Organization`")  # fmt: skip
        elif known.setdefault(found[1].strip(), found[2]) != found[2]:
            work.report(ABBREVIATION_TWICE, line.place(),
                        f"`{found[1]}` has a second meaning here", "keep one")  # fmt: skip
    return known
