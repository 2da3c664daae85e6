"""What is told of a bundle before it is bound."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

BUNDLE = """
[[bundle]]
name = "pack"
title = "Pack"
publications = ["guide"]
"""


def declared(project: Any, text: str = BUNDLE) -> None:
    catalogue = project.root / "sources" / "catalogue.toml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + text, encoding="utf-8")


def told(project: Any, rule: str) -> list[str]:
    done = project.publish("bundle", "pack", "--edition", "screen", "-v")
    assert done.returncode == 0, done.stderr
    return re.findall(rf"{rule} .*", done.stderr)


def test_links_that_lead_out_of_a_package_are_told(project: Any) -> None:
    chapter = next((project.root / "sources" / "guide" / "en").glob("01-*.md"))
    work = next((project.root / "sources" / "brief" / "en").glob("*.md"))
    anchor = re.search(r"\{#(sec-[\w-]+)", work.read_text(encoding="utf-8"))
    assert anchor
    with chapter.open("a", encoding="utf-8") as text:
        text.write(f"\nSee @brief:{anchor[1]}.\n")
    declared(project)
    (finding,) = told(project, "B160")
    assert "`guide` has links to `brief`, not in the bundle `pack`" in finding


def test_a_layout_without_room_for_the_number_of_the_bundle_is_told(project: Any) -> None:
    declared(project)
    assert told(project, "B161") == []
    own = project.root / "layouts" / "guide"
    own.mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "layouts" / "guide" / "page.css.j2"
    sheet = shipped.read_text(encoding="utf-8")
    assert "\\e002" in sheet
    (own / "page.css.j2").write_text(sheet.replace("\\e002", "\\e000"), encoding="utf-8")
    (finding,) = told(project, "B161")
    assert "`guide`" in finding
