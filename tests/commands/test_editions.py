"""All editions as their users meet them: which files come, what is set for them, what is refused.

A small guide goes to a printer who glues thin books, so that it gets a cover of its own; a small
brief goes there as a loose leaf. Both are built once; other tests change copies of them, and find
the pages in the cache.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

PRINTERS = Path(__file__).parents[2] / "layouts" / "brand" / "printers"
MM = 72 / 25.4
EDITIONS = ("screen", "press", "cover", "archive", "large-print", "greyscale")
FOR_ONE_FILE = {"wrap", "jobsheet"}  # gatherings that no other file is bound from
PRESS = "guide/guide-en-press.pdf"
COVER = "guide/guide-en-cover.pdf"
SHEET = "guide/guide-en-jobsheet.pdf"
ARCHIVE = "guide/guide-en-archive.pdf"


@dataclass(frozen=True)
class House:
    """The small project with all editions, built once, and the record of that."""

    project: Any
    record: dict[str, Any]

    @property
    def output(self) -> Path:
        return self.project.root / "output"

    def gatherings(self, pages_of: str = "screen") -> list[dict[str, Any]]:
        """Return the record's gatherings but those of one file."""
        return [
            made
            for made in self.record["gatherings"]
            if made["pages_of"] == pages_of and made["name"] not in FOR_ONE_FILE
        ]


@pytest.fixture(scope="module")
def house(once, project_in, project_at) -> House:
    def make(folder: Path) -> None:
        project = furnished(project_in(folder / "project", folder / "cache"))
        project.build("-j1", env={"PYTHONHASHSEED": "1", "TZ": "UTC"})

    folder = once("house", make)
    record = json.loads((folder / "project" / "output" / "build.json").read_text())
    return House(project_at(folder / "project", folder / "cache"), record)


@pytest.fixture
def copy(house: House, tmp_path: Path) -> Any:
    """A copy of the house's sources, with its cache and without its files."""
    shutil.copytree(house.project.root, tmp_path / "copy", ignore=shutil.ignore_patterns("output"))
    return type(house.project)(tmp_path / "copy", house.project.cache)


def furnished(project: Any) -> Any:
    """Switch on all editions and bring two printers who glue books of twelve pages."""
    for slug in ("guide", "brief"):
        switch(project, EDITIONS, slug)
    said = 'isbn = "9780000000002"\nbinding = "perfect"\nkind ='
    project.edit("guide/publication.toml", "kind =", said)
    project.edit("catalogue.toml", "[imprint]", '[imprint]\nprinter = "thin"')
    folder = project.root / "layouts" / "brand" / "printers"
    folder.mkdir(parents=True)
    for name, model, least in (("thin", "offset-coated", 40), ("copies", "digital-on-demand", 32)):
        text = (PRINTERS / f"{model}.toml").read_text(encoding="utf-8")
        assert f"least-pages = {least}\n" in text
        text = text.replace(f"least-pages = {least}\n", "least-pages = 12\n")
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return project


def switch(project: Any, editions: tuple[str, ...], slug: str = "guide") -> None:
    """Let a publication have these editions."""
    path = project.file(f"{slug}/publication.toml")
    text = re.sub(r"^editions = .*\n", "", path.read_text(encoding="utf-8"), flags=re.M)
    path.write_text(f"editions = {json.dumps(editions)}\n{text}", encoding="utf-8")


def set_now(record: dict[str, Any]) -> set[str]:
    return {made["name"] for made in record["gatherings"] if made["set"]}


def text_of(path: Path) -> str:
    pages = pypdf.PdfReader(path).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def size_of(path: Path, box: str = "trimbox") -> tuple[float, float]:
    """Return width and height of the first page in millimetres."""
    area = getattr(pypdf.PdfReader(path).pages[0], box)
    return round(float(area.width) / MM, 1), round(float(area.height) / MM, 1)


