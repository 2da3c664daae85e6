from __future__ import annotations

from io import BytesIO

import pikepdf
from pypdf import PdfReader

from publish.binding.settling import settle


def file_with(data: bytes) -> bytes:
    pdf = pikepdf.Pdf.new()
    pdf.Root.Mark = pdf.make_stream(data)
    target = BytesIO()
    pdf.save(target, compress_streams=False, static_id=True)
    return target.getvalue()


def test_a_stream_that_ends_in_a_carriage_return_is_made_one_byte_longer_in_place() -> None:
    for length in (1, 9, 10, 98, 99, 999):  # the /Length itself grows at 9, 99 and 999
        before = file_with(b"x" * (length - 1) + b"\r")
        after = settle(before)
        assert len(after) == len(before)
        assert b"\r\nendstream" not in after
        with pikepdf.open(BytesIO(after)) as pdf:
            assert pdf.Root.Mark.read_raw_bytes() == b"x" * (length - 1) + b"\r\n"
            assert not pdf.check_pdf_syntax()
        assert not PdfReader(BytesIO(after), strict=True).pages


def test_words_inside_a_stream_s_data_are_left_alone() -> None:
    before = file_with(b"abc\r\nendstream and more")
    assert settle(before) == before
