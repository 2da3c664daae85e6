"""Sessions: what they hold, and every fault at its line with what was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from publish.catalogue.model import Catalogue
from publish.catalogue.reading import read_catalogue
from publish.catalogue.schema import schemas
from publish.errors import Finding, Place

Read = Callable[..., tuple[Catalogue, tuple[Finding, ...]]]

FILE = "sources/course/sessions/day-one/session.toml"
CATALOGUE = '[imprint]\nname = "House"\n'
WORK = 'title = "T"\nkind = "guide"\nlanguages = {}\nchapters = ["01-one.md", "02-two.md"]\n'
SESSION = """title = "Day one"
chapter = "01-one"
slides = "01.md"
minutes = 45
group = "Ten people"
objectives = ["Do this.", "Do that."]
materials = ["Paper"]
excerpts = ["book#sec-a", "course#fig-b"]
exercises = ["box-x", "box-y"]
participants = "people.csv"

[[step]]
minutes = 15
title = "Begin"
method = "Talk"
notes = "Smile."
slides = "1, 3–4"

[[step]]
minutes = 30
title = "Work"
exercise = "box-x"
slides = 5
excerpts = "book#sec-a"
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a project with a course, a book and one session."""

    def read_project(
        session: str = SESSION,
        languages: str = '["en"]',
        catalogue: str = CATALOGUE,
        name: str = "day-one",
        home: str = "course",
    ) -> tuple[Catalogue, tuple[Finding, ...]]:
        sources = tmp_path / "sources"
        for work, spoken in (("course", languages), ("book", '["en"]')):
            for lang in ("en", "fr"):
                (sources / work / lang / "slides").mkdir(parents=True, exist_ok=True)
                for chapter in ("01-one.md", "02-two.md"):
                    (sources / work / lang / chapter).write_text("# A\n", encoding="utf-8")
            (sources / work / "publication.toml").write_text(WORK.format(spoken), encoding="utf-8")
        (sources / "course" / "en" / "slides" / "01.md").write_text("# S\n", encoding="utf-8")
        folder = sources / home / "sessions" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "session.toml").write_text(session, encoding="utf-8")
        (folder / "people.csv").write_text("name\n", encoding="utf-8")
        (sources / "catalogue.toml").write_text(catalogue, encoding="utf-8")
        return read_catalogue(tmp_path)

    return read_project


def test_a_session_holds_its_plan_and_what_is_handed_out(read: Read, tmp_path: Path) -> None:
    catalogue, findings = read()
    assert findings == ()
    one = catalogue.sessions["day-one"]
    assert (one.name, one.work, one.chapter, one.slides) == (
        "day-one", "course", "01-one", "01.md",
    )  # fmt: skip
    assert (one.title, one.languages, one.minutes) == ({"en": "Day one"}, ("en",), 45)
    assert one.objectives == {"en": ("Do this.", "Do that.")}
    assert one.excerpts == ("book#sec-a", "course#fig-b")
    assert one.accent == catalogue.publications["course"].accent
    assert one.participants == tmp_path / "sources/course/sessions/day-one/people.csv"
    assert [step.slides for step in one.steps] == [(1, 3, 4), (5,)]
    assert [step.notes for step in one.steps] == [{"en": "Smile."}, {}]
    assert [(step.exercise, step.excerpts) for step in one.steps] == [
        ("", ()),
        ("box-x", ("book#sec-a",)),
    ]


def test_values_have_their_places(read: Read) -> None:
    one = read()[0].sessions["day-one"]
    assert one.at("excerpts", 1) == Place(FILE, 8, 27)
    assert one.at("steps", 1, "exercise") == Place(FILE, 22, 12)
    assert one.at("steps", 1, "excerpts", 0) == Place(FILE, 24, 12)
    assert one.at("nothing") == Place(FILE, 1, 1)


def test_texts_are_one_for_all_languages_or_by_language(read: Read) -> None:
    text = SESSION.replace('title = "Day one"', 'title = { en = "Day", fr = "Jour" }')
    text = text.replace('["Do this.", "Do that."]', '{ en = ["Do."], fr = ["Faire."] }')
    text = text.replace('slides = "01.md"\n', "")
    catalogue, findings = read(text, languages='["en", "fr"]')
    assert {finding.rule for finding in findings} == {"C199"}  # the book is not in French
    one = catalogue.sessions["day-one"]
    assert one.title == {"en": "Day", "fr": "Jour"}
    assert one.objectives == {"en": ("Do.",), "fr": ("Faire.",)}
    assert one.steps[0].title == {"en": "Begin", "fr": "Begin"}


FAULTS = {
    "an unknown key": ("minutes = 45", 'minutes = 45\ngroups = "x"', "C103", 5, 1, "`group`"),
    "an unknown key of a step": ('method = "Talk"', 'methods = "T"', "C103", 15, 1, "`method`"),
    "a chapter": ('"01-one"', '"01-onne"', "C193", 2, 11, "`01-one`"),
    "times": ("minutes = 45", "minutes = 60", "C194", 4, 11, "lengthen steps by 15 minutes"),
    "no minutes": ("minutes = 30", "minutes = 0", "C105", 20, 11, ""),
    "a work": ("book#sec-a", "bok#sec-a", "C195", 8, 13, "`book`"),
    "no id": ('"book#sec-a",', '"book", "book#sec-a",', "C195", 8, 13, "`workers-guide#sec-"),
    "twice": ('"course#fig-b"', '"book#sec-a"', "C107", 8, 27, "remove one"),
    "slides": ('"01.md"', '"1.md"', "C196", 3, 10, "`01.md`"),
    "slides elsewhere": ('"01.md"', '"../01-one.md"', "C196", 3, 10, "`01.md`"),
    "people": ('"people.csv"', '"peple.csv"', "C197", 10, 16, "`people.csv`"),
    "people elsewhere": ('"people.csv"', '"../../../../p.csv"', "C197", 10, 16, "put the list"),
    "an exercise": ('exercise = "box-x"', 'exercise = "box-z"', "C198", 22, 12, "`box-"),
    "an excerpt": ('excerpts = "book#sec-a"', 'excerpts = "book#sec-b"', "C198", 24, 12, "book#s"),
    "a slide": ('"1, 3–4"', '"one"', "C105", 17, 10, ""),
    "a language": ('title = "Day one"', 'title = "D"\nlanguages = ["en", "ru"]', "C199", 2, 20, ""),
    "a text's language": ('"Day one"', '{ en = "D", fr = "J" }', "C111", 1, 21, "`languages`"),
    "a step's language": ('"Begin"', '{ fr = "D" }', "C111", 14, 9, "`en = …`"),
    "no steps": (SESSION[SESSION.index("[[step]]") :], "", "C104", 1, 1, "`step = …`"),
    "an empty list of steps": (
        SESSION[SESSION.index("[[step]]") :],
        "step = []",
        "C194",
        12,
        1,
        "`[[step]]`",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_at_its_place_with_its_remedy(read: Read, fault: str) -> None:
    before, after, rule, line, col, remedy = FAULTS[fault]
    assert before in SESSION
    _, findings = read(SESSION.replace(before, after, 1))
    found = [finding for finding in findings if finding.rule == rule]
    assert found, findings
    assert found[0].place == Place(FILE, line, col)
    assert remedy in found[0].remedy


def test_all_faults_are_told_at_once(read: Read) -> None:
    text = SESSION.replace("01-one", "03-three").replace("45", "50").replace("bo", "co")
    _, findings = read(text)
    assert len({finding.rule for finding in findings}) >= 3
    assert list(findings) == sorted(findings)


def test_a_session_without_a_title_is_left_out_and_told_of(read: Read) -> None:
    catalogue, findings = read(SESSION.replace('title = "Day one"\n', ""))
    assert catalogue.sessions == {}
    assert [finding.rule for finding in findings] == ["C104"]


def test_the_name_of_a_session_can_name_a_folder(read: Read) -> None:
    catalogue, findings = read(name="Day One")
    assert [finding.rule for finding in findings] == ["C192"]
    assert catalogue.sessions == {}


def test_a_session_of_a_work_that_is_not_listed_is_left_out_and_told_of(read: Read) -> None:
    catalogue, findings = read(catalogue='publications = ["book"]\n' + CATALOGUE)
    assert [(f.rule, f.severity, f.place.file) for f in findings] == [("C190", "warning", FILE)]
    assert catalogue.sessions == {}


def test_two_sessions_of_one_name_are_told_of(read: Read) -> None:
    read()
    text = SESSION.replace('slides = "01.md"\n', "")
    catalogue, findings = read(text, home="book")
    assert [finding.rule for finding in findings] == ["C191"]
    assert len(catalogue.sessions) == 1


def test_a_file_that_is_no_toml_is_told_of(read: Read) -> None:
    catalogue, findings = read("title = \n")
    assert [(f.rule, f.place) for f in findings] == [("C102", Place(FILE, 1, 9))]
    assert catalogue.sessions == {}


def test_the_schema_knows_sessions_and_their_steps() -> None:
    schema = schemas()["session"]
    assert {"title", "minutes", "step", "excerpts"} <= set(schema["properties"])
    assert schema["required"] == ["title", "minutes", "step"]


def test_a_list_that_is_missing_stops_nothing_else(read: Read) -> None:
    catalogue, findings = read(SESSION.replace('"people.csv"', '"others.csv"'))
    assert [(finding.rule, finding.severity) for finding in findings] == [("C197", "warning")]
    assert catalogue.sessions["day-one"].participants is None
