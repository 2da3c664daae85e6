"""Reading a project's catalogue."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from publish.catalogue.model import Part
from publish.catalogue.reading import read_catalogue

IMPRINT = '[imprint]\nname = "House"\n'
WORK = 'title = "Brief"\nkind = "brief"\nlanguages = ["en"]\nchapters = ["01-one.md"]\n'


def project(root: Path, files: dict[str, str]) -> Path:
    """Write `files` into `root`; a work's chapter is there unless it is named."""
    base = {"sources/catalogue.toml": IMPRINT, "sources/brief/en/01-one.md": "# One\n"}
    for name, text in {**base, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def faults(root: Path) -> list[str]:
    return [f"{f.place} {f.rule}" for f in read_catalogue(root)[1]]


def test_a_small_project_reads_with_defaults(tmp_path: Path) -> None:
    project(tmp_path, {"sources/brief/publication.toml": WORK})
    catalogue, findings = read_catalogue(tmp_path)
    assert findings == ()
    work = catalogue.publications["brief"]
    assert work.title == work.short_title == {"en": "Brief"}
    assert (work.layout, work.editions, work.parts) == (
        "brief",
        ("screen",),
        (Part("", ("01-one.md",)),),
    )
    assert catalogue.imprint.licence == "CC-BY-4.0"
    assert work.places["layout"].file == "sources/brief/publication.toml"


def test_all_that_can_be_said_of_a_work_is_read(tmp_path: Path) -> None:
    text = """\
title = { en = "Guide", fr = "Le guide" }
subtitle = "2026"
short-title = { en = "G", fr = "LG" }
kind = "guide"
layout = "brief"
languages = ["en", "fr"]
parts = [{ title = "First", chapters = ["01-one.md"] }]
annexes = ["a1.md"]
editions = ["screen"]
authors = ["A. Writer"]
description = "About it."
keywords = ["pensions"]
series = "Series"
number = 3
accent = "red"
date = 2026-02-03
edition = "Second edition"
status = "draft"
license = "CC-BY-SA-4.0"
isbn = "978-0-306-40615-7"
isbn-web = "9781234567897"
doi = "https://doi.org/10.1000/xyz"
issn = "0378-5955"
url = "https://example.org/guide"
"""
    files = {
        f"sources/brief/{lang}/{name}": "# T\n"
        for lang in ("en", "fr")
        for name in ("01-one.md", "a1.md")
    }
    project(tmp_path, {**files, "sources/brief/publication.toml": text})
    catalogue, findings = read_catalogue(tmp_path)
    assert findings == ()
    work = catalogue.publications["brief"]
    assert work.title == {"en": "Guide", "fr": "Le guide"}
    assert work.subtitle == {"en": "2026", "fr": "2026"}
    assert (work.number, work.date, work.licence) == ("3", dt.date(2026, 2, 3), "CC-BY-SA-4.0")
    assert work.identifiers.doi == "10.1000/xyz"
    assert work.annexes == ("a1.md",)


def test_works_stand_in_the_order_of_the_catalogue_or_else_of_the_alphabet(tmp_path: Path) -> None:
    works = {f"sources/{slug}/publication.toml": WORK for slug in ("b", "briefs/x", "a")}
    chapters = {f"sources/{slug}/en/01-one.md": "# T\n" for slug in ("b", "briefs/x", "a")}
    project(tmp_path, {**works, **chapters})
    assert list(read_catalogue(tmp_path)[0].publications) == ["a", "b", "briefs/x"]
    listed = 'publications = ["briefs/x", "a"]\n' + IMPRINT
    project(tmp_path, {"sources/catalogue.toml": listed})
    assert list(read_catalogue(tmp_path)[0].publications) == ["briefs/x", "a"]


def test_a_bundle_is_bound_of_what_is_there_and_what_is_missing_is_named(tmp_path: Path) -> None:
    text = IMPRINT + (
        '[[bundle]]\nname = "pack"\ntitle = "Pack"\npublications = ["brief", "breif", "atlas"]\n'
        '[[bundle]]\nname = "pack"\ntitle = "Again"\npublications = ["brief"]\n'
        '[[bundle]]\nname = "later"\ntitle = "Later"\npublications = ["atlas"]\n'
    )
    project(tmp_path, {"sources/catalogue.toml": text, "sources/brief/publication.toml": WORK})
    catalogue, findings = read_catalogue(tmp_path)
    assert [f"{f.place} {f.rule} {f.severity}" for f in findings] == [
        "sources/catalogue.toml:6:1 C172 warning",
        "sources/catalogue.toml:8:8 C107 error",
        "sources/catalogue.toml:11:1 C173 warning",
    ]
    assert "without `atlas`, `breif` (did you mean `brief`?)" in findings[0].message
    first = catalogue.bundles[0]
    assert (first.name, first.members, first.publication.slug) == (
        "pack",
        ("brief",),
        "bundles/pack",
    )
    assert first.merge == {"glossary", "index"}
    assert [bundle.publication.title for bundle in catalogue.bundles] == [
        {"en": "Pack"},
        {"en": "Again"},
    ]


def test_a_bundle_that_is_listed_in_another_is_told_from_a_work_not_written(tmp_path: Path) -> None:
    text = IMPRINT + (
        '[[bundle]]\nname = "pack"\ntitle = "Pack"\npublications = ["brief"]\n'
        '[[bundle]]\nname = "all"\ntitle = "All"\npublications = ["brief", "pack"]\n'
        '[[bundle]]\nname = "slip"\ntitle = "Slip"\npublications = ["breif"]\n'
    )
    project(tmp_path, {"sources/catalogue.toml": text, "sources/brief/publication.toml": WORK})
    nested, slip = read_catalogue(tmp_path)[1]
    assert "`pack` (a bundle: list its works instead)" in nested.message
    assert "`breif` (did you mean `brief`?)" in slip.message


def test_a_single_table_where_several_may_stand_is_told_how_to_be_written(tmp_path: Path) -> None:
    text = IMPRINT + '[bundle]\nname = "pack"\ntitle = "Pack"\npublications = ["brief"]\n'
    project(tmp_path, {"sources/catalogue.toml": text, "sources/brief/publication.toml": WORK})
    (found,) = read_catalogue(tmp_path)[1]
    assert (found.rule, found.remedy) == ("C105", "write `[[bundle]]`")


def test_a_bundle_of_a_work_at_fault_is_not_called_unwritten(tmp_path: Path) -> None:
    text = IMPRINT + '[[bundle]]\nname = "pack"\ntitle = "Pack"\npublications = ["brief"]\n'
    faulty = WORK.replace("kind", "knid")
    project(tmp_path, {"sources/catalogue.toml": text, "sources/brief/publication.toml": faulty})
    catalogue, findings = read_catalogue(tmp_path)
    assert catalogue.bundles == ()
    assert findings
    assert {finding.place.file for finding in findings} == {"sources/brief/publication.toml"}


def test_a_bundle_is_issued_in_the_languages_of_its_works_and_says_what_each_lacks(
    tmp_path: Path,
) -> None:
    text = IMPRINT + (
        '[[bundle]]\nname = "pack"\ntitle = "Pack"\npublications = ["brief", "guide"]\n'
        '[[bundle]]\nname = "one"\ntitle = "One"\nlanguages = ["en"]\npublications = ["guide"]\n'
    )
    both = WORK.replace('["en"]', '["en", "fr"]')
    files = {
        "sources/catalogue.toml": text,
        "sources/brief/publication.toml": WORK,
        "sources/guide/publication.toml": both,
        "sources/guide/en/01-one.md": "# One\n",
        "sources/guide/fr/01-one.md": "# Un\n",
    }
    catalogue, findings = read_catalogue(project(tmp_path, files))
    assert [bundle.publication.languages for bundle in catalogue.bundles] == [("en", "fr"), ("en",)]
    (finding,) = findings
    assert str(finding.place) == "sources/catalogue.toml:6:1"
    assert finding.message.startswith("in fr the bundle `pack` is bound without `brief`")


def test_what_a_bundle_says_of_itself_is_judged_as_a_work_is(tmp_path: Path) -> None:
    text = IMPRINT + (
        '[[bundle]]\nname = "pack"\ntitle = { fr = "Dossier" }\npublications = ["brief"]\n'
        'isbn = "9781234567890"\nurl = "example"\ndate = 2026-03-04\n'
    )
    project(tmp_path, {"sources/catalogue.toml": text, "sources/brief/publication.toml": WORK})
    assert faults(tmp_path) == [
        "sources/catalogue.toml:5:9 C111",
        "sources/catalogue.toml:5:11 C111",
        "sources/catalogue.toml:7:8 C112",
        "sources/catalogue.toml:8:7 C116",
    ]


def test_no_document_takes_the_slug_of_a_work(tmp_path: Path) -> None:
    text = IMPRINT + '[[document]]\nslug = "brief"\ntitle = "Leaflet"\nfile = "leaflet.pdf"\n'
    project(tmp_path, {"sources/catalogue.toml": text, "sources/brief/publication.toml": WORK})
    assert "sources/catalogue.toml:4:8 C174" in faults(tmp_path)


def test_all_faults_of_all_files_are_reported_at_their_places(tmp_path: Path) -> None:
    catalogue = (
        'publications = ["brief", "other", "gone", "brief"]\n'
        '[imprint]\nnmae = "House"\nurl = "example.org"\nlicence = "CC-BY"\n'
    )
    brief = """\
title = { en = "Brief", de = "Kurz" }
knid = "brief"
kind = 3
languages = ["en", "fr", "xx"]
chapters = ["01-one.md", "02-tow.md", "../x.md", "01-one.md"]
editions = ["scren"]
date = "yesterday"
isbn = "9780306406158"
issn = "12345678"
doi = "11.1/x"
keywords = "one"
short-title = ""
"""
    other = 'title = "Other\n'
    project(
        tmp_path,
        {
            "sources/catalogue.toml": catalogue,
            "sources/brief/publication.toml": brief,
            "sources/brief/en/02-two.md": "# Two\n",
            "sources/brief/fr/01-one.md": "# Un\n",
            "sources/brief/fr/02-tow.md": "# Deux\n",
            "sources/other/publication.toml": other,
        },
    )
    work = "sources/brief/publication.toml"
    assert faults(tmp_path) == [
        f"{work}:1:9 C111",  # fr is missing
        f"{work}:1:25 C111",  # de is no language of the work
        f"{work}:2:1 C103",
        f"{work}:3:8 C105",
        f"{work}:4:26 C106",
        f"{work}:5:26 C108",  # in English
        f"{work}:5:39 C109",
        f"{work}:5:50 C107",
        f"{work}:6:13 C106",
        f"{work}:7:8 C105",
        f"{work}:8:8 C112",
        f"{work}:9:8 C113",
        f"{work}:10:7 C114",
        f"{work}:11:12 C105",
        f"{work}:12:15 C105",
        "sources/catalogue.toml:1:35 C118",
        "sources/catalogue.toml:1:43 C107",
        "sources/catalogue.toml:2:1 C104",
        "sources/catalogue.toml:3:1 C103",
        "sources/catalogue.toml:4:7 C116",
        "sources/catalogue.toml:5:11 C106",
        "sources/other/publication.toml:1:15 C102",
    ]


@pytest.mark.parametrize(
    ("line", "place", "rule", "word"),
    [
        ('isbn = "9780306406158"', "5:8", "C112", "should be 7"),
        ('issn = "0378-5954"', "5:8", "C113", "should be 5"),
        ('doi = "10.1000"', "5:7", "C114", "no DOI"),
        ('isbn = "9780306406157"\nisbn-web = "978-0306406157"', "6:12", "C115", "already"),
        ('url = "www.example.org"', "5:7", "C116", "no web address"),
        ('subtitle = { fr = "x" }', "5:14", "C111", "given for fr"),
        ('parts = [{title = "P", chapters = ["02-two.md"]}]', "5:1", "C110", "both"),
        ('annexes = ["01-one.md"]', "5:12", "C107", "twice"),
        ('annexes = ["/etc/passwd"]', "5:12", "C109", "plain name"),
        ('annexes = ["01-oen.md"]', "5:12", "C108", "no file"),
        ('license = "MIT"', "5:11", "C106", "MIT"),
        ('licence = "CC0-1.0"\nlicense = "CC0-1.0"', "6:1", "C103", "same key"),
        ('isbn_web = "x"', "5:1", "C103", "isbn_web"),
    ],
)
def test_a_single_fault_is_placed_and_named(
    tmp_path: Path, line: str, place: str, rule: str, word: str
) -> None:
    project(tmp_path, {"sources/brief/publication.toml": WORK + line + "\n"})
    wanted = (f"sources/brief/publication.toml:{place}", rule)
    found = [f for f in read_catalogue(tmp_path)[1] if (str(f.place), f.rule) == wanted]
    assert found and word in found[0].message


def test_a_misspelt_key_is_answered_with_the_right_one(tmp_path: Path) -> None:
    project(tmp_path, {"sources/brief/publication.toml": WORK + 'sub_titel = "x"\n'})
    assert read_catalogue(tmp_path)[1][0].remedy == "did you mean `subtitle`?"


def test_a_work_with_a_fault_is_still_there_to_be_checked_further(tmp_path: Path) -> None:
    project(tmp_path, {"sources/brief/publication.toml": WORK + "number = 1.5\n"})
    catalogue, findings = read_catalogue(tmp_path)
    assert len(findings) == 1
    assert "brief" in catalogue.publications


def test_a_chapter_that_is_a_link_out_of_the_sources_is_refused(tmp_path: Path) -> None:
    project(tmp_path, {"sources/brief/publication.toml": WORK, "secret.md": "# Secret\n"})
    chapter = tmp_path / "sources/brief/en/01-one.md"
    chapter.unlink()
    chapter.symlink_to(tmp_path / "secret.md")
    assert faults(tmp_path) == ["sources/brief/publication.toml:4:13 C109"]


def test_a_folder_without_a_catalogue_says_what_to_do(tmp_path: Path) -> None:
    (finding,) = read_catalogue(tmp_path)[1]
    assert finding.rule == "C101" and "--project" in finding.remedy


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    project(tmp_path, {"sources/brief/publication.toml": WORK})
    (tmp_path / "sources/catalogue.toml").write_bytes(b'[imprint]\nname = "Caf\xe9"\n')
    assert faults(tmp_path) == ["sources/catalogue.toml:2:1 C101"]


def test_lists_nested_without_end_are_a_fault_of_syntax(tmp_path: Path) -> None:
    project(tmp_path, {"sources/brief/publication.toml": WORK})
    nested = "x = " + "[" * 5_000 + "]" * 5_000
    (tmp_path / "sources/catalogue.toml").write_text(IMPRINT + nested, encoding="utf-8")
    assert faults(tmp_path) == ["sources/catalogue.toml:0:0 C102"]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    project(tmp_path, {"sources/brief/publication.toml": WORK})
    text = "\ufeff" + IMPRINT.replace("\n", "\r\n")
    (tmp_path / "sources/catalogue.toml").write_text(text, encoding="utf-8", newline="")
    assert faults(tmp_path) == []


def test_a_slug_that_cannot_be_a_file_name_is_refused(tmp_path: Path) -> None:
    project(
        tmp_path,
        {"sources/My Brief/publication.toml": WORK, "sources/My Brief/en/01-one.md": "# T\n"},
    )
    assert faults(tmp_path) == ["sources/My Brief/publication.toml:0:0 C117"]


def test_no_other_listed_chapter_is_proposed_for_one_that_is_missing(tmp_path: Path) -> None:
    text = WORK.replace('"01-one.md"', '"01-one.md", "02-one.md"')
    project(tmp_path, {"sources/brief/publication.toml": text})
    assert read_catalogue(tmp_path)[1][0].remedy == "write the file, or unlist it"


def test_spaces_around_a_text_are_none_of_it(tmp_path: Path) -> None:
    text = WORK.replace('"Brief"', '" Brief "')
    project(tmp_path, {"sources/brief/publication.toml": text})
    assert read_catalogue(tmp_path)[0].publications["brief"].title == {"en": "Brief"}


def test_a_folder_that_may_not_be_looked_into_is_a_finding(tmp_path, monkeypatch):
    shut = tmp_path / "sources" / "guide" / "en"
    shut.mkdir(parents=True)
    (tmp_path / "sources" / "catalogue.toml").write_text('publications = ["guide"]')
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != shut)  # root may
    catalogue, findings = read_catalogue(tmp_path)
    assert [(f.rule, f.place.file) for f in findings] == [("C120", "sources/guide/en")]
    assert not catalogue.publications
