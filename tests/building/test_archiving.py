"""What an archived work carries: what its own pages are made of, whatever else is built beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from publish.building.archiving import attachments_of
from publish.building.choice import Choice
from publish.building.works import gather_works
from publish.catalogue.reading import read_catalogue

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
PICTURE = "sources/guide/figures/plan.svg"


def carried(project: Any, choice: Choice, cache: Path) -> dict[str, bytes]:
    """Return what the brief, which refers to the guide, carries in a build of `choice`."""
    catalogue, _ = read_catalogue(project.root)
    works, _ = gather_works(catalogue, choice, cache)
    brief = next(w for w in works if w.publication.slug == "brief" and w.pages == "screen")
    return {file.name: file.content for file in attachments_of(brief, works)}


def test_a_work_carries_the_same_files_whichever_editions_are_built(
    project: Any, tmp_path: Path
) -> None:
    for slug in ("guide", "brief"):
        path = project.file(f"{slug}/publication.toml")
        editions = 'editions = ["screen", "archive", "large-print"]\n'
        path.write_text(editions + path.read_text(encoding="utf-8"), encoding="utf-8")
    figures = project.root / "sources" / "guide" / "figures"
    figures.mkdir()
    for name in ("plan.svg", "plan.large-print.svg"):
        (figures / name).write_text(PLAIN, encoding="utf-8")
    shown = '![A plan](figures/plan.svg){#fig-plan alt="A plan"}\n\n'
    project.edit("guide/en/02-two.md", "Some words", f"See @fig-plan.\n\n{shown}Some words")

    alone = carried(project, Choice(("brief",), editions=("archive",)), tmp_path)
    beside_others = carried(project, Choice(), tmp_path)
    assert PICTURE in alone
    assert beside_others == alone
