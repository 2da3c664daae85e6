"""PDFs made to harm the one who reads them get a named error, in bounded time and memory."""

from __future__ import annotations

import os
import resource
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pikepdf
import pytest

from publish.checking.preflight.confined import Limits, is_safe, preflight_confined
from publish.checking.preflight.preflight import preflight
from publish.checking.preflight.requirements import PRESS, SCREEN
from publish.errors import Finding

LIMITS = Limits(seconds=60, memory=1 << 30)


def written(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, with a right table of where they lie."""
    data, places = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size, at = max(objects) + 1, len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        kind = b"n" if number in places else b"f"
        data += b"%010d 00000 %s \n" % (places.get(number, 0), kind)
    data += b"trailer\n<</Root 1 0 R /Size %d %s>>\n" % (size, trailer)
    return data + b"startxref\n%d\n%%%%EOF\n" % at


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


CATALOG = b"<</Type /Catalog /Pages 2 0 R>>"
PAGES = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
PAGE = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R>>"
FLATE = b"/Filter /FlateDecode"
SMALL = {1: CATALOG, 2: PAGES, 3: PAGE, 4: stream(b"")}


def an_empty_file() -> bytes:
    return b""


def no_pdf() -> bytes:
    return b"\x7fELF" + bytes(4000)


def a_text() -> bytes:
    return b"Every worker has a right to social security.\n" * 200


def a_header_alone() -> bytes:
    return b"%PDF-1.6\n"


def half_a_file() -> bytes:
    whole = written({**SMALL, 5: stream(bytes(5000))})
    return whole[: len(whole) // 2]


def no_table_of_objects() -> bytes:
    whole = written(SMALL)
    return whole[: whole.rindex(b"xref\n0")]


def a_table_that_leads_astray() -> bytes:
    return written(SMALL).replace(b"startxref\n", b"startxref\n9")


def a_page_tree_in_a_circle() -> bytes:
    return written({**SMALL, 2: b"<</Type /Pages /Kids [2 0 R 3 0 R] /Count 2>>"})


def a_page_that_is_its_own_parent() -> bytes:
    return written({**SMALL, 3: PAGE.replace(b"/Parent 2 0 R", b"/Parent 3 0 R")})


def references_in_a_circle() -> bytes:
    return written({**SMALL, 1: CATALOG.replace(b"2 0 R", b"5 0 R"), 5: b"6 0 R", 6: b"5 0 R"})


def a_million_pages() -> bytes:
    kids = b" ".join([b"3 0 R"] * 1_000_000)
    return written({**SMALL, 2: b"<</Type /Pages /Kids [%s] /Count 1000000>>" % kids})


def a_count_beyond_all_books() -> bytes:
    return written({**SMALL, 2: PAGES.replace(b"/Count 1", b"/Count 999999999")})


def a_page_tree_ten_thousand_deep() -> bytes:
    objects = {1: CATALOG, 4: stream(b"")}
    deep = [2, *range(10, 10_010)]
    for number, below in zip(deep, [*deep[1:], 3], strict=True):
        objects[number] = b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % below
    return written({**objects, 3: PAGE})


def arrays_ten_thousand_deep() -> bytes:
    deep = b"[" * 10_000 + b"]" * 10_000
    return written({**SMALL, 1: CATALOG.replace(b">>", b" /OpenAction 5 0 R>>"), 5: deep})


def packed(count: int) -> bytes:
    """Return zeros, a million for each `count`, packed (RFC 1950 and 1951)."""
    packer = zlib.compressobj(9)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    last = bytes([1, 0, 0, 0xFF, 0xFF])  # a final block with nothing in it
    check = (count * 1_000_000 % 65521) << 16 | 1  # Adler-32 of zeros
    return block + again * (count - 1) + last + check.to_bytes(4, "big")


def a_bomb_as_content() -> bytes:
    return written({**SMALL, 4: stream(packed(2_000), FLATE)})


def a_bomb_as_metadata() -> bytes:
    root = CATALOG.replace(b">>", b" /Metadata 5 0 R>>")
    return written({**SMALL, 1: root, 5: stream(packed(2_000), FLATE)})


def a_bomb_in_many_parts() -> bytes:
    part = stream(packed(100), FLATE)
    return written({**SMALL, **dict.fromkeys(range(5, 25), part)})


def a_bomb_in_a_bomb() -> bytes:
    inner = zlib.compress(packed(20_000), 9)
    root = CATALOG.replace(b">>", b" /Metadata 5 0 R>>")
    twice = b"/Filter [/FlateDecode /FlateDecode]"
    return written({**SMALL, 1: root, 5: stream(inner, twice)})


def a_bomb_of_entities() -> bytes:
    """Ten levels of entities that each name the one below ten times."""
    levels = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    packet = f'<!DOCTYPE x [<!ENTITY a0 "ha">{"".join(levels)}]><x>&a9;</x>'
    root = CATALOG.replace(b">>", b" /Metadata 5 0 R>>")
    return written({**SMALL, 1: root, 5: stream(packet.encode())})


def forms_in_a_circle() -> bytes:
    page = PAGE.replace(b">>", b" /Resources <</XObject <</A 5 0 R>>>> >>")
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</B %d 0 R>>>>"
    one, other = stream(b"/B Do", form % 6), stream(b"/B Do", form % 5)
    return written({**SMALL, 3: page, 4: stream(b"/A Do"), 5: one, 6: other})


def forms_that_double_forty_times() -> bytes:
    """A form draws the next one twice, and so on: a million million drawings."""
    page = PAGE.replace(b">>", b" /Resources <</XObject <</A 10 0 R>>>> >>")
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</A %d 0 R>>>>"
    objects = {n: stream(b"/A Do /A Do", form % (n + 1)) for n in range(10, 50)}
    return written({**SMALL, 3: page, 4: stream(b"/A Do"), **objects, 50: stream(b"", form % 10)})


def functions_in_a_circle() -> bytes:
    page = PAGE.replace(b">>", b" /Resources <</Shading <</S 5 0 R>>>> >>")
    shading = b"<</ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 9 9] /Function 6 0 R>>"
    function = (
        b"<</FunctionType 3 /Domain [0 1] /Functions [6 0 R 6 0 R] /Bounds [0.5] "
        b"/Encode [0 1 0 1]>>"
    )
    return written({**SMALL, 3: page, 4: stream(b"/S sh"), 5: shading, 6: function})


def bookmarks_in_a_circle() -> bytes:
    root = CATALOG.replace(b">>", b" /Outlines 5 0 R>>")
    first, second = b"<</Title (a) /Next 7 0 R>>", b"<</Title (b) /Next 6 0 R /First 6 0 R>>"
    return written({**SMALL, 1: root, 5: b"<</First 6 0 R /Last 7 0 R>>", 6: first, 7: second})


def names_in_a_circle() -> bytes:
    root = CATALOG.replace(b">>", b" /Names <</Dests 5 0 R /EmbeddedFiles 5 0 R>>>>")
    return written({**SMALL, 1: root, 5: b"<</Kids [6 0 R]>>", 6: b"<</Kids [5 0 R]>>"})


def fields_in_a_circle() -> bytes:
    root = CATALOG.replace(b">>", b" /AcroForm <</Fields [5 0 R]>>>>")
    return written({**SMALL, 1: root, 5: b"<</T (a) /Kids [6 0 R]>>", 6: b"<</Kids [5 0 R]>>"})


def tags_in_a_circle() -> bytes:
    root = CATALOG.replace(b">>", b" /MarkInfo <</Marked true>> /StructTreeRoot 5 0 R>>")
    element = b"<</S /Document /P 5 0 R /K [6 0 R]>>"
    return written({**SMALL, 1: root, 5: b"<</K 6 0 R>>", 6: element})


def actions_without_end() -> bytes:
    root = CATALOG.replace(b">>", b" /OpenAction 5 0 R>>")
    one, other = b"<</S /Named /Next [6 0 R 5 0 R]>>", b"<</S /JavaScript /JS (a) /Next 5 0 R>>"
    return written({**SMALL, 1: root, 5: one, 6: other})


def a_length_that_lies() -> bytes:
    return written({**SMALL, 4: b"<</Length 99999999999>>\nstream\nq Q\nendstream"})


def a_picture_as_large_as_a_field() -> bytes:
    page = PAGE.replace(b">>", b" /Resources <</XObject <</A 5 0 R>>>> >>")
    picture = (
        b"/Type /XObject /Subtype /Image /Width 2000000000 /Height 2000000000 "
        b"/ColorSpace /DeviceRGB /BitsPerComponent 8"
    )
    content = stream(b"q 100 0 0 100 0 0 cm /A Do Q")
    return written({**SMALL, 3: page, 4: content, 5: stream(b"\0" * 99, picture)})


def operators_without_end() -> bytes:
    return written({**SMALL, 4: stream(zlib.compress(b"q 1 0 0 1 0 0 cm\n" * 200_000), FLATE)})


def states_within_states() -> bytes:
    return written({**SMALL, 4: stream(zlib.compress(b"q " * 300_000), FLATE)})


def a_page_of_strange_size() -> bytes:
    return written({**SMALL, 3: PAGE.replace(b"200 200", b"99999999 99999999")})


MADE: tuple[tuple[Callable[[], bytes], str], ...] = (
    (an_empty_file, "P202"),
    (no_pdf, "P101"),
    (a_text, "P101"),
    (a_header_alone, "P101"),
    (half_a_file, "P101"),
    (no_table_of_objects, ""),
    (a_table_that_leads_astray, ""),
    (a_page_tree_in_a_circle, "P101"),
    (a_page_that_is_its_own_parent, ""),
    (references_in_a_circle, "P101"),
    (a_million_pages, "P101"),
    (a_count_beyond_all_books, ""),
    (a_page_tree_ten_thousand_deep, "P101"),
    (arrays_ten_thousand_deep, ""),
    (a_bomb_as_content, "P203"),
    (a_bomb_as_metadata, "P203"),
    (a_bomb_in_many_parts, "P203"),
    (a_bomb_in_a_bomb, "P203"),
    (a_bomb_of_entities, "P220"),
    (forms_in_a_circle, "P238"),
    (forms_that_double_forty_times, ""),
    (functions_in_a_circle, "P238"),
    (bookmarks_in_a_circle, "P238"),
    (names_in_a_circle, "P238"),
    (fields_in_a_circle, "P238"),
    (tags_in_a_circle, ""),
    (actions_without_end, "P227"),
    (a_length_that_lies, ""),
    (a_picture_as_large_as_a_field, ""),
    (operators_without_end, ""),
    (states_within_states, ""),
    (a_page_of_strange_size, ""),
)


@dataclass(frozen=True)
class Reader:
    """Reads files from a process that has read nothing before."""

    process: Executor

    def checked(self, path: Path, needs=PRESS) -> tuple[tuple[Finding, ...], float]:
        """Return findings and seconds."""
        start = time.monotonic()
        found = self.process.submit(preflight_confined, path, needs, path.name, LIMITS).result()
        return found, time.monotonic() - start

    def peak(self) -> int:
        """Return the most memory in bytes that one reading has taken so far."""
        usage = self.process.submit(resource.getrusage, resource.RUSAGE_CHILDREN).result()
        return usage.ru_maxrss * 1024


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    # One that is not this: the system counts what a process held before it started a program as
    # that program's, and here stands whatever the tests before have loaded.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        process.submit(os.getpid).result()  # so that no reading's time holds its start
        yield Reader(process)


@pytest.mark.parametrize(("make", "rule"), MADE, ids=[make.__name__ for make, _ in MADE])
def test_a_hostile_file_gets_a_named_error_in_bounded_time_and_memory(tmp_path, reader, make, rule):
    path = tmp_path / "hostile.pdf"
    path.write_bytes(make())
    found, seconds = reader.checked(path)
    assert found, "nothing was said of it"
    assert rule in {finding.rule for finding in found} | {""}
    assert seconds < 1.5 * LIMITS.seconds + 1
    assert reader.peak() < LIMITS.memory


@pytest.mark.parametrize(
    "make",
    [
        forms_in_a_circle,
        bookmarks_in_a_circle,
        names_in_a_circle,
        fields_in_a_circle,
        tags_in_a_circle,
        actions_without_end,
        operators_without_end,
        a_bomb_in_a_bomb,
    ],
)
def test_so_does_one_that_is_meant_for_the_screen(tmp_path, reader, make):
    path = tmp_path / "hostile.pdf"
    path.write_bytes(make())
    found, seconds = reader.checked(path, SCREEN)
    assert {finding.severity for finding in found} >= {"error"}
    assert seconds < 1.5 * LIMITS.seconds + 1
    assert reader.peak() < LIMITS.memory


def a_locked_file(path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(owner="owner", user="user"))


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_file_of_three_gigabytes(path: Path) -> None:
    """Write a file with a hole in it: it takes no room on the disk."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.6\n")
        file.truncate(3 << 30)


