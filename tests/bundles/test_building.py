"""Bundles as they are built: nothing is set twice, the same comes twice, print is as the screen."""

from __future__ import annotations

import json
import re
import shutil

import pytest

ADDED = """
[[bundle]]
name = "added"
title = "One more"
publications = ["twin", "guide"]
"""
OWN = {"cover", "title", "contents", "glossary", "index", "back-cover"}


def set_now(project, *names):
    """Build some bundles; return what was set for them and their works, job sheets left out."""
    done = project.publish("bundle", *names)
    assert done.returncode == 0, done.stderr
    record = json.loads((project.root / "output" / "build.json").read_text())
    now = {(made["publication"], made["name"]) for made in record["gatherings"] if made["set"]}
    return {(slug, name) for slug, name in now if name != "jobsheet"}


@pytest.fixture
def copy(odd, project_at, tmp_path):
    """Copy the odd project and what it keeps, to be changed."""
    shutil.copytree(odd.root, tmp_path / "project")
    shutil.copytree(odd.cache, tmp_path / "cache")
    return project_at(tmp_path / "project", tmp_path / "cache")


def test_a_bundle_that_is_added_sets_its_own_pages_only(copy):
    with (copy.root / "sources" / "catalogue.toml").open("a") as catalogue:
        catalogue.write(ADDED)
    own = {*OWN, "divider-twin", "divider-guide"}
    assert set_now(copy, "added") == {("bundles/added", name) for name in own}


def test_an_edition_that_is_added_to_a_bundle_sets_nothing(copy):
    copy.edit("catalogue.toml", 'editions = ["screen", "press"', 'editions = ["screen", "light"')
    assert set_now(copy, "twins") == set()
    assert (copy.root / "output" / "bundles" / "twins-en-light.pdf").exists()


def test_an_edit_sets_its_chapter_and_only_those_lists_whose_numbers_move(copy):
    copy.edit("twin/en/03-three.md", "It refers back", "It points back")
    assert set_now(copy, "twins", "--edition", "screen") == {("twin", "03-three")}
    copy.edit("twin/en/02-two.md", "Words, words, words{{index:words}}.", "Words, words, words.")
    copy.edit("twin/en/03-three.md", "It points back", "It{{index:words}} points back")
    chapters = {("twin", "02-two"), ("twin", "03-three")}
    moved = {*chapters, ("twin", "index"), ("bundles/twins", "index")}
    assert set_now(copy, "twins", "--edition", "screen") == moved


def test_a_bundle_is_the_same_to_the_byte_wherever_it_is_built(odd, project_at, tmp_path):
    there = tmp_path / "some where else"
    shutil.copytree(odd.root / "sources", there / "sources")
    shutil.copytree(odd.root / "layouts", there / "layouts")
    again = project_at(there, tmp_path / "new cache")
    strange = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    done = again.publish("bundle", "twins", "-j1", env=strange)
    assert done.returncode == 0, done.stderr
    made = sorted(path.name for path in (there / "output" / "bundles").iterdir())
    assert "twins-en.zip" in made and "twins-en-press.pdf" in made
    first = odd.root / "output" / "bundles"
    assert [
        n for n in made if (there / "output/bundles" / n).read_bytes() != (first / n).read_bytes()
    ] == []


def test_references_that_works_print_otherwise_are_told(odd):
    record = json.loads((odd.root / "output" / "build.json").read_text())
    said = [(one["rule"], one["message"]) for one in record["findings"]]
    assert ("L140", "bundles/twins: printed in two forms: `un2024`") in said


# Print


@pytest.fixture(scope="module")
def editions(odd, read_file):
    bundles = odd.root / "output" / "bundles"
    names = {"screen": "", "press": "-press", "greyscale": "-greyscale"}
    return {name: read_file(bundles / f"twins-en{stem}.pdf") for name, stem in names.items()}


def test_press_and_greyscale_bear_the_numbers_of_the_screen(editions):
    screen, press, grey = (editions[name] for name in ("screen", "press", "greyscale"))
    assert grey.labels == screen.labels
    assert grey.folios == screen.folios
    inside = slice(0, len(press.pages) - 1)  # the back cover closes the last sheet
    assert printed(press)[inside] == printed(screen)[inside]
    assert sum("[" in number for number in printed(screen)) > 10


def printed(reading):
    """Return the numbers on each page, from left to right; slug lines of printers have others."""
    found = []
    for n in range(len(reading.pages)):
        box = reading.reader.pages[n].trimbox
        left, low, right = float(box.left), float(box.bottom), float(box.right)
        foot = reading.within(n, left, low, right, low + 62)
        found.append(" ".join(sorted(re.findall(r"\[\d+\]|\b[\divxlc]+\b", foot), reverse=True)))
    return found


def test_a_press_file_fills_its_sheets_and_ends_with_the_back_cover(editions):
    press, screen = editions["press"], editions["screen"]
    assert len(press.pages) % 4 == 0
    assert inside_trim(press, len(press.pages) - 1) == screen.text(len(screen.pages) - 1)
    common = min(len(press.pages), len(screen.pages)) - 1
    other = [n for n in range(common) if inside_trim(press, n) != screen.text(n)]
    # The brief has other words in print.
    (brief,) = other
    assert "Only in print." in press.pages[brief]
    assert "Only on screens." in screen.pages[brief]
    assert not any(inside_trim(press, n) for n in range(common, len(press.pages) - 1))
    assert not any(screen.text(n) for n in range(common, len(screen.pages) - 1))


def inside_trim(reading, page):
    box = reading.reader.pages[page].trimbox
    sides = (float(side) for side in (box.left, box.bottom, box.right, box.top))
    return reading.within(page, *sides)
