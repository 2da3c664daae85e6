"""How figures, dates, instruments and headings are written; for English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from publish.checking.style.slips import Slip
from publish.errors import Rule
from publish.manuscript.model import CITED, GAP, Passage

PER_CENT = Rule(
    "M403",
    "Text says “per cent”, tables say %.",
    "Read aloud, words flow; in a column a sign is found at once.",
    "warning",
)
DATES = Rule(
    "M404",
    "Dates are written “23 November 2007”.",
    "11/12 is a day in November here and one in December there.",
    "warning",
)
INSTRUMENTS = Rule(
    "M405",
    "Conventions and Recommendations have “No.” before their number.",
    "Search, references and readers know them by that name.",
    "warning",
)
RANGES = Rule(
    "M406",
    "Ranges of figures have an en dash.",
    "A hyphen joins words; between figures it reads as a minus.",
    "warning",
)
CONTRACTIONS = Rule(
    "M407",
    "Words are not contracted.",
    "Who reads in a second or third language stumbles over “it’s” and “won’t”.",
    "warning",
)
HEADINGS = Rule(
    "M408",
    "Headings and captions end without a full stop.",
    "In contents and bookmarks they stand beside others that have none.",
    "warning",
)
SPACES = Rule(
    "M411", "Words are parted by one space.", "Search does not find “no  pension”.", "warning"
)
UNMARKED = Rule(
    "M412",
    "What is still to be written is marked as a placeholder.",
    "“TODO” and “xxx” slip through to the printer; `{{placeholder:…}}` does not.",
    "warning",
)
BY_HAND = Rule(
    "M414",
    "A figure that has a source stands in facts.toml.",
    "Typed twice, it is corrected once. What was worked out needs no fact: a person judges.",
    "note",
)
RULES: tuple[Rule, ...] = (
    PER_CENT, DATES, INSTRUMENTS, RANGES, CONTRACTIONS, HEADINGS, SPACES, UNMARKED, BY_HAND,
)  # fmt: skip

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_PROSE = frozenset({"text", "heading", "caption", "note"})
_TABLES = frozenset({"cell"})
_ANY = _PROSE | _TABLES | {"alt"}
# Up to the full stop behind which the next begins; a citation may stand before or behind it.
_SENTENCE = re.compile(rf"[^.!?]+(?:[.!?](?![\s{CITED}]|$)[^.!?]*)*[.!?]*{CITED}?")
_FIGURE = re.compile(
    r"(?:US\$|[A-Z]{2,3} |€|£)\d[\d.,]*\d(?:[\s\u00a0](?:million|billion|trillion))?"
    r"|\b\d[\d.,]*[\s\u00a0](?:per[\s\u00a0]cent|percentage points?|million|billion|trillion)\b"
)
_OF_LAW = re.compile(
    r"\b(?:Articles?|Conventions?|Recommendations?|Schedule|Parts?|Example|[Ss]uppose)\b"
)


class _Habit(NamedTuple):
    rule: Rule
    pattern: re.Pattern[str]
    kinds: frozenset[str]
    message: str
    remedy: str


def _habit(
    rule: Rule, pattern: str, message: str, remedy: str, kinds: frozenset[str] = _ANY
) -> _Habit:
    return _Habit(rule, re.compile(pattern), kinds, message, remedy)


_HABITS: Sequence[_Habit] = (
    _habit(PER_CENT, r"(?<![\d.,])\d[\d.,]*[ \u00a0]?%", "“{}” in running text", "write “per cent”",
           _PROSE | {"alt"}),
    _habit(PER_CENT, r"\bpercent\b", "“{}”", "write “per cent”"),
    _habit(PER_CENT, rf"^[^\w{GAP}]*\d[\d.,]*[\s\u00a0]per[\s\u00a0]cent\W*$",
           "“{}” in a table", "write %", _TABLES),
    _habit(DATES, rf"\b(?:{_MONTHS})[\s ]\d{{1,2}}(?:st|nd|rd|th)?,[\s ]\d{{4}}\b",
           "“{}”: the day comes first", "write “23 November 2007”"),
    _habit(DATES, rf"\b\d{{1,2}}(?:st|nd|rd|th)[\s ](?:of[\s ])?(?:{_MONTHS})\b",
           "“{}”", "write “23 November 2007”"),
    _habit(DATES, rf"\b\d{{1,2}}[\s ](?:{_SHORT})\.?[\s ]\d{{4}}\b",
           "“{}”: the month in full", "write “23 November 2007”", _PROSE),
    _habit(DATES, r"\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b|\b(?:19|20)\d\d-[01]\d-[0-3]\d\b",
           "“{}”", "write “23 November 2007”", _PROSE),
    _habit(INSTRUMENTS, r"\b(?:Conventions?|Recommendations?)[\s ](?:(?:no|nr|Nr|N°|#)\.?[\s ]?)?"
           r"(?!(?:19|20)\d\d\b)\d{1,3}\b", "“{}”", "write “Convention No. 102”"),
    _habit(RANGES, r"(?<![\w.,/-])[1-9][\d.,]{0,12}-[1-9][\d.,]*(?![\w/-])",
           "“{}”: a hyphen between figures", "write an en dash, `–`, or “to”"),
    _habit(CONTRACTIONS, r"\b(?:\w+n[’']t|(?:[Ii]t|[Tt]hat|[Tt]here|[Ww]hat|[Hh]e|[Ss]he|[Ll]et)"
           r"[’']s|\w+[’'](?:re|ve|ll)|I[’']m)\b", "“{}” is contracted", "write it out"),
    _habit(HEADINGS, r"(?<![.…])\.\s*$", "this ends with a full stop", "take it away",
           frozenset({"heading", "caption"})),
    _habit(SPACES, r"(?<=[^\s|])  +(?=[^\s|])", "two spaces", "take one away"),
    _habit(UNMARKED, r"\b(?:TODO|TBD|TBC|FIXME|XXX+)\b|(?i:\blorem ipsum\b)"
           r"|\[(?i:insert|date|name|place|address|venue|country|organization)\b[^\]\n]*\]",
           "“{}” looks unfinished", "write it, or mark it with `{{{{placeholder:…}}}}`"),
)  # fmt: skip


def slips_in(passage: Passage) -> Iterator[Slip]:
    """Yield what is not written as the house writes it."""
    for habit in _HABITS:
        if passage.kind not in habit.kinds:
            continue
        for found in habit.pattern.finditer(passage.text):
            if habit.rule is RANGES and not _rises(found[0]):
                continue  # Act No. 98-15
            shown = " ".join(found[0].split())
            yield Slip(passage, found.start(), found[0], habit.rule, habit.message.format(shown),
                       habit.remedy.format())  # fmt: skip


def typed_figures(passage: Passage) -> Iterator[Slip]:
    """Yield figures with a unit in sentences with a citation: facts, more often than not."""
    if passage.kind not in ("text", "note"):
        return
    for sentence in _SENTENCE.finditer(passage.text):
        if CITED not in sentence[0] or _OF_LAW.search(sentence[0]):
            continue
        for found in _FIGURE.finditer(sentence[0]):
            shown = " ".join(found[0].split())
            yield Slip(passage, sentence.start() + found.start(), found[0], BY_HAND,
                       f"“{shown}” is typed, and its source is cited",
                       "put it into facts.toml and write `{{fact:…}}`")  # fmt: skip


def _rises(text: str) -> bool:
    """Is “98-15” a range: from a smaller number to a larger one?"""
    first, second = (float(part.replace(",", "").rstrip(".")) for part in text.split("-"))
    return first < second
