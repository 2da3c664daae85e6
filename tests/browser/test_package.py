"""The page of a package in a real browser, from a file:// address: it opens all, for everybody."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe


@pytest.fixture
def folder(kit, tmp_path):
    return kit.unpack(tmp_path / "a stick’s folder #1")


def opened(browser, folder, **options):
    page = browser.new_context(**options).new_page()
    page.goto((folder / "index.html").as_uri())
    return page


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_by_day_and_night_on_phones_and_desks(
    browser, kit_in, tmp_path, lang, scheme
):
    folder = kit_in(tmp_path / "output", lang=lang).unpack(tmp_path / "x")
    for width in (1280, 600, 360):
        size = {"width": width, "height": 800}
        page = opened(browser, folder, viewport=size, color_scheme=scheme)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_asks_for_nothing_but_its_own_pictures_and_runs_no_script(browser, folder):
    page = browser.new_context(java_script_enabled=False).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "index.html").as_uri())
    pictures = {path.as_uri() for path in folder.rglob("*.png")}
    assert set(asked) == {(folder / "index.html").as_uri(), *pictures}
    assert page.locator("script").count() == 0


def test_every_link_opens_its_file(browser, folder):
    page = opened(browser, folder)
    links = page.locator("a:not(.skip)").evaluate_all("links => links.map(link => link.href)")
    ours = [link for link in links if link.startswith("file:")]
    files = {path.as_uri() for path in folder.rglob("*.pdf")}
    assert files <= set(ours)
    tried = page.context.new_page()
    for link in sorted(set(ours)):
        response = tried.goto(link)
        assert response.ok
        pdf = response.headers["content-type"] == "application/pdf"
        assert pdf == link.endswith(".pdf")


def test_covers_are_shown_with_their_names(browser, folder):
    page = opened(browser, folder)
    covers = page.locator("img.cover")
    assert covers.evaluate_all("all => all.map(one => one.alt)") == [
        "Cover: The kit", "Cover: A guide <to> rights", "Cover: Farms"
    ]  # fmt: skip
    assert all(
        width > 200 for width in covers.evaluate_all("all => all.map(one => one.naturalWidth)")
    )


def test_links_say_what_they_open_where_they_are_read_out_alone(browser, folder):
    page = opened(browser, folder)
    for work in ("The kit", "A guide <to> rights", "Farms"):
        name = re.compile(rf"^For the screen\s*: {re.escape(work)}$")
        assert page.get_by_role("link", name=name).count() == 1


def test_the_keyboard_reaches_all_in_order_and_skips_to_the_files(browser, folder):
    page = opened(browser, folder)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "bundles/kit-en.pdf"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2


def test_paper_shows_the_works_in_dark_words_whatever_the_screen(browser, folder):
    page = opened(browser, folder, color_scheme="dark")
    page.emulate_media(media="print")
    page.wait_for_function("getComputedStyle(document.querySelector('.skip')).display == 'none'")
    ink = page.locator("h1").evaluate("head => getComputedStyle(head).color")
    assert sum(int(part) for part in ink.removeprefix("rgb(").rstrip(")").split(",")) < 300
    assert page.locator("h3").first.is_visible()


def test_arabic_runs_from_right_to_left(browser, kit_in, tmp_path):
    folder = kit_in(tmp_path / "output", lang="ar").unpack(tmp_path / "x")
    page = opened(browser, folder, viewport={"width": 1280, "height": 800})
    picture = page.locator(".whole .cover").bounding_box()
    heading = page.locator("#whole").bounding_box()
    assert picture["x"] > heading["x"]
