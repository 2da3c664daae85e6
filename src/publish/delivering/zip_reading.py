"""A zip from anywhere, read without unpacking it: what would do harm is refused by name.

Python's zipfile reads a list of files whatever its size and believes it; here its size, and that
names, places and sizes make sense, are looked at first.

Source: PKWARE APPNOTE.TXT 6.3.10, section 4.3; D. Fifield, "A better zip bomb", WOOT 2019.
"""

from __future__ import annotations

import datetime as dt
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from publish.delivering.verdicts import Verdict, torn
from publish.delivering.zip_shape import shape_of
from publish.delivering.zipping import PIECE

_MOST_FILES = 100_000
_MOST_LISTED = 32 << 20  # bytes of the list of files
_MOST_SWOLLEN = 100  # times its packed size; text packs to a twentieth
_SWELLING = 1 << 20  # bytes below which nobody minds
_ENDING = struct.Struct("<4s4H2LH")
_ENDING_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_HEADER = struct.Struct("<4s5H3L2H")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Reserved or special on some system that packages are unpacked on.
_ODD = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]|[ .](?:/|$)')
_DEVICES = re.compile(r"(?i)(?:.*/)?(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:/.*)?")


@dataclass(frozen=True, slots=True)
class ZipHolding:
    """A package in a zip."""

    path: Path
    archive: zipfile.ZipFile
    infos: Mapping[str, zipfile.ZipInfo]
    refused: tuple[Verdict, ...]

    @property
    def files(self) -> Mapping[str, int]:
        return {name: info.file_size for name, info in self.infos.items()}

    def read(self, name: str) -> Iterator[bytes]:
        """Yield what a file holds; never more than it says.

        Raises:
            ValueError: it is damaged.
        """
        try:
            with self.archive.open(self.infos[name]) as source:
                while piece := source.read(PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as fault:
            raise ValueError(f"it is damaged: {fault}") from fault
        except NotImplementedError as fault:
            raise ValueError(str(fault)) from fault

    def shape(self, moment: dt.datetime) -> Verdict | None:
        """Return what is odd about what lies between the files, made at `moment`."""
        return shape_of(self.path, self.archive, moment)


@contextmanager
def opened_zip(path: Path) -> Iterator[ZipHolding]:
    """Open a zip.

    Raises:
        PublishError: it is none, it is cut off, or its list of files has no bounds.
    """
    _measure(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as fault:
        raise torn(str(path), f"its list of files cannot be read: {fault}") from fault
    with archive:
        infos: dict[str, zipfile.ZipInfo] = {}
        refused: list[Verdict] = []
        taken: dict[str, str] = {}
        spans = _spans(archive)
        for info in archive.infolist():
            # zipfile cuts names at a NUL and turns some slashes; what stands there counts.
            name = info.orig_filename
            if why := _refusal(info, taken) or spans.get(id(info), ""):
                refused.append(Verdict(_shown(name), "refused", why))
            elif not info.is_dir():
                infos[name] = info
        yield ZipHolding(path, archive, dict(sorted(infos.items())), tuple(refused))


def folded(name: str) -> str:
    """Return what names have in common that are one on systems that do not tell case or accents."""
    return unicodedata.normalize("NFC", name).casefold()


def _measure(path: Path) -> None:
    """Look at the ending of a zip before its list of files is read.

    Raises:
        PublishError: there is no ending, or a list beyond all bounds.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            raise torn(str(path), "it is no zip", "give the folder or the zip of a package")
        file.seek(max(0, size - 0xFFFF - _ENDING.size - _LOCATOR_64.size))
        tail = file.read()
        at = tail.rfind(b"PK\5\6")
        if at < 0 or len(tail) - at < _ENDING.size:
            raise torn(str(path), "it is cut off: the list of its files is not there")
        *_, count, listed, _, _ = _ENDING.unpack_from(tail, at)
        locator = tail[max(0, at - _LOCATOR_64.size) : at]
        if locator.startswith(b"PK\6\7"):
            file.seek(min(_LOCATOR_64.unpack(locator)[2], size))
            ending = file.read(_ENDING_64.size)
            if len(ending) < _ENDING_64.size:
                raise torn(str(path), "it is cut off: the list of its files is not there")
            *_, count, listed, _ = _ENDING_64.unpack(ending)
    if count > _MOST_FILES or listed > _MOST_LISTED:
        raise torn(str(path), f"it lists {count:,} files in {listed:,} bytes", "is it a package?")


def _refusal(info: zipfile.ZipInfo, taken: dict[str, str]) -> str:
    """Return why a file of a zip is not looked at; empty where it may be."""
    name = info.orig_filename
    parts = name.removesuffix("/").split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    first = taken.get(folded(name))
    taken.setdefault(folded(name), name)
    if name.startswith(("/", "\\")) or ".." in parts or re.match("[A-Za-z]:", name):
        return "its name leads out of the folder in which it is unpacked"
    if {"", "."} & set(parts) or _ODD.search(name) or _DEVICES.fullmatch(name):
        return "its name cannot be written on every system"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is a link" if kind == stat.S_IFLNK else "it is no plain file"
    if first is not None:
        same = "is there twice" if first == name else f"and “{first}” are one name on some systems"
        return f"its name {same}"
    if info.flag_bits & 0x2041:  # encrypted, strongly encrypted, masked
        return "it is encrypted"
    if info.compress_type not in _METHODS:
        return f"it is packed in a way (method {info.compress_type}) that few programs unpack"
    if info.file_size > _SWELLING + _MOST_SWOLLEN * info.compress_size:
        return f"{info.compress_size:,} bytes swell to {info.file_size:,}: it is made to fill disks"
    return ""


def _spans(archive: zipfile.ZipFile) -> dict[int, str]:
    """Return the files, by the id of their records, whose bytes are those of others as well."""
    overlapping: dict[int, str] = {}
    limit = archive.start_dir
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset, reverse=True):
        # Without the UTF-8 flag, zipfile reads one character from each byte.
        name = info.orig_filename.encode() if info.flag_bits & 0x800 else info.orig_filename
        end = info.header_offset + _HEADER.size + len(name) + info.compress_size
        if end > limit:
            overlapping[id(info)] = "its bytes are another file's as well"
        limit = min(limit, info.header_offset)
    return overlapping


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in name)[:300]