def thickness(pages: int, caliper: float, allowance: float) -> float:
    return round(pages // 2 * caliper + allowance, 1)


def test_every_edition_has_its_file(house: House) -> None:
    files = {f"guide/guide-en-{edition}.pdf" for edition in (*EDITIONS, "jobsheet")}
    files |= {f"brief/brief-en-{edition}.pdf" for edition in (*EDITIONS, "jobsheet")}
    files.remove("brief/brief-en-cover.pdf")
    assert set(house.project.outputs()) == files
    assert {file["path"] for file in house.record["files"]} == files
    (said,) = [f for f in house.record["findings"] if f["rule"] == "L121"]
    assert said["severity"] == "note"
    assert "no cover apart" in said["message"]


def test_nothing_is_set_for_press_archive_and_greyscale(house: House, copy: Any) -> None:
    for slug in ("guide", "brief"):
        switch(copy, ("screen",), slug)
    screen = copy.build()
    assert screen["gatherings_set"] == 0  # all of them are in the cache, under the same keys
    of_all = [(made["publication"], made["name"]) for made in house.gatherings()]
    assert of_all == [(made["publication"], made["name"]) for made in screen["gatherings"]]
    in_all = house.record["gatherings_set"]
    others = [made for made in house.record["gatherings"] if made["name"] in FOR_ONE_FILE]
    assert in_all == len(of_all) + len(house.gatherings("large-print")) + len(others)


def test_an_edition_added_later_sets_only_what_is_its_own(project: Any) -> None:
    furnished(project)
    switch(project, ("screen",), "brief")
    steps: tuple[tuple[tuple[str, ...], set[str]], ...] = (
        (("archive", "greyscale"), set()),
        (("press",), {"jobsheet"}),
        (("cover",), FOR_ONE_FILE),
    )
    so_far: tuple[str, ...] = ("screen",)
    switch(project, so_far)
    assert len(set_now(project.build())) > 8
    for more, expected in steps:
        so_far += more
        switch(project, so_far)
        assert set_now(project.build()) == expected, more
    switch(project, (*so_far, "large-print"))
    record = project.build()
    assert {made["pages_of"] for made in record["gatherings"] if made["set"]} == {"large-print"}


def test_the_boxes_are_the_printers(house: House) -> None:
    assert size_of(house.output / PRESS) == (210, 297)
    assert size_of(house.output / PRESS, "bleedbox") == (216, 303)
    media = size_of(house.output / PRESS, "mediabox")
    assert media[0] > 226 and media[1] > 313  # marks stand around the bleed


def test_blanks_fill_the_press_file_up_to_the_sheets(house: House) -> None:
    printed = words_of_pages(house.output / PRESS)
    # From the title page on, the pages are the screen's; the covers are not among them.
    shown = words_of_pages(house.output / "guide" / "guide-en-screen.pdf")[2:-1]
    while not shown[-1]:
        shown.pop()
    assert len(printed) % 4 == 0 and len(printed) > len(shown)
    assert printed == shown + [[]] * (len(printed) - len(shown))


def words_of_pages(path: Path) -> list[list[str]]:
    """Return the words of each page, without the slug line."""
    texts = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    return [text.partition("A small guide: With everything in it ·")[0].split() for text in texts]


def test_the_job_sheet_tells_the_pages_and_the_blanks_among_them(house: House) -> None:
    for slug in ("guide", "brief"):
        pages = len(pypdf.PdfReader(house.output / slug / f"{slug}-en-press.pdf").pages)
        text = text_of(house.output / slug / f"{slug}-en-jobsheet.pdf")
        found = re.search(
            r"Pages (\d+)(?: \(of these blank, to fill the last sheet: (\d+)\))?", text
        )
        assert found
        assert int(found[1]) == pages
        blank = int(found[2] or 0)
        assert 0 <= blank < 4


def test_a_stitched_work_counts_its_cover_among_its_pages(copy: Any) -> None:
    copy.edit("guide/publication.toml", '"perfect"', '"saddle-stitch"')
    record = copy.build("guide", "--edition", "press", "cover")
    assert set(copy.outputs()) == {PRESS, SHEET}
    assert {finding["rule"] for finding in record["findings"]} == {"L121"}
    pages = pypdf.PdfReader(copy.root / "output" / PRESS).pages
    assert len(pages) % 4 == 0
    assert "A guide for tests." in pages[-1].extract_text()  # the back cover is the last page
    said = re.search(r"to fill the last sheet: (-?\d+)", text_of(copy.root / "output" / SHEET))
    assert said is None or int(said[1]) > 0


def test_the_cover_is_as_wide_as_its_panels_and_the_leaves_are_thick(house: House) -> None:
    pages = len(pypdf.PdfReader(house.output / PRESS).pages)
    spine = thickness(pages, 0.095, 0.6)
    assert size_of(house.output / COVER) == (pytest.approx(420 + spine, abs=0.1), 297)
    assert "9780000000002" in re.sub(r"[- ]", "", text_of(house.output / COVER))
    assert f"{spine:g} mm" in text_of(house.output / SHEET)


def test_another_paper_makes_another_spine_by_itself(house: House, copy: Any) -> None:
    copy.edit("guide/publication.toml", "kind =", 'paper = "silk-150"\nkind =')
    record = copy.build()
    assert set_now(record) == FOR_ONE_FILE
    pages = len(pypdf.PdfReader(copy.root / "output" / PRESS).pages)
    spine = thickness(pages, 0.126, 0.6)
    assert spine > thickness(pages, 0.095, 0.6)
    assert size_of(copy.root / "output" / COVER)[0] == pytest.approx(420 + spine, abs=0.1)
    sheet = text_of(copy.root / "output" / SHEET)
    assert f"{spine:g} mm" in sheet and "150 g/m²" in sheet
    before, after = house.project.outputs(), copy.outputs()
    changed = {path for path in after if after[path] != before[path]}
    archives = {path for path in after if path.endswith("archive.pdf")}  # have publication.toml
    assert changed == {COVER, SHEET, *archives}


def test_flaps_make_the_cover_wider(copy: Any) -> None:
    copy.edit("guide/publication.toml", "kind =", "flaps = 90\nkind =")
    record = copy.build("guide", "--edition", "press", "cover")
    assert set_now(record) == FOR_ONE_FILE
    pages = len(pypdf.PdfReader(copy.root / "output" / PRESS).pages)
    width = 420 + 180 + thickness(pages, 0.095, 0.6)
    assert size_of(copy.root / "output" / COVER)[0] == pytest.approx(width, abs=0.1)


def test_another_printer_has_other_boxes_another_spine_and_the_same_pages(copy: Any) -> None:
    own = copy.outputs()
    record = copy.build("guide", "--edition", "press", "cover", "--printer", "copies")
    assert set_now(record) <= FOR_ONE_FILE
    there = copy.outputs()
    assert set(there) - set(own) == {named(file, "copies") for file in (PRESS, COVER, SHEET)}
    assert {path: there[path] for path in own} == own, "what is the work's own printer's stays"
    assert "guide-en-press-copies.pdf" in text_of(copy.root / "output" / named(SHEET, "copies"))
    press = copy.root / "output" / named(PRESS, "copies")
    assert size_of(press, "bleedbox") == size_of(press, "mediabox") == (220, 307)  # no marks
    pages = len(pypdf.PdfReader(press).pages)
    assert pages % 2 == 0
    spine = thickness(pages, 0.112, 0.5)
    cover = copy.root / "output" / named(COVER, "copies")
    assert size_of(cover)[0] == pytest.approx(420 + spine, abs=0.1)


def named(file: str, printer: str) -> str:
    return file.replace(".pdf", f"-{printer}.pdf")


def test_a_printer_that_nobody_knows_is_a_finding_with_the_nearest(copy: Any) -> None:
    failed = copy.publish("build", "guide", "--edition", "press", "--printer", "ofset-coated")
    assert failed.returncode == 1
    assert "ofset-coated" in failed.stderr
    assert "offset-coated" in failed.stderr
    assert not copy.outputs()


def test_the_job_sheet_has_the_checksums_of_the_files(house: House) -> None:
    text = text_of(house.output / SHEET).replace(" ", "")
    for path in (PRESS, COVER):
        file = house.output / path
        assert hashlib.sha256(file.read_bytes()).hexdigest() in text
        assert str(file.stat().st_size) in text


def test_text_for_the_press_alone_sets_its_chapter_alone(copy: Any) -> None:
    words = "Printed on paper that was made of trees."
    copy.edit(
        "guide/en/03-three.md", "It refers", f"/// when\n    editions: [press]\n{words}\n///\n\nIt"
    )
    record = copy.build("guide", "--edition", "screen", "press", "cover", "archive")
    chapters = [made for made in record["gatherings"] if made["set"]]
    own = {made["name"] for made in chapters if made["pages_of"] == "press"} - FOR_ONE_FILE
    assert own == {"03-three"}
    assert set_now(record) <= {"03-three", *FOR_ONE_FILE}  # in the screen's words: `It` is one
    for edition, has in (("press", True), ("screen", False), ("archive", False)):
        text = text_of(copy.root / "output" / "guide" / f"guide-en-{edition}.pdf")
        assert (words in text.replace("\xa0", " ")) is has, edition


def test_an_archived_work_is_built_again_from_its_own_file_to_the_same_bytes(
    house: House, tmp_path: Path
) -> None:
    """All editions, with another cache, hash seed, crew and time zone."""
    project = type(house.project)(tmp_path / "unpacked", tmp_path / "cache")
    done = house.project.publish("unpack", str(house.output / ARCHIVE), str(project.root))
    assert done.returncode == 0, done.stderr
    assert (project.root / "REBUILD.md").is_file()
    strange = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
    project.build("-j3", env=strange)
    before, after = house.project.outputs(), project.outputs()
    assert set(after) == set(before)  # the brief, too, which the guide refers to
    assert {path for path in after if after[path] != before[path]} == set()


def test_what_lies_in_a_folder_is_not_written_over(house: House, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = house.project.publish("unpack", str(house.output / ARCHIVE), str(tmp_path))
    assert done.returncode == 1
    assert "C152" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "name",
    ["../outside.md", "{tmp}/outside.md", "a/../../outside.md", "C:outside.md", "..\\outside.md"],
)
def test_a_file_that_would_lie_outside_the_folder_is_not_unpacked(
    project: Any, tmp_path: Path, name: str
) -> None:
    hostile = pikepdf.new()
    hostile.add_blank_page()
    names = Array([])
    for one in ("harmless.md", name.format(tmp=tmp_path)):
        stream = hostile.make_stream(b"content", Type=Name.EmbeddedFile)
        file = Dictionary(
            Type=Name.Filespec, F=String(one), UF=String(one), EF=Dictionary(F=stream)
        )
        names.extend([String(one), hostile.make_indirect(file)])
    hostile.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))
    hostile.save(tmp_path / "hostile.pdf")
    done = project.publish("unpack", str(tmp_path / "hostile.pdf"), str(tmp_path / "to"))
    assert done.returncode == 1
    assert "P290" in done.stderr
    assert not (tmp_path / "to").exists(), "the harmless one is not written, either"
    assert not list(tmp_path.rglob("outside.md"))


