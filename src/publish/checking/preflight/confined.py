"""Preflight of a file of somebody else, in a process that can take down itself only.

A file may be made to harm the one who reads it. It is read by a child with limits on memory and
time, which dies with its parent; whatever happens there, the answer is findings.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any  # JSON

from publish.catalogue.printers import BindingWay, Least
from publish.checking.confinement import Limits, answer_of, received
from publish.checking.preflight.limits import INFLATED, KIND, LIMITS, SUSPECT, refused
from publish.checking.preflight.requirements import Requirements
from publish.errors import Finding, Place, Rule, finding_of

CUT_SHORT = Rule(
    "P209",
    "A file has fewer findings than anybody can read.",
    "The list is cut short, so that a broken file fills neither screen nor disk.",
    "note",
)

RULES: tuple[Rule, ...] = (CUT_SHORT,)

_MOST = 2_000  # findings
LIMITED = Limits()


def preflight_confined(
    path: Path, needs: Requirements, file: str, limits: Limits = LIMITED
) -> tuple[Finding, ...]:
    """Return what `preflight` says of a file that may be hostile. Never raises."""
    place = Place(file)
    fault = refused(path, place)
    if fault:
        return (fault,)
    order = {"path": str(path.absolute()), "needs": asdict(needs), "file": file}
    try:
        answer = answer_of("publish.checking.preflight.confined", order, limits)
        return tuple(finding_of(record) for record in answer)
    except TimeoutError as late:
        return (_given_up(place, str(late)),)
    except ValueError:  # no JSON: the child did not come to its end
        return (_given_up(place, "its reading ended without an answer"),)


def is_safe(findings: Sequence[Finding]) -> bool:
    """Say whether other programs may be let at a file, after what preflight found in it."""
    return not {finding.rule for finding in findings} & {
        LIMITS.code,
        KIND.code,
        INFLATED.code,
        "P101",
        "P204",
    }


def _given_up(place: Place, why: str) -> Finding:
    return LIMITS.at(place, f"the file cannot be checked: {why}", SUSPECT)


def _requirements(record: dict[str, Any]) -> Requirements:
    least = record["least"]
    ways = tuple(BindingWay(**way) for way in record["ways"])
    return Requirements(**{**record, "least": Least(**least) if least else None, "ways": ways})


def _answer(order: dict[str, Any]) -> list[Finding]:
    """Check the file; this runs in the child."""
    from publish.checking.preflight.limits import unpacks_without_end  # here: limited already
    from publish.checking.preflight.preflight import preflight

    path, place = Path(order["path"]), Place(order["file"])
    try:
        fault = unpacks_without_end(path.read_bytes(), place)
        if fault:
            return [fault]
        found = preflight(path, _requirements(order["needs"]), order["file"])
    except MemoryError:
        return [_given_up(place, "it takes more memory than any document needs")]
    if len(found) > _MOST:
        message = f"{len(found) - _MOST} more findings are not listed"
        return [*found[:_MOST], CUT_SHORT.at(place, message)]
    return list(found)


if __name__ == "__main__":
    json.dump([asdict(finding) for finding in _answer(received())], sys.stdout)
