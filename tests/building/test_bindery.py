"""A file that stays was made from the same, and read for the same purpose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf

from publish.building.bindery import fonts_of
from publish.building.choice import Choice
from publish.building.works import gather_works
from publish.catalogue.reading import read_catalogue

REPOSITORY = Path(__file__).parents[2]
PRINTER = REPOSITORY / "layouts" / "brand" / "printers" / "offset-coated.toml"


def test_what_a_printer_asks_more_is_asked_of_a_file_that_is_there(project: Any) -> None:
    folder = project.root / "layouts" / "brand" / "printers"
    folder.mkdir(parents=True)
    own, text = folder / "own.toml", PRINTER.read_text(encoding="utf-8")
    own.write_text(text, encoding="utf-8")
    said = 'editions = ["press"]\nprinter = "own"\nkind ='
    project.edit("brief/publication.toml", "kind =", said)
    project.build("brief")
    own.write_text(text.replace("\ntype = 5", "\ntype = 20"), encoding="utf-8")
    assert own.read_text(encoding="utf-8") != text
    refused = project.publish("build", "brief")
    assert refused.returncode == 1
    assert "P258" in refused.stderr


def test_a_release_takes_no_file_on_trust(project: Any) -> None:
    def read_whole() -> dict[str, bool]:
        (shelf,) = (project.cache / "ledgers").glob("*.files.json")
        files = json.loads(shelf.read_text(encoding="utf-8"))
        return {Path(path).name: file["read_whole"] for path, file in files.items()}

    project.build("brief")
    assert read_whole() == {"brief-en-screen.pdf": True}
    project.edit("brief/en/01-brief.md", "Because", "Because, they say,")
    project.build("brief")
    assert read_whole() == {"brief-en-screen.pdf": False}
    before = project.outputs()
    project.build("brief", "--release")
    assert read_whole() == {"brief-en-screen.pdf": True}
    assert project.outputs() == before


def test_only_the_fonts_of_the_house_may_stand_in_a_file(project: Any, tmp_path: Path) -> None:
    catalogue, _ = read_catalogue(project.root)
    (work, *_), _ = gather_works(catalogue, Choice(("brief",)), tmp_path)
    known = fonts_of((work,))
    project.build("brief")
    reader = pypdf.PdfReader(project.root / "output" / "brief" / "brief-en-screen.pdf")
    fonts = {
        str(font["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts and fonts < known
    assert "DejaVuSans" not in known


def test_a_font_that_is_none_of_the_house_s_is_found_when_a_file_is_made(project: Any) -> None:
    """A work whose layout lacks the face that its pages were set in, as after a leak."""
    run = (
        "import publish.building.bindery as b, sys; from publish.commands.main import main; "
        "b.fonts_of = lambda works: frozenset({'Overpass-Bold'}); sys.exit(main())"
    )
    command = [sys.executable, "-c", run, "build", "brief"]
    command += ["--project", str(project.root), "--cache", str(project.cache)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src")}
    failed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert "P111 the font NotoSans-Regular is not the house's" in failed.stderr
