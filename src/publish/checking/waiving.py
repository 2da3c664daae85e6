"""Waivers against findings: what stands, what is waived, and which waivers are at fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from publish.catalogue.waivers import Waiver
from publish.checking.rules import rules
from publish.errors import Finding, Rule

UNKNOWN = Rule(
    "P300",
    "A waiver names a rule that there is.",
    "It would waive nothing, and look as if it did.",
)
FIRM = Rule(
    "P301",
    "A waiver is of a rule that may be waived.",
    "A file that cannot be read, or that says what it should not, is no matter of judgement.",
)
EXPIRED = Rule(
    "P302",
    "A waiver has not expired.",
    "What was let stand for a while would stand for ever.",
    "warning",
)
UNUSED = Rule(
    "P303",
    "A waiver has findings to waive.",
    "It would lie in wait for a finding that nobody has looked at.",
    "warning",
)

RULES: tuple[Rule, ...] = (UNKNOWN, FIRM, EXPIRED, UNUSED)

# Of the errors, those on how a page looks and prints: a person may judge them. What cannot be
# opened, asks for what is none of its own or breaks a standard cannot be argued away.
_WAIVABLE_ERRORS = re.compile(r"P2\d\d|T102|T110|T1[23]\d")
_FIRM = frozenset(  # nor can these of P2xx: what is unreadable or hidden, runs or reaches out
    {"P200", "P201", "P202", "P203", "P204", "P227", "P230", "P238", "P290", "P291", "P292", "P293"}
)


@dataclass(frozen=True, slots=True)
class Waived:
    """Findings after the waivers were heard.

    Attributes:
        standing: what is not waived, with what is wrong with the waivers themselves, in order.
        waived: each with the waiver that covers it, in order.
        unused: a warning for each waiver that covered nothing. They hold only where all that the
            waivers speak of was looked at: a build of one work knows nothing of the others.
    """

    standing: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Waiver], ...] = ()
    unused: tuple[Finding, ...] = ()


def waive(findings: Iterable[Finding], waivers: Sequence[Waiver], today: dt.date) -> Waived:
    """Take from `findings` what `waivers` let stand on the day `today`.

    Notes are never waived: they stop nothing. Of several waivers the one that lasts longest counts.
    """
    standing = list(_faults(waivers))
    sound = [one for one in waivers if may_be_waived(one.rule)]
    waived: list[tuple[Finding, Waiver]] = []
    used: set[Waiver] = set()
    lapsed: dict[Waiver, int] = {one: 0 for one in sound if one.expires < today}
    for finding in sorted(set(findings)):
        covering = [one for one in sound if finding.severity != "note" and one.covers(finding)]
        valid = [one for one in covering if one not in lapsed]
        used.update(covering)
        if valid:
            waived.append((finding, max(valid, key=lambda one: one.expires)))
        else:
            standing.append(finding)
            lapsed |= {one: lapsed[one] + 1 for one in covering}
    standing += [_expired(one, again) for one, again in lapsed.items()]
    unused = [
        UNUSED.at(one.place, f"no finding of {one.rule} is at `{one.file}`", "remove the waiver")
        for one in sound
        if one not in used and one not in lapsed
    ]
    return Waived(tuple(sorted(standing)), tuple(waived), tuple(sorted(unused)))


def may_be_waived(code: str) -> bool:
    """May findings of this rule be waived?

    Warnings may; so may errors of setting and of preflight that a person can judge. Faults of the
    waivers themselves may not.
    """
    rule = rules().get(code)
    if rule is None or rule in RULES or code in _FIRM:
        return False
    return rule.severity == "warning" or _WAIVABLE_ERRORS.fullmatch(code) is not None


def refusing(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return those of the standing findings for which nothing may be released: all but notes."""
    return tuple(finding for finding in findings if finding.severity != "note")


def _faults(waivers: Sequence[Waiver]) -> Iterator[Finding]:
    for one in waivers:
        if one.rule not in rules():
            near = get_close_matches(one.rule.upper(), tuple(rules()), n=1, cutoff=0.5)
            remedy = f"did you mean `{near[0]}`?" if near else "rules are listed in docs/rules.md"
            yield UNKNOWN.at(one.place, f"there is no rule `{one.rule}`", remedy)
        elif not may_be_waived(one.rule):
            title = rules()[one.rule].title
            message = f"{one.rule} may not be waived: “{title}”"
            yield FIRM.at(one.place, message, "mend what it found, and remove the waiver")


def _expired(waiver: Waiver, again: int) -> Finding:
    message = f"the waiver of {waiver.rule} at `{waiver.file}` expired on {waiver.expires}"
    if again:
        message += ": one finding stands again" if again == 1 else f": {again} findings stand again"
        remedy = "look at them again: mend them, or give a new date"
    else:  # not all that it speaks of need have been looked at
        remedy = "remove the waiver, or look at what it let stand and give a new date"
    return EXPIRED.at(waiver.place, message, remedy)
