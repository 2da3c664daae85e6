"""A process that admits one document of somebody else: `python -m publish.building.admission`.

Native code reads a file that may be broken or made to harm; here it can take down itself only.
The order names the file and a folder; the admitted file is written there, the answer says what
it offers, or why it is refused.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any  # JSON

from publish.binding.admitting import Admitted, Request, admit
from publish.binding.foreign.opening import monstrous
from publish.binding.trial import bind_alone
from publish.checking.confinement import received
from publish.checking.preflight.limits import unpacks_without_end
from publish.errors import Finding, Place, PublishError
from publish.typesetting.model import Gathering

ADMITTED = "admitted.pdf"
TRIAL = "trial.pdf"  # the same bound alone, to be judged


def answer(order: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a document offers, or why it is refused."""
    place = Place(*order["place"])
    try:
        admitted = _admitted(order, place)
        Path(order["folder"], ADMITTED).write_bytes(admitted.pdf)
    except PublishError as fault:
        return {"refused": dataclasses.asdict(fault.finding)}
    except MemoryError:
        return {"refused": dataclasses.asdict(monstrous(place, "it takes too much memory"))}
    _bind_alone(order, admitted)
    return {"offers": dataclasses.asdict(admitted.offers)}


def _bind_alone(order: Mapping[str, Any], admitted: Admitted) -> None:
    """Write what is to be judged, where there is anything to judge."""
    folder = Path(order["folder"])
    profile = order["profiles"].get("3")
    if admitted.offers.keeps and profile:
        gathering = Gathering("", folder / ADMITTED, admitted.offers)
        bind_alone(gathering, order["lang"], Path(profile).read_bytes(), folder / TRIAL)


def _admitted(order: Mapping[str, Any], place: Place) -> Admitted:
    source = Path(order["source"])
    _refuse_bomb(source.read_bytes(), place)
    request = Request(
        slug=order["slug"],
        fit=order["fit"],
        width=order["width"],
        height=order["height"],
        lang=order["lang"],
        place=place,
        profiles={int(n): Path(path).read_bytes() for n, path in order["profiles"].items()},
    )
    admitted = admit(source, request)
    _refuse_bomb(admitted.pdf, place)  # what was packed twice is packed once by now
    return admitted


def _refuse_bomb(data: bytes, place: Place) -> None:
    found: Finding | None = unpacks_without_end(data, place)
    if found:
        raise PublishError(monstrous(place, found.message))


if __name__ == "__main__":
    print(json.dumps(answer(received())))