COARSE = """

/// figure | A picture of few pixels
    id: fig-coarse
    src: coarse.png
    alt: Grey turns to black.
    source: Made for tests.
///
"""
WAIVER = """[[waiver]]
rule = "P250"
place = "guide/guide-en-press.pdf"
reason = "There is no larger original."
expires = 2026-06-30
"""


def test_a_release_is_refused_while_a_warning_stands(copy: Any) -> None:
    switch(copy, ("screen", "press"))
    copy.build("guide")
    before = copy.outputs()
    Image.linear_gradient("L").resize((60, 40)).save(copy.file("guide/coarse.png"))
    chapter = copy.file("guide/en/03-three.md")
    chapter.write_text(chapter.read_text(encoding="utf-8") + COARSE, encoding="utf-8")
    june, july = ({"SOURCE_DATE_EPOCH": str(at)} for at in (1781913600, 1782950400))

    refused = copy.publish("build", "guide", "--release", env=june)
    assert refused.returncode == 1
    assert "P250" in refused.stderr
    assert copy.outputs() == before
    report = (copy.root / "output" / "report.html").read_text(encoding="utf-8")
    assert "P250" in report and "<title>Nothing was delivered</title>" in report

    (copy.root / "waivers.toml").write_text(WAIVER, encoding="utf-8")
    released = copy.publish("build", "guide", "--release", env=june)
    assert released.returncode == 0, released.stderr
    files = copy.outputs()
    assert files != before
    record = json.loads((copy.root / "output" / "build.json").read_text())
    assert {waived["rule"] for waived in record["waived"]} == {"P250"}

    again = copy.publish("build", "guide", "--release", env=july)
    assert again.returncode == 1
    assert "P302" in again.stderr and "P250" in again.stderr
    assert copy.outputs() == files


def test_a_build_with_nothing_changed_makes_nothing(copy: Any) -> None:
    copy.build()
    files = [path for path in (copy.root / "output").rglob("*.pdf") if path.is_file()]
    times = {path: path.stat().st_mtime_ns for path in files}
    started = time.perf_counter()
    record = copy.build()
    took = time.perf_counter() - started
    assert record["gatherings_set"] == 0
    assert {path: path.stat().st_mtime_ns for path in files} == times
    assert record["seconds"]["total"] < 1  # 0.1 s where nothing else runs
    assert took < 10
