"""The gate: what every finished file must pass before it counts as built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from publish.checking.conformance import conformance
from publish.checking.expected import Expected
from publish.checking.opened import LOCKED, OPENS
from publish.checking.preflight.preflight import preflight, read_again
from publish.checking.preflight.requirements import SCREEN, Requirements, Standard
from publish.errors import Finding, Place

__all__ = ["Expected", "gate", "gate_of_known_pages"]

# The standards that our own files keep, by keys of `conformance.PROFILES`. PDF/X has no judge that
# could be asked: rules of preflight stand in for it.
PROMISED: Mapping[Standard, tuple[str, ...]] = {
    "screen": ("ua1", "2a"),
    "archive": ("ua1", "3a"),
    "greyscale": ("ua1", "2a"),
    "large-print": ("ua1", "2a"),
    "light": ("ua1", "2a"),
    "press": (),
    "mixed": (),
}


def gate(
    path: Path, expected: Expected, file: str, needs: Requirements = SCREEN
) -> tuple[Finding, ...]:
    """Read a finished file back and return all that is wrong with it, each once.

    Takes about 15 ms of work a page, shared by the cores: conformance to standards is judged by
    native code while every tag and every operator is read here.

    Args:
        path: the file.
        expected: what binding meant it to be.
        file: how findings call it.
        needs: what it is meant for.
    """
    with _judged(path, needs, file) as findings:
        findings += preflight(path, needs, file, expected)
    return tuple(dict.fromkeys(findings))


def gate_of_known_pages(
    path: Path, expected: Expected, file: str, needs: Requirements = SCREEN
) -> tuple[Finding, ...]:
    """Check a tagged file that was bound of gatherings which have all passed `proof`.

    The file as a whole is read back, and native code judges its conformance: about 3 ms a page,
    shared by the cores. Arguments as of `gate`.
    """
    with _judged(path, needs, file) as findings:
        findings += read_again(path, needs, file, expected)
    return tuple(dict.fromkeys(findings))


@contextmanager
def _judged(path: Path, needs: Requirements, file: str) -> Iterator[list[Finding]]:
    """Give a list for findings; what the judges say joins it while the block runs."""
    standards, findings = PROMISED[needs.standard], list[Finding]()
    with ThreadPoolExecutor(max(1, len(standards))) as judges:
        verdicts = [judges.submit(conformance, path, Place(file), name) for name in standards]
        yield findings
        if not {finding.rule for finding in findings} & {OPENS.code, LOCKED.code}:  # they say all
            for verdict in verdicts:
                findings += verdict.result()
