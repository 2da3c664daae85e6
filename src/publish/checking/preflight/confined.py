"""Preflight of a file of somebody else, in a process that can take down itself only.

A file may be made to harm the one who reads it. It is read by a child with limits on memory and
time, which dies with its parent; whatever happens there, the answer is findings.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any  # JSON

from publish.catalogue.printers import BindingWay, Least
from publish.checking.preflight.limits import INFLATED, KIND, LIMITS, SUSPECT, refused
from publish.checking.preflight.requirements import Requirements
from publish.errors import Finding, Place, Rule

CUT_SHORT = Rule(
    "P209",
    "A file has fewer findings than anybody can read.",
    "The list is cut short, so that a broken file fills neither screen nor disk.",
    "note",
)

RULES: tuple[Rule, ...] = (CUT_SHORT,)

_MOST = 2_000  # findings
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Limits:
    """What checking one file may take."""

    seconds: int = 120  # of work, and half as much again by the clock
    memory: int = 3 << 30  # bytes of address space


LIMITED = Limits()


def preflight_confined(
    path: Path, needs: Requirements, file: str, limits: Limits = LIMITED
) -> tuple[Finding, ...]:
    """Return what `preflight` says of a file that may be hostile. Never raises.

    Starting the process takes about 0.3 s.
    """
    place = Place(file)
    fault = refused(path, place)
    if fault:
        return (fault,)
    order = {
        "path": str(path.absolute()),
        "needs": asdict(needs),
        "file": file,
        "limits": asdict(limits),
        "parent": os.getpid(),
    }
    command = [sys.executable, "-m", "publish.checking.preflight.confined"]
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that what the child starts ends with it
    )
    try:
        answer, _ = child.communicate(json.dumps(order).encode(), limits.seconds * 1.5)
        return tuple(_finding(record) for record in json.loads(answer))
    except subprocess.TimeoutExpired:
        return (_given_up(place, f"it takes more than {limits.seconds} s"),)
    except ValueError:  # no JSON: the child did not come to its end
        return (_given_up(place, "its reading ended without an answer"),)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


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


def _finding(record: dict[str, Any]) -> Finding:
    area = tuple(record.pop("area"))
    return Finding(**{**record, "place": Place(**record["place"]), "area": area})


def _requirements(record: dict[str, Any]) -> Requirements:
    least = record["least"]
    ways = tuple(BindingWay(**way) for way in record["ways"])
    return Requirements(**{**record, "least": Least(**least) if least else None, "ways": ways})


def _limit(limits: Limits, parent: int) -> None:
    """Set the limits of this process, and let it die with its parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # it has nothing to write
    ):
        _, allowed = resource.getrlimit(what)
        limit = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(what, (limit, limit))


def _answer(order: dict[str, Any]) -> list[Finding]:
    """Check the file; this runs in the child."""
    _limit(Limits(**order["limits"]), order["parent"])
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
    json.dump([asdict(finding) for finding in _answer(json.load(sys.stdin))], sys.stdout)
