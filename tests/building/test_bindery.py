"""A file that stays was made from the same, and read for the same purpose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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
