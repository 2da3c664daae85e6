"""The files that a PDF of somebody else carries, read in a process that takes down itself only."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any  # JSON

from publish.checking.attachments import MOST_BYTES, attached, is_safe
from publish.checking.confinement import Limits, answer_of, received
from publish.checking.preflight.limits import LIMITS, SUSPECT, refused
from publish.errors import Place, PublishError, finding_of

LIMITED = Limits(written=MOST_BYTES)


def attached_confined(
    path: Path, file: str, folder: Path, limits: Limits = LIMITED
) -> Iterator[tuple[str, Path]]:
    """Yield name and content of each attached file, the content as a file in `folder`.

    All are read before the first is yielded.

    Args:
        file: how findings call the PDF.
        folder: an empty one, for as long as the files are needed.
    Raises:
        PublishError: as `attached`, or reading it takes more than it may.
    """
    place = Place(file)
    if refusal := refused(path, place):
        raise PublishError(refusal)
    order = {"path": str(path.absolute()), "file": file, "folder": str(folder.absolute())}
    try:
        answer = answer_of(__name__, order, limits)
    except (TimeoutError, ValueError) as fault:
        late = isinstance(fault, TimeoutError)
        why = str(fault) if late else "its reading ended without an answer"
        message = f"the file cannot be unpacked: {why}"
        raise PublishError(LIMITS.at(place, message, SUSPECT)) from fault
    if "finding" in answer:
        raise PublishError(finding_of(answer["finding"]))
    for number, name in enumerate(answer["names"]):
        if is_safe(name):  # as was asked there already, by a process that may have been led astray
            yield name, folder / str(number)


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    """Write each attached file under its number; this runs in the child."""
    names = []
    try:
        for number, (name, content) in enumerate(attached(Path(order["path"]), order["file"])):
            (Path(order["folder"]) / str(number)).write_bytes(content)
            names.append(name)
    except PublishError as fault:
        return {"finding": asdict(fault.finding)}
    except MemoryError:
        message = "it takes more memory than any document needs"
        return {"finding": asdict(LIMITS.at(Place(order["file"]), message, SUSPECT))}
    return {"names": names}


if __name__ == "__main__":
    json.dump(_answer(received()), sys.stdout)
