"""The build's report in a real browser: nothing from outside, every picture shown, accessible."""

from __future__ import annotations

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe

from publish.delivering.report_preflight import write_preflight_report


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    yield page
    page.close()


def test_the_report_is_accessible_whole_and_asks_nothing_of_the_network(project, page):
    record = project.build()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((project.root / "output" / "report.html").as_uri())
    assert page.title() == "Build report"
    assert not Axe().run(page).response["violations"]
    for picture in page.query_selector_all("img"):
        picture.scroll_into_view_if_needed()
        page.wait_for_function("picture => picture.naturalWidth > 50", arg=picture)
    assert len(page.query_selector_all("img")) == sum(min(f["pages"], 12) for f in record["files"])
    assert all(url.startswith(("file:", "data:")) for url in asked)
    for link in page.query_selector_all("a[href$='.pdf']"):
        assert (project.root / "output" / link.get_attribute("href")).is_file()


def test_bars_of_weight_fill_their_cells_and_what_is_heaviest_opens(project, page):
    project.edit("catalogue.toml", "[imprint]", '[budgets]\nscreen = "30 KB"\n\n[imprint]')
    project.build()
    page.goto((project.root / "output" / "report.html").as_uri())
    bars = page.query_selector_all("#weight .weight")
    assert len(bars) == len(page.query_selector_all("#weight tbody tr"))
    for bar in bars:
        pieces = sum(piece.bounding_box()["width"] for piece in bar.query_selector_all("span"))
        assert abs(pieces - bar.bounding_box()["width"]) < 2
    (over,) = page.query_selector_all("#weight details")
    over.query_selector("summary").click()
    assert "glyphs" in over.inner_text()
    assert "exceeded" in page.inner_text("#weight")
    assert not Axe().run(page).response["violations"]


# A busy machine draws a page some time after it is loaded.
SHOWN = "words => document.querySelector('#findings').innerText.includes(words)"


def test_the_report_of_a_build_with_warnings_names_place_and_remedy(project, page):
    own = project.root / "layouts" / "guide"
    own.mkdir(parents=True)
    (own / "page.css.j2").write_text("p { no-such-property: 1 }\n", encoding="utf-8")
    done = project.publish("build")
    if done.returncode == 0:
        page.goto((project.root / "output" / "report.html").as_uri())
        page.wait_for_function(SHOWN, arg="no-such-property")
    else:
        assert "no-such-property" in done.stderr
        page.goto((project.root / "output" / "report.html").as_uri())
        assert page.title() == "Nothing was delivered"
        page.wait_for_function(SHOWN, arg="no-such-property")


SQUARE = [100.0, 100.0, 200.0, 150.0]  # from the trim's lower left


@pytest.fixture
def preflight_report(tmp_path):
    """A report with a marked place, a note, a waived finding and a page without a picture."""
    document = pikepdf.new()
    sheet = document.add_blank_page(page_size=(400, 600))
    sheet.TrimBox = [50, 40, 350, 540]
    sheet.Contents = document.make_stream(b"1 0 0 rg 150 140 100 50 re f")
    document.save(tmp_path / "odd file.pdf")
    file = str(tmp_path / "odd file.pdf")
    found = {
        "file": file, "line": 0, "column": 0, "rule": "P302", "severity": "error", "page": 1,
        "message": "too <thin>", "remedy": "draw it thicker", "area": SQUARE, "pdf": "",
    }  # fmt: skip
    record = {
        "profile": "press",
        "files": [file, str(tmp_path / "clean.pdf")],
        "findings": [
            found,
            {**found, "severity": "warning", "page": 7, "area": []},
            {**found, "severity": "note", "message": "a break was put in", "area": []},
        ],
        "waived": [{**found, "waiver": {"line": 3, "reason": "seen", "expires": "2999-01-31"}}],
    }
    write_preflight_report(record, tmp_path / "report.html")
    return tmp_path / "report.html"


@pytest.mark.parametrize("width", [1200, 360])
def test_a_report_with_findings_is_accessible_and_fits_the_screen(page, preflight_report, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(preflight_report.as_uri())
    assert not Axe().run(page).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "A"
    summary = page.query_selector("summary:has-text('note')")
    summary.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=a break was put in", state="visible")


def test_the_mark_surrounds_the_ink_that_it_is_about(page, preflight_report):
    page.goto(preflight_report.as_uri())
    image = page.query_selector(".sheet img")
    image.scroll_into_view_if_needed()
    page.wait_for_function("image => image.naturalWidth > 50", arg=image)
    picture, mark = image.bounding_box(), page.query_selector(".mark").bounding_box()
    ink = {
        "x": picture["x"] + picture["width"] * 150 / 400,
        "y": picture["y"] + picture["height"] * (600 - 190) / 600,
        "width": picture["width"] * 100 / 400,
        "height": picture["height"] * 50 / 600,
    }
    for near, size in (("x", "width"), ("y", "height")):
        before = ink[near] - mark[near]
        after = mark[near] + mark[size] - ink[near] - ink[size]
        assert 0 < before < 12
        assert 0 < after < 12


def test_paper_shows_what_the_screen_folds_away(page, preflight_report):
    page.goto(preflight_report.as_uri())
    assert not page.is_visible("text=a break was put in")
    page.emulate_media(media="print")
    page.wait_for_function(
        "document.querySelector('details .findings').getBoundingClientRect().height > 10"
    )
