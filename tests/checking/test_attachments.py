"""Attached files of PDFs that mean no good."""

from __future__ import annotations

import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.checking.attachments import attached
from publish.checking.confinement import Limits
from publish.checking.unpacking import attached_confined
from publish.errors import PublishError


def carrying(path: Path, *files: tuple[str, bytes]) -> Path:
    """Write a PDF that carries files, given by name and compressed content."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    names = Array()
    for name, compressed in files:
        stream = pdf.make_stream(b"")
        stream.write(compressed, filter=Name.FlateDecode)
        held = Dictionary(Type=Name.Filespec, UF=String(name), EF=Dictionary(F=stream))
        names.extend([String(name), pdf.make_indirect(held)])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))
    pdf.save(path, compress_streams=False)
    return path


def test_files_come_in_the_order_of_their_names_though_two_share_one(tmp_path: Path) -> None:
    files = (("b.md", b"2"), ("a.md", b"1"), ("b.md", b"3"))
    path = carrying(tmp_path / "a.pdf", *((name, zlib.compress(data)) for name, data in files))
    assert list(attached(path, "a.pdf")) == [("a.md", b"1"), ("b.md", b"2"), ("b.md", b"3")]


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"what no one compressed", "P101"), (zlib.compress(b"\0" * 200_000_000), "P291")],
)
def test_a_damaged_file_and_a_bomb_are_findings(tmp_path: Path, content: bytes, rule: str) -> None:
    path = carrying(tmp_path / "a.pdf", ("a.md", content))
    with pytest.raises(PublishError) as caught:
        list(attached(path, "a.pdf"))
    assert caught.value.finding.rule == rule
    assert "a.md" in caught.value.finding.message


def test_a_file_of_somebody_else_is_read_by_a_process_of_its_own(tmp_path: Path) -> None:
    path = carrying(tmp_path / "a.pdf", ("a/b.md", zlib.compress(b"1")), ("c", zlib.compress(b"2")))
    apart = tmp_path / "apart"
    apart.mkdir()
    files = dict(attached_confined(path, "a.pdf", apart))
    assert {name: file.read_bytes() for name, file in files.items()} == {"a/b.md": b"1", "c": b"2"}


def test_what_takes_more_than_it_may_is_not_unpacked(tmp_path: Path) -> None:
    path = carrying(tmp_path / "a.pdf", ("a.md", zlib.compress(b"1" * 50_000_000)))
    apart = tmp_path / "apart"
    apart.mkdir()
    with pytest.raises(PublishError) as fault:
        list(attached_confined(path, "a.pdf", apart, Limits(written=1 << 20)))
    assert fault.value.finding.rule == "P201"


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(PublishError) as fault:
        list(attached_confined(tmp_path, "a.pdf", tmp_path))
    assert fault.value.finding.rule == "P202"
