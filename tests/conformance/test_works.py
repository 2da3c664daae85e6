"""The files of the real works and bundles keep the standards of their editions, as two judges see
them where there are two, and other readers have nothing to complain of.
"""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
import pytest

from publish.catalogue.printer_reading import read_printer
from publish.catalogue.printers import Printer
from publish.checking.conformance import conformance
from publish.checking.preflight.preflight import preflight
from publish.checking.preflight.requirements import requirements_of
from publish.checking.verapdf import verapdf
from publish.composing.layouts import load_layout
from publish.errors import Place

EDITORS = ("M180", "M220")  # placeholders, facts to be verified

# What each edition promises; by ISO 14289-1, ISO 19005-2 and -3.
STANDARDS: Mapping[str, tuple[str, str]] = {
    "screen": ("ua1", "2a"),
    "jobsheet": ("ua1", "2a"),
    "greyscale": ("ua1", "2a"),
    "large-print": ("ua1", "2a"),
    "light": ("ua1", "2a"),
    "archive": ("ua1", "3a"),
}


def page_validation(path: Path, standards: tuple[str, ...]) -> list[str]:
    found = [finding for key in standards for finding in conformance(path, Place(path.name), key)]
    return [str(finding) for finding in found]


def vera(path: Path, standards: tuple[str, ...]) -> list[str]:
    return [str(finding) for finding in verapdf(path, Place(path.name), standards)]


def complaints(*command: str) -> list[str]:
    """Return what a tool says to stderr, and that it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    failed = [f"{command[0]} ended with {done.returncode}"] if done.returncode else []
    return [*done.stderr.splitlines(), *failed]


def test_every_work_is_there_and_a_sample_has_every_edition(issue):
    works = {file["publication"] for file in issue.works}
    assert works == {file["publication"] for file in issue.works if file["edition"] == "screen"}
    assert len(works) > 15
    sample = {file["publication"] for file in issue.works if file["edition"] == "archive"}
    layouts = {file["publication"].partition("/")[0] for file in issue.works}
    assert len(sample) == 3 and len(layouts) > 4
    for edition in (*STANDARDS, "press"):
        editions = {file["publication"] for file in issue.works if file["edition"] == edition}
        assert editions >= sample, edition
    assert issue.files("cover")


def test_the_judges_see_every_work(issue, works):
    catalogue = tomllib.loads(works.file("catalogue.toml").read_text(encoding="utf-8"))
    (whole,) = [set(b["publications"]) for b in catalogue["bundle"] if b["name"] == "complete"]
    names = [path.stem for path in issue.judged("screen")]
    seen = {file["publication"] for file in issue.works if Path(file["path"]).stem in names}
    assert {file["publication"] for file in issue.works} <= seen | whole
    assert "complete-en" in names and "launch-en-screen" in names


def test_every_bundle_is_there_and_the_whole_one_has_its_editions(issue):
    assert len(issue.bundles("screen")) == 3
    for edition in ("press", "greyscale", "light", "jobsheet"):
        (path,) = issue.bundles(edition)
        assert path.name.startswith("complete-en")


def test_nothing_is_found_but_what_an_editor_has_to_settle(issue):
    findings = [f for f in issue.record["findings"] if f["severity"] != "note"]
    # Facts to be verified and places to be filled in are for an editor.
    findings = [f for f in findings if f["rule"] not in EDITORS]
    assert findings == []


def test_press_archive_and_greyscale_set_nothing(issue):
    made = issue.record["gatherings"]
    assert {one["pages_of"] for one in made} == {"screen", "large-print"}
    # One of each name is set for the screen; what stands besides is for one file each.
    names = [
        (one["publication"], one["language"], one["name"])
        for one in made
        if one["pages_of"] == "screen"
    ]
    assert len(names) == len(set(names))
    extra = [name for _, _, name in names if name in ("wrap", "jobsheet")]
    files = [*issue.files("cover", "jobsheet"), *issue.bundles("jobsheet")]
    assert len(extra) == len(files)


@pytest.mark.parametrize("edition", STANDARDS)
def test_page_validation_finds_nothing(issue, edition):
    for path in issue.judged(edition):
        assert page_validation(path, STANDARDS[edition]) == []


@pytest.mark.parametrize("edition", STANDARDS)
def test_verapdf_finds_nothing(issue, edition):
    for path in issue.judged(edition):
        assert vera(path, STANDARDS[edition]) == []


def unmarked(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def unrelated(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0]["/AFRelationship"]


def unfiled(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/AF"]


@pytest.mark.parametrize("breaking", [unmarked, unrelated, unfiled])
def test_both_judges_notice_a_broken_archive(issue, tmp_path, breaking):
    brief = min(issue.files("archive"), key=lambda path: path.stat().st_size)
    with pikepdf.open(brief) as pdf:
        breaking(pdf)
        pdf.save(tmp_path / "broken.pdf")
    assert page_validation(tmp_path / "broken.pdf", ("3a",))
    assert vera(tmp_path / "broken.pdf", ("3a",))


def test_other_readers_have_nothing_to_complain_of(issue):
    for path in issue.judged(*STANDARDS, "press", "cover"):
        assert complaints("qpdf", "--check", str(path)) == []
        assert complaints("pdftotext", "-q", str(path), os.devnull) == []


@pytest.fixture(scope="module")
def printer() -> Printer:
    layout, _ = load_layout(Path("nowhere"), "guide")
    printer, findings = read_printer(layout.identity, "offset-coated")
    assert printer and not findings
    return printer


def printed(issue, printer: Printer) -> Iterator[tuple[Path, object]]:
    for path in (*issue.files("press"), *issue.bundles("press")):
        yield path, requirements_of(printer)
    for path in issue.files("cover"):
        yield path, requirements_of(printer)


def test_preflight_finds_nothing_in_what_goes_to_the_printer(issue, printer):
    for path, needs in printed(issue, printer):
        assert [str(f) for f in preflight(path, needs, path.name)] == []


def no_trim(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.TrimBox = page.MediaBox


def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def red_green_blue(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(b"q 1 0 0 rg 100 100 50 50 re f Q"))


@pytest.mark.parametrize("breaking", [no_trim, no_intent, red_green_blue])
def test_preflight_notices_a_broken_press_file(issue, printer, tmp_path, breaking):
    for path in issue.files("press", "cover"):
        needs = requirements_of(printer)
        with pikepdf.open(path) as pdf:
            breaking(pdf)
            pdf.save(tmp_path / path.name)
        assert preflight(tmp_path / path.name, needs, path.name)
