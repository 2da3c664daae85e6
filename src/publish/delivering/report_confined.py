"""Pictures of pages of anybody's files, drawn in a process that can take down itself only."""

from __future__ import annotations

import base64
import json
import resource
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any  # JSON

from publish.delivering.report_marks import Area, Mark, Picture, page_pictures

_SECONDS = 60
_MEMORY = 2 << 30  # bytes of address space


def confined_pictures(path: Path, wanted: Mapping[int, Iterable[Area]]) -> dict[int, Picture]:
    """Return what `page_pictures` draws, or raise as it does, also where the file fells the drawer.

    Starting the process takes about 0.5 s.

    Raises:
        RuntimeError: the file cannot be drawn within the limits on time and memory.
    """
    order = {"path": str(path), "wanted": [[page, list(of)] for page, of in wanted.items()]}
    command = [sys.executable, "-m", "publish.delivering.report_confined"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
        return {int(number): _picture(of) for number, of in json.loads(done.stdout).items()}
    except (subprocess.SubprocessError, ValueError) as fault:
        raise RuntimeError(f"cannot be drawn: {type(fault).__name__}") from fault


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
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # it has nothing to write
    ):
        _, allowed = resource.getrlimit(what)
        limit = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(what, (limit, limit))
    wanted = {page: [tuple(area) for area in areas] for page, areas in order["wanted"]}
    drawn = page_pictures(Path(order["path"]), wanted)
    return {number: _record(picture) for number, picture in drawn.items()}


if __name__ == "__main__":
    json.dump(_draw(json.load(sys.stdin)), sys.stdout)
