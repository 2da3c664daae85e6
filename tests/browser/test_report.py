"""The build's report in a real browser: nothing from outside, every picture shown, accessible."""

from __future__ import annotations

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
QUIET += ["--disable-component-update", "--no-first-run", "--disable-quic"]


@pytest.fixture
def page():
    assert CHROMIUM, "chromium is missing: scripts/setup.sh test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser.new_page(viewport={"width": 1200, "height": 900})
        browser.close()


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


def test_the_report_of_a_build_with_warnings_names_place_and_remedy(project, page):
    own = project.root / "layouts" / "guide"
    own.mkdir(parents=True)
    (own / "page.css.j2").write_text("p { no-such-property: 1 }\n", encoding="utf-8")
    done = project.publish("build")
    if done.returncode == 0:
        page.goto((project.root / "output" / "report.html").as_uri())
        assert "no-such-property" in page.inner_text("#findings")
    else:
        assert "no-such-property" in done.stderr
        assert not (project.root / "output" / "report.html").exists()
