"""May the folders of a project be looked into?"""

from __future__ import annotations

import os
from pathlib import Path

from publish.errors import Finding, Place, Rule

SHUT = Rule(
    "C120",
    "Every folder in sources/ may be looked into.",
    "What lies in it would be missing in print, and nobody could say what.",
)
RULES: tuple[Rule, ...] = (SHUT,)


def shut_folders(root: Path) -> tuple[Finding, ...]:
    """Return a finding for each folder in sources/ that may not be listed or entered.

    Hidden ones are nobody's manuscripts.
    """
    top = root / "sources"
    shut = [top] if top.is_dir() and _is_shut(top) else []
    for folder, below, _ in os.walk(top):
        below[:] = sorted(name for name in below if not name.startswith("."))
        shut += [path for name in below if _is_shut(path := Path(folder, name))]
    return tuple(_finding(path.relative_to(root).as_posix()) for path in shut)


def _is_shut(folder: Path) -> bool:
    return not os.access(folder, os.R_OK | os.X_OK)


def _finding(folder: str) -> Finding:
    message = "the folder cannot be looked into: permission denied"
    return SHUT.at(Place(folder), message, f"give yourself the right to: chmod u+rx {folder}")
