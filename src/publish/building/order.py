"""What is asked of a build."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from publish.building.choice import Choice


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a build.

    Attributes:
        root: the project.
        today: the day on which waivers are heard.
        epoch: SOURCE_DATE_EPOCH.
        release: deliver nothing while a finding stands.
        anew: set and bind everything, whatever the cache holds.
    """

    root: Path
    cache: Path
    choice: Choice
    today: dt.date
    epoch: int | None = None
    release: bool = False
    anew: bool = False

    @property
    def output(self) -> Path:
        return self.root / "output"
