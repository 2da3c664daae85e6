"""`publish handout` as its users meet it: a work or any PDF, and sheets to be printed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Call the verb in an empty folder; return exit code, stdout and stderr.

    In a process of its own: what other tests have loaded would count for the limits of workers.
    """

    def call(*arguments: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "publish", "handout", "--cache", "cache", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
        return done.returncode, done.stdout, done.stderr

    return call


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    """A file of somebody else, nine pages, which says that it is in French."""
    pdf = pikepdf.Pdf.new()
    for _ in range(9):
        pdf.add_blank_page(page_size=(420, 595))
    pdf.Root.Lang = pikepdf.String("fr-CH")
    path = tmp_path / "dépliant.pdf"
    pdf.save(path)
    return path


def told(run: Run, *arguments: str) -> dict[str, Any]:
    code, out, err = run(*arguments, "--format", "json")
    assert code == 0, err
    (only,) = json.loads(out)["sheets"]
    result: dict[str, Any] = only
    return result


def words(path: Path) -> str:
    """Return the text of a file, spaces made equal."""
    pages = pypdf.PdfReader(path).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_file_of_anybody_becomes_a_booklet_with_instructions(run, leaflet, tmp_path):
    code, out, err = run(leaflet.name, "--copies", "30")
    assert code == 0
    folder = tmp_path / "output/handouts/dépliant"
    assert sorted(path.name for path in folder.iterdir()) == [
        "dépliant-booklet-a4-duplex-test.pdf",
        "dépliant-booklet-a4-instructions.pdf",
        "dépliant-booklet-a4.pdf",
    ]
    assert "dépliant-booklet-a4.pdf" in out
    assert "print 30 copies, 90 sheets, on both sides, flip on short edge" in err
    said = words(folder / "dépliant-booklet-a4-instructions.pdf")
    for words_of in ("Consignes d’impression", "90", "retourner sur les bords courts", "Agrafer"):
        assert words_of in said
    assert "Front" not in words(folder / "dépliant-booklet-a4-duplex-test.pdf")


def test_a_second_call_writes_nothing(run, leaflet, tmp_path):
    first = told(run, leaflet.name)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*.pdf")}
    assert len(times) == 3
    assert told(run, leaflet.name) == first
    assert times == {path: path.stat().st_mtime_ns for path in times}
    (tmp_path / first["leaflets"][0]).unlink()
    told(run, leaflet.name)
    assert all(path.exists() for path in times)


def test_another_number_of_copies_is_in_the_instructions(run, leaflet, tmp_path):
    assert told(run, leaflet.name)["load"] == 3
    result = told(run, leaflet.name, "--copies", "1200")
    assert result["load"] == 3600
    assert "3\u202f600" in words(tmp_path / result["leaflets"][0]).replace(" ", "\u202f")


def test_the_file_says_how_much_paper_and_how_it_is_folded(run, leaflet):
    result = told(run, leaflet.name, "--signature", "2", "--pages", "1-9")
    (file,) = result["files"]
    assert (file["pages"], file["sheets"], file["sides"]) == (9, 3, 6)
    assert (file["stacks"], file["flip"]) == ([2, 1], "short")
    assert file["path"].endswith("dépliant-booklet-a4-pages-1-9.pdf")


@pytest.mark.parametrize(("form", "sides"), [("booklet", 6), ("2up", 5), ("4up", 3), ("notes", 3)])
def test_every_form_is_made(form, sides, run, leaflet):
    result = told(run, leaflet.name, "--form", form)
    assert result["files"][0]["sides"] == sides
    assert result["findings"] == []


def test_instructions_alone_leave_no_sheets(run, leaflet, tmp_path):
    result = told(run, leaflet.name, "--instructions", "--lang", "es")
    assert (result["files"], len(result["leaflets"])) == ([], 1)
    assert [path.name for path in (tmp_path / "output").rglob("*.pdf")] == [
        "dépliant-booklet-a4-instructions.pdf"
    ]
    assert "Instrucciones de impresión" in words(tmp_path / result["leaflets"][0])


@pytest.mark.parametrize("paper", ["A3", "Letter"])
def test_every_paper_is_taken(paper, run, leaflet, tmp_path):
    result = told(run, leaflet.name, "--form", "2up", "--paper", paper)
    page = pypdf.PdfReader(tmp_path / result["files"][0]["path"]).pages[0]
    long = {"A3": 1190.55, "Letter": 792.0}[paper]
    assert float(page.mediabox.width) == pytest.approx(long, abs=0.01)
    assert paper in words(tmp_path / result["leaflets"][0])


def test_a_language_without_a_face_is_told_and_english_stands_in(run, leaflet, tmp_path):
    result = told(run, leaflet.name, "--lang", "zh", "--instructions")
    assert [finding["rule"] for finding in result["findings"]] == ["B205"]
    assert "Printing instructions" in words(tmp_path / result["leaflets"][0])


@pytest.mark.parametrize("lang", ["en", "fr", "es", "pt", "ar", "ru"])
def test_instructions_are_one_page_in_every_language(lang, run, leaflet, tmp_path):
    options = ("--lang", lang, "--instructions", "--cover", "file", "--copies", "25")
    options += ("--signature", "1")  # the most steps that there can be
    result = told(run, leaflet.name, *options)
    path = tmp_path / result["leaflets"][0]
    assert len(pypdf.PdfReader(path).pages) == 1
    assert result["findings"] == []


def test_the_cover_goes_into_a_file_of_its_own(run, leaflet, tmp_path):
    result = told(run, leaflet.name, "--cover", "file")
    assert [file["sheets"] for file in result["files"]] == [2, 1]
    assert result["files"][1]["path"].endswith("-cover.pdf")
    assert "dépliant-booklet-a4-cover.pdf" in words(tmp_path / result["leaflets"][0])


def test_a_cover_that_is_no_longer_apart_does_not_stay(run, leaflet, tmp_path):
    result = told(run, leaflet.name, "--cover", "file")
    cover = tmp_path / result["files"][1]["path"]
    assert cover.exists()
    told(run, leaflet.name)
    assert not cover.exists()


def test_a_result_gets_the_name_that_is_asked_for(run, leaflet, tmp_path):
    result = told(run, leaflet.name, "--form", "4up", "--out", "some/where.pdf")
    assert (tmp_path / "some/where.pdf").exists()
    assert Path(result["files"][0]["path"]).name == "where.pdf"
    other = tmp_path / "other.pdf"
    other.write_bytes(leaflet.read_bytes())
    code, _, err = run(leaflet.name, "other.pdf", "--out", "one.pdf")
    assert code == 2
    assert "C187" in err


@pytest.mark.parametrize(
    ("arguments", "rule", "said"),
    [
        (("nothing.pdf",), "C185", "there is no such file"),
        (("no-work",), "C185", "there is no “no-work”"),
        (("dépliant.pdf", "--pages", "12"), "B200", "there is no page “12”"),
        (("dépliant.pdf", "--pages", ","), "B201", "names no page"),
    ],
)
def test_what_cannot_be_is_wrong_usage(arguments, rule, said, run, leaflet, tmp_path):
    assert leaflet.exists()
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert rule in err
    assert said in err
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    "options", [("--copies", "0"), ("--caliper", "9"), ("--form", "3up"), ("--staple", "--fold")]
)
def test_numbers_out_of_reason_are_refused(run, leaflet, options):
    code, _, err = run(leaflet.name, *options)
    assert code == 2
    assert "usage" in err


