"""A session pack as a trainer gets it: everything there, nothing given away, nothing made twice."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

SECRET = "The kingfisher waits beneath the harbour bridge at noon."
SESSION = """\
title = "A first session"
chapter = "01-module"
slides = "01-module.md"
minutes = 30
objectives = ["Tell one thing from another."]
excerpts = ["course#sec-reading"]
exercises = ["box-ex-one"]

[[step]]
minutes = 10
title = "Begin"
method = "Plenary"
notes = "Notes of the step: the otter sleeps under the third lantern."

[[step]]
minutes = 20
title = "Work"
method = "Pairs"
exercise = "box-ex-one"
slides = [1]
"""
MODULE = f"""\
# A module {{#sec-module}}

## What we read {{#sec-reading}}

People read this together, and talk about it.

/// facilitator
{SECRET}
///

## What we do {{#sec-doing}}

/// exercise | A task
    id: box-ex-one
    lines: 1

1. Which of the two is it?
///

/// answer
It is plainly the second one, because the first was crossed out by the clerk.
///
"""
SLIDES = """\
# A first session

## One message

- One line

/// facilitator
Say aloud that the walnut desk was never sold at auction.
///
"""


@pytest.fixture
def course(project: Any) -> Any:
    """A project with one session."""
    work: Path = project.root / "sources" / "course"
    (work / "en" / "slides").mkdir(parents=True)
    (work / "sessions" / "first").mkdir(parents=True)
    text = 'title = "Course"\nkind = "guide"\nlanguages = ["en"]\nchapters = ["01-module.md"]\n'
    (work / "publication.toml").write_text(text, encoding="utf-8")
    (work / "en" / "01-module.md").write_text(MODULE, encoding="utf-8")
    (work / "en" / "slides" / "01-module.md").write_text(SLIDES, encoding="utf-8")
    (work / "sessions" / "first" / "session.toml").write_text(SESSION, encoding="utf-8")
    catalogue = project.root / "sources" / "catalogue.toml"
    listed = catalogue.read_text(encoding="utf-8")
    listed = listed.replace("publications = [", 'publications = ["course", ', 1)
    catalogue.write_text(listed, encoding="utf-8")
    return project


def words(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_a_session_gives_all_that_a_trainer_needs_and_a_second_call_writes_nothing(
    course: Any,
) -> None:
    done = course.publish("handout", "first", "--format", "json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    folder = course.root / "output" / "handouts" / "first"
    documents = {file["document"]: file for file in made["documents"]}
    assert set(documents) == {"handout", "facilitator", "answers", "slides", "print-list"}
    assert all(file["conformance"] == ["PDF/UA-1", "PDF/A-2a"] for file in documents.values())
    (sheets,) = made["sheets"]
    assert sheets["files"][0]["path"].endswith("first-en-slides-notes-a4.pdf")

    facilitator = words(folder / "first-en-facilitator.pdf")
    assert "the otter sleeps" in facilitator
    # What to print: each participant gets a handout, and how many sheets it takes is said.
    sheets_of_handout = -(-documents["handout"]["pages"] // 2)
    listed = words(folder / "first-en-print-list.pdf")
    assert f"first-en-handout.pdf each {sheets_of_handout} " in listed
    assert "first-en-answers.pdf 1 1 " in listed
    assert "crossed out by the clerk" in words(folder / "first-en-answers.pdf")
    assert "People read this together" in words(folder / "first-en-handout.pdf")
    for file in ("handout", "slides"):
        text = words(folder / f"first-en-{file}.pdf")
        for secret in (SECRET, "the otter sleeps", "crossed out", "walnut desk"):
            assert secret not in text, (file, secret)

    # Pages of the handout stand small in the facilitator's edition.
    count = len(pypdf.PdfReader(folder / "first-en-handout.pdf").pages)
    drawn = {
        name
        for page in pypdf.PdfReader(folder / "first-en-facilitator.pdf").pages
        for name in page["/Resources"].get("/XObject", {})
        if name.startswith("/Inset")
    }
    assert len(drawn) == count

    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    again = json.loads(course.publish("handout", "first", "--format", "json").stdout)
    assert not any(file["written"] for file in again["documents"])
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_leak_stops_the_build_and_nothing_is_put_out(course: Any) -> None:
    # A layout of the project's own prints to participants what it should not know.
    own = course.root / "layouts" / "handout"
    shutil.copytree(Path(__file__).parents[2] / "layouts" / "handout", own)
    template = own / "opening.html.j2"
    opening = template.read_text(encoding="utf-8")
    leaking = opening.replace("{% block body %}", "{% block body %}<p>" + SECRET + "</p>", 1)
    assert leaking != opening
    template.write_text(leaking, encoding="utf-8")
    done = course.publish("handout", "first")
    assert done.returncode == 1
    assert "P340" in done.stderr
    assert not (course.root / "output" / "handouts" / "first" / "first-en-handout.pdf").exists()


def test_a_session_that_is_not_there_is_wrong_usage(course: Any) -> None:
    done = course.publish("handout", "frist")
    assert done.returncode == 2
    assert "first" in done.stderr


def test_in_greys_every_document_is_grey_and_the_coloured_ones_stay(course: Any) -> None:
    done = course.publish("handout", "first", "--greyscale", "--format", "json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert {file["edition"] for file in made["documents"]} == {"greyscale"}
    folder = course.root / "output" / "handouts" / "first"
    for file in made["documents"]:
        assert file["path"] == f"handouts/first/first-en-{file['document']}-greyscale.pdf"
        with pikepdf.open(course.root / "output" / file["path"]) as pdf:
            painted = {
                str(one.operator)
                for page in pdf.pages
                for one in pikepdf.parse_content_stream(page)
            }
        assert not painted & {"rg", "RG", "k", "K"}, file["path"]
    listed = words(folder / "first-en-print-list-greyscale.pdf")
    assert "first-en-handout-greyscale.pdf" in listed


def test_slides_that_show_answers_are_not_among_those_to_take_notes_on(course: Any) -> None:
    sources = course.root / "sources" / "course"
    slides = sources / "en" / "slides" / "01-module.md"
    more = "\n## The answer {#sec-answer}\n\nIt is the fox.\n\n## An end {#sec-end}\n\nGo home.\n"
    slides.write_text(SLIDES + more, encoding="utf-8")
    session = sources / "sessions" / "first" / "session.toml"
    text = session.read_text(encoding="utf-8")
    session.write_text(f"slides-later = [2]\n{text}", encoding="utf-8")
    done = course.publish("handout", "first", "--format", "json")
    assert done.returncode == 0, done.stderr
    folder = course.root / "output" / "handouts" / "first"
    assert "the fox" in words(folder / "first-en-slides.pdf")
    notes = words(folder / "first-en-slides-notes-a4.pdf")
    assert "the fox" not in notes
    assert "One message" in notes and "Go home" in notes
    session.write_text(f"slides-later = 9\n{text}", encoding="utf-8")
    checked = course.publish("check")
    assert "session.toml:1:16: M217" in checked.stderr


def test_check_reads_sessions_too(course: Any) -> None:
    session = course.root / "sources" / "course" / "sessions" / "first" / "session.toml"
    text = session.read_text(encoding="utf-8")
    text = text.replace("course#sec-reading", "course#sec-raeding").replace("[1]", "[1, 7]")
    session.write_text(text, encoding="utf-8")
    done = course.publish("check")
    assert done.returncode == 1
    assert "session.toml:6" in done.stderr and "sec-reading" in done.stderr
    assert "there is no slide 7" in done.stderr


def test_the_style_of_slides_is_judged_but_not_whether_they_mention_what_they_show(
    course: Any,
) -> None:
    slides = course.root / "sources" / "course" / "en" / "slides" / "01-module.md"
    table = "\n/// table | Rates\n    id: tbl-rates\n\n| A | B |\n|---|---|\n| 1 | 2 |\n///\n"
    slides.write_text(SLIDES.replace("One line", "5% of labor") + table, encoding="utf-8")
    catalogue = course.root / "sources" / "catalogue.toml"
    style = '\n[style]\nspelling = { en = "en-GB-oxendict" }\n'
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + style, encoding="utf-8")
    said = course.publish("check", "course").stderr
    assert "01-module.md:5:3: M403" in said and "“labor”" in said
    assert not [line for line in said.splitlines() if "slides/" in line and "M414" in line]


def test_papers_refer_to_charts_of_the_work_that_they_do_not_show(course: Any) -> None:
    work = course.root / "sources" / "course"
    (work / "data").mkdir()
    (work / "data" / "c.csv").write_text("who,share\nfirst,12\nsecond,30\n", encoding="utf-8")
    chapter = work / "en" / "01-module.md"
    text = chapter.read_text(encoding="utf-8")
    chart = """\
## What we saw {#sec-seen}

See @fig-shares.

/// chart | Two shares
    id: fig-shares
    data: data/c.csv
    type: bar
    x: who
    y: share
    alt: The second share is 30, the first is 12.
///
"""
    text = text.replace("It is plainly the second one", "As @fig-shares shows, the second one")
    chapter.write_text(text + "\n" + chart, encoding="utf-8")
    done = course.publish("handout", "first", "--format", "json")
    assert done.returncode == 0, done.stderr
    folder = course.root / "output" / "handouts" / "first"
    assert "Figure 1.1" in words(folder / "first-en-answers.pdf")