def nothing_at_all(path: Path) -> None:
    """Leave the place empty."""


def a_link_to_the_endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (a_locked_file, "P204"),
        (a_folder, "P202"),
        (a_pipe, "P202"),
        (a_link_to_the_endless, "P202"),
        (a_file_of_three_gigabytes, "P201"),
        (nothing_at_all, "P202"),
    ],
)
def test_what_is_no_readable_file_gets_a_named_error(tmp_path, reader, make, rule):
    path = tmp_path / "hostile.pdf"
    make(path)
    found, seconds = reader.checked(path)
    assert [finding.rule for finding in found] == [rule]
    assert not is_safe(found)
    assert seconds < 5


def test_a_file_that_takes_too_long_gets_a_named_error(tmp_path):
    path = tmp_path / "hostile.pdf"
    content = zlib.compress(b"q 1 0 0 1 0 0 cm\n" * 3_000_000)
    path.write_bytes(written({**SMALL, 4: stream(content, FLATE)}))
    found = preflight_confined(path, PRESS, "hostile.pdf", Limits(seconds=1, memory=1 << 30))
    assert [finding.rule for finding in found] == ["P201"]


def test_a_file_that_takes_too_much_memory_gets_a_named_error(tmp_path):
    path = tmp_path / "hostile.pdf"
    path.write_bytes(written({**SMALL, 5: stream(bytes(100 << 20))}))
    found = preflight_confined(path, PRESS, "hostile.pdf", Limits(seconds=60, memory=128 << 20))
    assert "P201" in {finding.rule for finding in found}


def test_an_honest_file_is_answered_as_without_the_walls(tmp_path, reader):
    path = tmp_path / "plain.pdf"
    path.write_bytes(written(SMALL))
    found, _ = reader.checked(path)
    assert found == preflight(path, PRESS, "plain.pdf")
    assert is_safe(found)
