"""A fault says its place, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal  # Any: JSON

Severity = Literal["error", "warning", "note"]  # a note tells of something; it stops nothing


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a fault lies.

    Attributes:
        file: path relative to the project, with forward slashes; empty if the fault has no file.
        line: 1-based line, 0 if unknown.
        col: 1-based column in characters, 0 if unknown.
    """

    file: str = ""
    line: int = 0
    col: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a check found, worded for the person who can mend it."""

    place: Place
    rule: str  # the number of a Rule
    message: str
    remedy: str = ""
    severity: Severity = "error"
    page: int = 0  # of the PDF that `place` or the message names, counted from 1; 0: none
    area: tuple[float, ...] = ()  # left, bottom, right, top in points from the trim's lower left
    pdf: str = ""  # what `page` counts in, relative to output/, where `place` is in the sources

    def __str__(self) -> str:
        hint = f"\n    remedy: {self.remedy}" if self.remedy else ""
        return f"{self.place}: {self.rule} {self.message}{hint}"


def errors_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return those that stop the work."""
    return tuple(finding for finding in findings if finding.severity == "error")


def finding_of(record: Mapping[str, Any]) -> Finding:
    """Return the finding that `dataclasses.asdict` and JSON made a record of."""
    area = tuple(record["area"])
    return Finding(**{**record, "place": Place(**record["place"]), "area": area})


@dataclass(frozen=True, slots=True)
class Rule:
    """A numbered rule. It stands beside the code that applies it; `checking.rules` lists them all.

    Attributes:
        code: letter for the stage (C configuration, M manuscript, L layout, T typesetting,
            B binding, P finished PDF) and three digits; never used again for another rule.
        title: what must hold, one sentence.
        why: what goes wrong otherwise, with the standard's clause where there is one.
    """

    code: str
    title: str
    why: str = ""
    severity: Severity = "error"

    def at(
        self,
        place: Place,
        message: str,
        remedy: str = "",
        page: int = 0,
        area: tuple[float, ...] = (),
    ) -> Finding:
        """Return the finding that this rule is broken at `place`, seen on `page` in `area`."""
        return Finding(place, self.code, message, remedy, self.severity, page, area)


class PublishError(Exception):
    """A fault that ends the work at hand: a finding raised."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)  # in args: it survives the way back from a worker
        self.finding = finding


class FindingsError(PublishError):
    """Several findings of one run, raised together."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings[0])
        self.args = (findings,)
        self.findings = findings


class NotReleased(FindingsError):
    """A release is refused: these findings stand, although the build succeeded."""


class WrongUsage(FindingsError):
    """A command asks for what is not there; nothing was tried."""
