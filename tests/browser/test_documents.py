"""What browsers print can be a member of bundles: its tags are mended and keep the standards."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from publish.building.foreign import admitted
from publish.building.store import Store
from publish.catalogue.model import Document

HOUSE = Path(__file__).parents[2] / "layouts" / "brand"
IDENTITY = {path.relative_to(HOUSE).as_posix(): path for path in HOUSE.rglob("*.icc")}
PAGE = """<!doctype html><html lang="en"><head><title>A page of the web</title></head><body>
<h1>Rights at work</h1>
<p>All have rights. <a href="https://example.org/">A site</a>, <a href="#two">a chapter</a>.</p>
<ul><li>first</li><li>second</li></ul>
<table><tr><th>Year</th><th>Rate</th></tr><tr><td>2024</td><td>52</td></tr></table>
<h2 id="two" style="break-before: page">Two</h2><p>More.</p></body></html>"""


@pytest.fixture(scope="module")
def printed(browser, tmp_path_factory) -> Path:
    """A page of the web, printed by Chromium."""
    path = tmp_path_factory.mktemp("web") / "web.pdf"
    page = browser.new_page()
    page.set_content(PAGE)
    page.pdf(path=path, format="A4", tagged=True, outline=True)
    page.close()
    return path


def test_a_printed_page_of_the_web_keeps_the_standards_of_bundles(printed, tmp_path):
    document = Document("web", {"en": "Web"}, printed, "en", fit="centre")
    store = Store(tmp_path / "cache")
    gathering, findings = admitted(document, (595.276, 841.89), store, IDENTITY)
    assert gathering is not None
    assert gathering.offers.keeps, findings
    assert [(one.rule, one.message) for one in findings] == [
        ("B189", "`web`: mended: list items without a body (2)")
    ]


def test_its_bookmarks_links_and_headers_are_there(printed, tmp_path):
    document = Document("web", {"en": "Web"}, printed, "en", fit="scale")
    store = Store(tmp_path / "cache")
    gathering, _ = admitted(document, (595.276, 841.89), store, IDENTITY)
    assert gathering is not None
    marks = [(mark.level, mark.title, mark.spot.page) for mark in gathering.offers.bookmarks]
    assert marks == [(1, "Rights at work", 0), (2, "Two", 1)]
    with pikepdf.open(gathering.pdf) as pdf:
        first, second = pdf.pages[0].obj.Annots
        assert str(first.A.URI) == "https://example.org/"
        assert gathering.offers.anchors[str(second.Dest)].page == 1
        ids = {str(one) for one in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]}
        named = [
            str(header)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.TD
            for attributes in (one.A if isinstance(one.A, pikepdf.Array) else [one.A])
            for header in attributes.get("/Headers", ())
        ]
        assert len(named) == 2 and set(named) <= ids
