"""The bytes around the files of a zip, as another library reads them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib

import pytest

from publish.delivering.zip_format import Entry, directory, dos_time, local_header

MOMENT = dt.datetime(2026, 11, 2, 9, 41, 31, tzinfo=dt.UTC)


def test_a_zip_of_a_few_files_is_read_by_others():
    file, entries = io.BytesIO(), []
    for name, data in (("a.txt", b"alpha"), ("folder/ü.txt", b""), ("ملف.pdf", b"%PDF" * 999)):
        entries.append(Entry(name, len(data), zlib.crc32(data), file.tell()))
        file.write(local_header(entries[-1], MOMENT) + data)
    file.write(directory(entries, MOMENT, file.tell()))
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.txt", "folder/ü.txt", "ملف.pdf"]
        assert archive.read("a.txt") == b"alpha"
        for info in archive.infolist():
            assert info.date_time == (2026, 11, 2, 9, 41, 30)
            assert info.external_attr >> 16 == 0o100644
            assert info.compress_type == zipfile.ZIP_STORED


@pytest.mark.parametrize("size", [2**32 - 2, 2**32 - 1, 2**32, 5 * 2**30])
def test_files_and_zips_beyond_4_gigabytes_are_read_by_others(tmp_path, size):
    with (tmp_path / "large.zip").open("wb") as file:  # with a hole: it takes no room on the disk
        large = Entry("large.pdf", size, 0, 0)
        header = local_header(large, MOMENT)
        file.write(header)
        file.seek(len(header) + size)
        small = Entry("small.txt", 5, zlib.crc32(b"small"), file.tell())
        file.write(local_header(small, MOMENT) + b"small")
        file.write(directory((large, small), MOMENT, file.tell()))
    with zipfile.ZipFile(tmp_path / "large.zip") as archive:
        assert [info.file_size for info in archive.infolist()] == [size, 5]
        assert archive.read("small.txt") == b"small"
        with archive.open("large.pdf") as source:
            assert source.read(9) == bytes(9)


def test_more_files_than_16_bits_count_are_read_by_others():
    file, entries = io.BytesIO(), []
    for number in range(70_000):
        entries.append(Entry(f"{number}", 0, 0, file.tell()))
        file.write(local_header(entries[-1], MOMENT))
    file.write(directory(entries, MOMENT, file.tell()))
    with zipfile.ZipFile(file) as archive:
        assert len(archive.infolist()) == 70_000


def test_times_that_zips_cannot_hold_become_the_nearest():
    assert dos_time(dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) == (0, 1 << 5 | 1)
    assert dos_time(dt.datetime(2200, 1, 1, tzinfo=dt.UTC)) == dos_time(
        dt.datetime(2107, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
    )
