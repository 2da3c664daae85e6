"""Is a zip, between its files too, as it was made?"""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

from publish.delivering.verdicts import Verdict
from publish.delivering.zip_format import Entry, directory, local_header

_ANEW = "its files were put into another zip than the one they came in"
_TOUCHED = "it was changed between its files"


def shape_of(path: Path, archive: zipfile.ZipFile, moment: dt.datetime) -> Verdict | None:
    """Compare a zip with the one that its files make; what the files hold is not looked at.

    Where some headers are as they were made and others not, it is damaged; where none is, another
    program made it anew, and its files may be as good as ever.

    Args:
        moment: the date that all files bear.
    Returns:
        None where it is the same.
    """
    infos = archive.infolist()
    entries: list[Entry] = []
    offset, placed = 0, True
    with path.open("rb") as file:
        same = []
        for info in infos:
            entry = Entry(info.filename, info.file_size, info.CRC, offset)
            header = local_header(entry, moment)
            file.seek(info.header_offset)
            same.append(file.read(len(header)) == header)
            placed = placed and info.header_offset == offset
            entries.append(entry)
            offset += len(header) + info.file_size
        file.seek(offset)
        ending = directory(entries, moment, offset)
        whole = file.read(len(ending) + 1) == ending
    if all(same) and placed and whole:
        return None
    return Verdict("", "changed", _TOUCHED) if any(same) else Verdict("", "note", _ANEW)
