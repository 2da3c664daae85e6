"""A process that makes sheets of one file: `python -m publish.building.imposition`.

The file may be anybody's, broken or made to harm; here it can take down itself only. The order
names the file and a folder; the sheets are written there, the answer says what they are, or why
there are none.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any  # JSON

from publish.binding.foreign.geometry import Matrix, times
from publish.binding.foreign.opening import monstrous
from publish.binding.imposing.model import Sheets, Wish
from publish.binding.imposing.sheeting import Commission, Result, make_sheets
from publish.checking.confinement import received
from publish.checking.imposed import PlannedSide, Shown, read_back
from publish.checking.preflight.limits import unpacks_without_end
from publish.errors import Finding, Place, PublishError

NAMES = ("sheets.pdf", "cover.pdf")  # of the files that are written


def answer(order: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was made of a file, or why nothing was."""
    place, folder = Place(*order["place"]), Path(order["folder"])
    try:
        result = _made(order, place)
    except PublishError as fault:
        return {"refused": dataclasses.asdict(fault.finding)}
    except MemoryError:
        return {"refused": dataclasses.asdict(monstrous(place, "it takes too much memory"))}
    wrong: list[Finding] = []
    for name, made in zip(NAMES, result.files, strict=False):
        wrong += read_back(made.pdf, _planned(made.sheets, result.matrices), result.digests, place)
        (folder / name).write_bytes(made.pdf)
    if wrong:
        return {"wrong": [dataclasses.asdict(finding) for finding in wrong]}
    return {
        "files": [_told(made.sheets) for made in result.files],
        "pages": len(result.chosen),
        "title": result.title,
        "lang": result.lang,
        "from_right": result.from_right,
        "findings": [dataclasses.asdict(finding) for finding in result.findings],
    }


def _made(order: Mapping[str, Any], place: Place) -> Result:
    source = Path(order["source"])
    found = unpacks_without_end(source.read_bytes(), place)
    if found:
        raise PublishError(monstrous(place, found.message))
    commission = Commission(
        wish=Wish(**order["wish"]),
        direction=order["direction"],
        pages=order["pages"],
        lang=order["lang"],
        words=order["words"],
        title=order["title"],
        name=order["name"],
        source=order["accessible"],
        created=dt.datetime.fromisoformat(order["created"]),
        faces=tuple(Path(face).read_bytes() for face in order["faces"]),
        back_covers=frozenset(order["back_covers"]),
        rtl=frozenset(order["rtl"]),
        copies=order["copies"],
    )
    return make_sheets(source, commission, place)


def _planned(sheets: Sheets, matrices: Sequence[Matrix]) -> list[PlannedSide]:
    """Return what should be found on the sides."""
    return [
        PlannedSide(
            side.width,
            side.height,
            tuple(Shown(p.page, times(matrices[p.page], p.matrix)) for p in side.placements),
        )
        for side in sheets.sides
    ]


def _told(sheets: Sheets) -> dict[str, Any]:
    """Return what is said of sheets, without what lies on them."""
    return {
        "sheets": sheets.sheets,
        "sides": len(sheets.sides),
        "stacks": list(sheets.stacks),
        "flip": sheets.flip,
        "pages": sheets.pages,
        "scale": sheets.scale,
        "size": [sheets.sides[0].width, sheets.sides[0].height],
        "bleeds": sheets.bleeds,
    }


if __name__ == "__main__":
    print(json.dumps(answer(received())))
