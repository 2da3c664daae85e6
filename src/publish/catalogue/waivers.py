"""waivers.toml: findings that the house has looked at and lets stand, each until a day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

from publish.catalogue.parsing import parse
from publish.catalogue.tables import WaiversTable
from publish.catalogue.vocabulary import WAIVERS
from publish.errors import Finding, Place

_PLACE = re.compile(r"(?P<file>.*?)(?::(?P<line>[1-9]\d{0,8}))?", re.DOTALL)
_WILD = re.compile(r"\*\*/|\*\*|\*|\?")
_MEANS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@dataclass(frozen=True, slots=True)
class Waiver:
    """One decision to let findings stand.

    Attributes:
        rule: the number of the rule that is waived.
        file: the finding's file; `*` stands for anything within a folder, `**` across folders.
        line, page: 0 for any.
        expires: the last day on which it holds.
        place: where it stands in waivers.toml.
    """

    rule: str
    file: str
    reason: str
    expires: dt.date
    line: int = 0
    page: int = 0
    place: Place = field(default=Place(WAIVERS))

    def covers(self, finding: Finding) -> bool:
        """Is `finding` one of those that this waiver is about, whatever the day?"""
        return (
            finding.rule == self.rule
            and self.line in (0, finding.place.line)
            and self.page in (0, finding.page)
            and _pattern(self.file).fullmatch(finding.place.file) is not None
        )


def read_waivers(root: Path) -> tuple[tuple[Waiver, ...], tuple[Finding, ...]]:
    """Read the waivers of the project at `root`; a project without the file has none.

    A file with a fault waives nothing: what is left of a waiver without its page would cover more
    than was meant.
    """
    path = root / WAIVERS
    if not path.exists() and not path.is_symlink():
        return (), ()
    parsed = parse(path, WAIVERS, WaiversTable, {})
    if parsed.table is None or parsed.findings:
        return (), parsed.findings
    waivers = []
    for number, table in enumerate(parsed.table.waiver):
        place = parsed.source.key("waiver", number)
        parts = _PLACE.fullmatch(table.place)
        assert parts is not None  # every text is a file with or without a line
        line = int(parts["line"] or 0)
        waivers.append(
            Waiver(
                rule=table.rule,
                file=parts["file"],
                reason=table.reason,
                expires=table.expires,
                line=line,
                page=table.page or 0,
                place=place,
            )
        )
    return tuple(waivers), ()


def _pattern(file: str) -> re.Pattern[str]:
    parts, end = [], 0
    for wild in _WILD.finditer(file):
        parts += [re.escape(file[end : wild.start()]), _MEANS[wild[0]]]
        end = wild.end()
    return re.compile("".join([*parts, re.escape(file[end:])]), re.DOTALL)
