"""Where front and back are: on a sheet of their own or in the press file, and never nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdf

REPOSITORY = Path(__file__).parents[2]
PRINTER = REPOSITORY / "layouts" / "brand" / "printers" / "offset-coated.toml"
PRESS, COVER = "guide/guide-en-press.pdf", "guide/guide-en-cover.pdf"
ON_THE_BACK = "A guide for tests."
BUNDLE = """
[[bundle]]
name = "pack"
title = "A package"
publications = ["guide", "brief"]
editions = ["press", "cover"]
printer = "own"
binding = "perfect"
"""


def last_words(project: Any) -> str:
    return str(pypdf.PdfReader(project.root / "output" / PRESS).pages[-1].extract_text())


def own_printer(project: Any) -> None:
    """Give a project a printer that binds thin works, too."""
    folder = project.root / "layouts" / "brand" / "printers"
    folder.mkdir(parents=True)
    text = PRINTER.read_text(encoding="utf-8").replace("least-pages = 40", "least-pages = 8")
    (folder / "own.toml").write_text(text, encoding="utf-8")


def test_a_cover_is_apart_or_in_the_press_file_and_an_old_one_goes(project: Any) -> None:
    own_printer(project)
    said = 'editions = ["press"]\nprinter = "own"\nbinding = "perfect"\nkind ='
    project.edit("guide/publication.toml", "kind =", said)

    project.build("guide")
    assert ON_THE_BACK in last_words(project), "nobody else brings the back"

    project.edit("guide/publication.toml", '["press"]', '["press", "cover"]')
    project.build("guide")
    assert COVER in project.outputs()
    assert ON_THE_BACK not in last_words(project)
    project.build("guide", "--edition", "press")
    assert COVER in project.outputs()
    assert ON_THE_BACK not in last_words(project)

    project.edit("guide/publication.toml", '"perfect"', '"saddle-stitch"')
    project.build("guide")
    assert COVER not in project.outputs(), "its spine would be wrong"
    assert ON_THE_BACK in last_words(project)


def test_a_bundle_with_a_cover_apart_names_its_works_there_and_counts_on_behind_it(
    project: Any,
) -> None:
    own_printer(project)
    with project.file("catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write(BUNDLE)
    done = project.publish("bundle")
    assert done.returncode == 0, done.stderr
    cover = pypdf.PdfReader(project.root / "output" / "bundles" / "pack-en-cover.pdf")
    assert "A small brief" in " ".join(cover.pages[0].extract_text().split())
    press = pypdf.PdfReader(project.root / "output" / "bundles" / "pack-en-press.pdf")
    title = " ".join(press.pages[0].extract_text().split())
    assert "A package" in title, "the front is in the other file"
    # The index has its numbers from before: they must be those of the pages that the file has.
    assert press.page_labels[0] == "3"
