"""Pictures of pages of anybody's files, drawn in a process that can take down itself only."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any  # JSON

from publish.checking.confinement import Limits, answer_of, received
from publish.delivering.report_marks import Area, Mark, Picture, page_pictures

_LIMITS = Limits(seconds=60, memory=2 << 30)


def confined_pictures(path: Path, wanted: Mapping[int, Iterable[Area]]) -> dict[int, Picture]:
    """Return what `page_pictures` draws, or raise as it does, also where the file fells the drawer.

    Raises:
        RuntimeError: the file cannot be drawn within the limits on time and memory.
    """
    order = {"path": str(path), "wanted": [[page, list(of)] for page, of in wanted.items()]}
    try:
        drawn = answer_of("publish.delivering.report_confined", order, _LIMITS)
    except (OSError, ValueError) as fault:
        raise RuntimeError(f"cannot be drawn: {fault}") from fault
    return {int(number): _picture(of) for number, of in drawn.items()}


def _picture(record: dict[str, Any]) -> Picture:
    marks = {tuple(area): Mark(**mark) if mark else None for area, mark in record["marks"]}
    jpeg = base64.b64decode(record["jpeg"])
    return Picture(jpeg, record["width"], record["height"], marks)


def _record(picture: Picture) -> dict[str, Any]:
    return {
        "jpeg": base64.b64encode(picture.jpeg).decode(),
        "width": picture.width,
        "height": picture.height,
        "marks": [(area, mark and asdict(mark)) for area, mark in picture.marks.items()],
    }


def _draw(order: dict[str, Any]) -> dict[int, Any]:
    """Draw what is asked; this runs in the child."""
    wanted = {page: [tuple(area) for area in areas] for page, areas in order["wanted"]}
    drawn = page_pictures(Path(order["path"]), wanted)
    return {number: _record(picture) for number, picture in drawn.items()}


if __name__ == "__main__":
    json.dump(_draw(received()), sys.stdout)