def test_a_book_that_is_read_from_the_right_is_bound_there(run, leaflet, tmp_path):
    with pikepdf.open(leaflet, allow_overwriting_input=True) as pdf:
        pdf.Root.Lang = pikepdf.String("ar")
        pdf.save()
    result = told(run, leaflet.name)
    assert result["language"] == "ar"
    document = pypdf.PdfReader(tmp_path / result["files"][0]["path"])
    assert document.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert document.page_labels[0] == "1"  # the last page is blank; the first lies left
    left = told(run, leaflet.name, "--direction", "ltr")
    document = pypdf.PdfReader(tmp_path / left["files"][0]["path"])
    assert document.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/L2R"


def test_a_work_is_built_where_it_is_missing_and_not_again(project):
    done = project.publish("handout", "guide", "--format", "json")
    assert done.returncode == 0, done.stderr
    (result,) = json.loads(done.stdout)["sheets"]
    assert (project.root / "output/guide/guide-en-screen.pdf").exists()
    assert result["files"][0]["path"] == "output/handouts/guide-en/guide-en-booklet-a4.pdf"
    document = pypdf.PdfReader(project.root / result["files"][0]["path"])
    assert "guide-en-screen.pdf" in document.metadata.subject
    assert "A small guide" in document.metadata.title
    built = (project.root / "output/guide/guide-en-screen.pdf").stat().st_mtime_ns
    again = project.publish("handout", "guide", "--format", "json")
    assert json.loads(again.stdout)["sheets"] == [result]
    assert (project.root / "output/guide/guide-en-screen.pdf").stat().st_mtime_ns == built
    project.edit("guide/en/01-one.md", "# ", "# Altogether ")
    project.publish("handout", "guide")
    assert (project.root / "output/guide/guide-en-screen.pdf").stat().st_mtime_ns > built


def test_a_back_cover_of_ours_stays_outside(project):
    done = project.publish("handout", "guide", "--format", "json")
    (result,) = json.loads(done.stdout)["sheets"]
    document = pypdf.PdfReader(project.root / result["files"][0]["path"])
    assert document.page_labels[0] == "Back cover · Cover"


def test_works_say_what_they_lack(project):
    for arguments, said in (
        (("guide", "--greyscale"), "has no edition “greyscale”"),
        (("guide", "--lang", "fr"), "is not in “fr”"),
        (("guid",), "did you mean “guide”?"),
        (("leaflet.pdf", "--greyscale"), "choose black and white"),
    ):
        done = project.publish("handout", *arguments)
        assert done.returncode == 2
        assert said in done.stderr


def test_documents_of_the_catalogue_have_names_too(project, leaflet):
    (project.root / "sources" / "leaflet.pdf").write_bytes(leaflet.read_bytes())
    catalogue = project.file("catalogue.toml")
    catalogue.write_text(
        catalogue.read_text(encoding="utf-8")
        + '\n[[document]]\nslug = "leaflet"\ntitle = "A leaflet"\nfile = "leaflet.pdf"\n'
        'language = "fr"\npublisher = "Others"\nurl = "https://example.org/leaflet"\n',
        encoding="utf-8",
    )
    done = project.publish("handout", "leaflet", "--format", "json")
    assert done.returncode == 0, done.stderr
    (result,) = json.loads(done.stdout)["sheets"]
    assert result["files"][0]["path"] == "output/handouts/leaflet/leaflet-booklet-a4.pdf"
    document = pypdf.PdfReader(project.root / result["files"][0]["path"])
    assert document.metadata.title == "A leaflet · Brochure"
    assert "https://example.org/leaflet" in document.metadata.subject
