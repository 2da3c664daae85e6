"""Worn and doubled words, found by proselint; for English."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

from publish.checking.style.slips import Slip
from publish.errors import Rule
from publish.manuscript.model import Passage

DOUBLED = Rule(
    "M409",
    "No word stands twice in a row.",
    "It looks like a slip even where it is none.",
    "warning",
)
WORN = Rule(
    "M410",
    "Words are plain: no clichés, jargon, padding, hedging.",
    "Readers skip what says nothing, and what matters with it.",
    "warning",
)
RULES: tuple[Rule, ...] = (DOUBLED, WORN)

# Of proselint's checks those that found slips and nothing else in the house's own works. The others
# are on typing (the dialect sets quotes and dashes), on taste, or on American spelling.
_CHECKS: Mapping[str, bool] = dict.fromkeys(
    (
        "archaism", "cliches.hell", "hedging", "industrial_language", "lexical_illusions",
        "malapropisms", "misc.false_plurals", "misc.phrasal_adjectives", "mixed_metaphors",
        "mondegreens", "nonwords", "oxymorons", "redundancy",
    ),
    True,
)  # fmt: skip
_DOUBLED = "lexical_illusions"
_APART = "\n\n¶\n\n"  # so that the end of one passage and the beginning of the next are no pair
_ENDLESS = re.compile(r"\w{100}")  # no prose; looked at from each of its letters
_KINDS = frozenset({"text", "note", "caption", "alt", "heading"})


def slips_in(passages: Sequence[Passage]) -> Iterator[Slip]:
    """Yield what proselint finds in English prose."""
    prose = [one for one in passages if one.kind in _KINDS and not _ENDLESS.search(one.text)]
    if not prose:
        return
    ends = tuple(accumulate(len(one.text) + len(_APART) for one in prose))
    file = _linter()("prose", _APART.join(one.text for one in prose))
    for result in file.lint({"max_errors": 100_000, "checks": dict(_CHECKS)}):
        found = result.check_result
        start = found.span[0] - 1  # it puts a line's end in front
        number = bisect_right(ends, start)
        if number >= len(prose):
            continue
        passage = prose[number]
        at = max(start - (ends[number - 1] if number else 0), 0)
        shown = passage.text[at : at + found.span[1] - found.span[0]]
        at += len(shown) - len(shown.lstrip())
        doubled = found.check_path.startswith(_DOUBLED)
        if doubled and (shown.istitle() or not any(letter.isalpha() for letter in shown)):
            continue  # Haba Haba is a name
        said = " ".join(shown.split())
        remedy = f"write “{found.replacements}”" if found.replacements else "say it plainly"
        yield Slip(
            passage, at, shown.strip(), DOUBLED if doubled else WORN,
            f"“{said}” stands twice" if doubled else f"“{said}”: {found.message.rstrip('.')}",
            "take one away" if doubled else remedy,
        )  # fmt: skip


@cache  # its register of checks is one for the process
def _linter() -> Callable[[str, str], Any]:  # Any: proselint's types stay here
    """Return proselint's reader of texts; imported late, for most runs know what it said."""
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)
    reader: Callable[[str, str], Any] = LintFile
    return reader
