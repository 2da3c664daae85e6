"""What the house does not write, and what it writes instead: a table of words and names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from publish.checking.style.slips import Slip
from publish.errors import Rule
from publish.manuscript.model import Passage

AVOIDED = Rule(
    "M402",
    "The house's words and names are used.",
    "Two names for one thing are taken for two things; some names offend.",
    "warning",
)
RULES: tuple[Rule, ...] = (AVOIDED,)

COLUMNS = ("avoid", "write", "unless", "why")


class Term(NamedTuple):
    """A row of the table.

    Attributes:
        pattern: finds what is to be avoided.
        write: what stands in its place; empty: something plainer, each time its own.
        unless: where this stands earlier in the work, the short form may follow.
        why: for those who ask.
    """

    pattern: re.Pattern[str]
    write: str
    unless: str
    why: str


def read_terms(text: str) -> tuple[Term, ...]:
    """Read the table; `*` at the end of a word stands for any ending.

    Raises:
        ValueError: it has not these columns, or a row is short.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise ValueError(f"its columns are not {', '.join(COLUMNS)}")
    terms = []
    for row in rows:
        if None in row.values() or None in row:
            raise ValueError(f"line {rows.line_num} has not {len(COLUMNS)} cells")
        words = (re.escape(word).replace(r"\*", r"\w*") for word in row["avoid"].split())
        phrase = r"[\s\u00a0]+".join(words).replace("'", "[’']")
        pattern = re.compile(rf"(?<![\w-]){phrase}(?!\w)", re.IGNORECASE)
        terms.append(Term(pattern, row["write"], row["unless"], row["why"]))
    return tuple(terms)


def slips_in(passages: Sequence[Passage], terms: Sequence[Term]) -> Iterator[Slip]:
    """Yield what is to be avoided in a work; its passages come in reading order."""
    said = {term.unless: False for term in terms if term.unless}
    for passage in passages:
        for term in terms:
            first = passage.text.find(term.unless) if term.unless else -1
            for found in term.pattern.finditer(passage.text):
                if said.get(term.unless) or (first >= 0 and first <= found.start()):
                    continue
                if not _is_right(found, term) and not _is_quoted(found):
                    yield _slip(passage, found, term)
        said |= {name: there or name in passage.text for name, there in said.items()}


def _is_right(found: re.Match[str], term: Term) -> bool:
    """Is what was found the right form after all: in its own letters, or as part of it?"""
    if not term.write:
        return False
    spread = found.string[max(found.start() - len(term.write), 0) : found.end() + len(term.write)]
    plain, right = " ".join(spread.split()), term.write
    begins = found.start() == 0 or found.string[: found.start()].rstrip()[-1:] in (
        ".",
        "?",
        "!",
        ":",
    )
    return right in plain or (begins and right[0].upper() + right[1:] in plain)


def _is_quoted(found: re.Match[str]) -> bool:
    """Is it somebody else's word, between quotation marks?"""
    before = found.string[: found.start()]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _slip(passage: Passage, found: re.Match[str], term: Term) -> Slip:
    shown = " ".join(found[0].split())
    why = f": {term.why}" if term.why else ""
    remedy = f"write “{term.write}”" if term.write else "say it plainly"
    if term.unless:
        remedy = f"write “{term.unless}” where it is first mentioned"
    return Slip(passage, found.start(), found[0], AVOIDED, f"“{shown}”{why}", remedy)
