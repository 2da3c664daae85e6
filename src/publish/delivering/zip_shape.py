"""Is a zip, between its files too, as it was made?"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

from publish.delivering.verdicts import Verdict
from publish.delivering.zip_format import Entry, directory, local_header

_ANEW = "its files were put into another zip than the one they came in"
_TOUCHED = "it was changed between its files"


def shape_of(path: Path, archive: zipfile.ZipFile, moment: dt.datetime) -> Verdict | None:
    """Compare a zip with the one that its files make; what the files hold is not looked at.

    A zip of the same length that differs is damaged; one of another length was made anew, by
    another program, and its files may be as good as ever.

    Args:
        moment: the date that all files bear.
    Returns:
        None where it is the same.
    """
    expected = list(_expected(archive, moment))
    if expected[-1][0] + len(expected[-1][1]) != path.stat().st_size:
        return Verdict("", "note", _ANEW)
    with path.open("rb") as file:
        for offset, data in expected:
            file.seek(offset)
            if file.read(len(data)) != data:
                return Verdict("", "changed", _TOUCHED)
    return None


def _expected(archive: zipfile.ZipFile, moment: dt.datetime) -> Iterator[tuple[int, bytes]]:
    """Yield what stands around the files, and where."""
    entries: list[Entry] = []
    offset = 0
    for info in archive.infolist():
        entry = Entry(info.filename, info.file_size, info.CRC, offset)
        header = local_header(entry, moment)
        yield offset, header
        entries.append(entry)
        offset += len(header) + info.file_size
    yield offset, directory(entries, moment, offset)
