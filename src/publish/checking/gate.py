"""The gate: what every finished file must pass before it counts as built."""

from __future__ import annotations

from pathlib import Path

from publish.checking.conformance import conformance
from publish.checking.opened import open_pdf
from publish.checking.readback import Expected, read_back
from publish.checking.tagging import check_tags
from publish.checking.tagtree import read_tags
from publish.errors import Finding, Place, PublishError

__all__ = ["Expected", "gate"]


def gate(path: Path, expected: Expected, file: str) -> tuple[Finding, ...]:
    """Read a finished file back and return all that is wrong with it, sorted, each once.

    Args:
        path: the file.
        expected: what binding meant it to be.
        file: how findings call it.
    """
    place = Place(file)
    try:
        opened = open_pdf(path, place)
    except PublishError as fault:
        return (fault.finding,)
    tags = read_tags(opened)
    findings = {
        *read_back(opened, expected),
        *tags.findings,
        *check_tags(opened, tags, expected),
        *conformance(path, place),
    }
    return tuple(sorted(findings))
