"""Reading back: dates of two notations, and where on a page a fault lies."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.checking.preflight.preflight import preflight
from publish.checking.preflight.requirements import SCREEN

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmp:CreateDate="{0}" xmp:ModifyDate="{0}"/></rdf:RDF></x:xmpmeta>"""


@pytest.fixture
def found(tmp_path):
    """Return a function that makes a file, checks it, and returns findings by rule."""

    def check(change) -> dict[str, list]:
        pdf = pikepdf.new()
        pdf.add_blank_page(page_size=(200, 300))
        change(pdf)
        pdf.save(tmp_path / "a.pdf")
        findings: dict[str, list] = {}
        for finding in preflight(tmp_path / "a.pdf", SCREEN, "a.pdf"):
            findings.setdefault(finding.rule, []).append(finding)
        return findings

    return check


def dated(info: str, xmp: str):
    def change(pdf):
        pdf.Root.Metadata = pdf.make_stream(XMP.format(xmp).encode())
        date = String(info)
        pdf.trailer.Info = pdf.make_indirect(Dictionary(CreationDate=date, ModDate=date))

    return change


@pytest.mark.parametrize(
    ("info", "xmp"),
    [
        ("D:20260115120000Z", "2026-01-15T12:00:00Z"),
        ("D:20260115120000+02'00'", "2026-01-15T12:00:00+02:00"),
        ("D:20260115120000-05'00'", "2026-01-15T12:00:00-05:00"),
        ("D:20260115120000-05'00'", "2026-01-15T17:00:00Z"),
        ("D:20260115120000Z00'00'", "2026-01-15T12:00:00.000Z"),
        ("D:20260115120000", "2026-01-15T12:00:00+09:00"),
        ("D:20260115", "2026-01-15"),
    ],
)
def test_one_moment_may_be_written_in_many_ways(found, info, xmp):
    assert "P112" not in found(dated(info, xmp))


@pytest.mark.parametrize(
    ("info", "xmp"),
    [
        ("D:20260115120000Z", "2026-01-15T12:00:01Z"),
        ("D:20260115120000+02'00'", "2026-01-15T12:00:00Z"),
        ("yesterday", "2026-01-15T12:00:00Z"),
        ("D:20261315120000Z", "2026-13-15T12:00:00Z"),
        ("", "2026-01-15T12:00:00Z"),
    ],
)
def test_two_moments_and_none_are_found(found, info, xmp):
    assert "P112" in found(dated(info, xmp))


def test_a_dead_link_is_shown_where_it_lies(found):
    def link(pdf):
        page = pdf.pages[0]
        page.CropBox = Array([10, 20, 200, 300])
        nowhere = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([30, 40, 60, 50]), Dest=String("none")
        )
        page.Annots = Array([nowhere])

    (finding,) = found(link)["P108"]
    assert finding.page == 1
    assert finding.area == (20, 20, 50, 30)
    assert finding.remedy


def test_what_a_person_elsewhere_can_do_is_said(found):
    findings = found(lambda _: None)
    for rule in ("P104", "P105", "P106", "P112", "P120"):
        assert all(finding.remedy for finding in findings[rule]), rule
