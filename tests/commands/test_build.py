"""`publish build` as its users meet it: what is set, what is kept, what stays when it fails."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

import pypdf
import pytest

from publish.building.choice import EVERY, Choice
from publish.commands import build, bundle
from publish.commands.build import add_arguments
from publish.commands.choosing import choice_of

GUIDE = "guide/guide-en-screen.pdf"
PARAGRAPH = "\n\n" + "More words that fill the page and then another. " * 40


def set_names(record):
    return {f"{g['publication']}/{g['name']}" for g in record["gatherings"] if g["set"]}


def test_a_build_gives_a_file_for_each_work_and_a_record_of_it(project):
    record = project.build()
    files = {file["path"]: file for file in record["files"]}
    assert set(files) == {GUIDE, "brief/brief-en-screen.pdf"}
    for path, file in files.items():
        pdf = project.root / "output" / path
        assert file["bytes"] == pdf.stat().st_size
        assert file["pages"] == len(pypdf.PdfReader(pdf).pages)
        assert file["seconds"] > 0
        assert (file["language"], file["edition"]) == ("en", "screen")
    assert record["gatherings_set"] == len(record["gatherings"]) > 5
    assert record["gatherings_reused"] == 0
    assert record["seconds"]["total"] > 0
    assert (project.root / "output" / "report.html").is_file()


def test_a_second_build_sets_nothing(project):
    first = project.build()
    before = project.outputs()
    second = project.build()
    assert second["gatherings_set"] == 0
    assert second["gatherings_reused"] == first["gatherings_set"]
    assert project.outputs() == before


def test_an_edited_chapter_is_set_and_no_other(project):
    project.build()
    project.edit("guide/en/02-two.md", "Some words", "Other words")
    record = project.build()
    assert set_names(record) == {"guide/02-two"}


def test_a_chapter_that_grows_by_pages_sets_no_other_chapter(project):
    before = project.build()
    project.edit("guide/en/02-two.md", "Words, words, words", PARAGRAPH * 6)
    after = project.build()
    assert after["files"][1]["pages"] > before["files"][1]["pages"]
    chapters = {"guide/01-one", "guide/03-three", "guide/a-annex", "brief/brief"}
    assert not set_names(after) & chapters
    assert "guide/02-two" in set_names(after)


def test_page_numbers_in_the_text_follow_a_chapter_that_grew(project):
    project.edit("guide/en/01-one.md", "Text with", PARAGRAPH * 6 + "\n\nText with")
    project.build()
    pdf = pypdf.PdfReader(project.root / "output" / GUIDE)
    labels = dict(enumerate(pdf.page_labels))
    (two,) = [
        labels[i] for i, page in enumerate(pdf.pages) if "Some words before" in page.extract_text()
    ]
    text = " ".join(page.extract_text() for page in pdf.pages).replace("\xa0", " ")
    assert f"(p. {two})" in text


def test_the_cache_can_be_deleted_and_gives_the_same_bytes_again(project):
    project.build()
    before = project.outputs()
    project.publish("clean", "--all")
    assert not project.outputs()
    project.build()
    assert project.outputs() == before


def test_the_same_sources_give_the_same_bytes_anywhere(new_project):
    one, other = new_project("one"), new_project("some/other/folder")
    one.build("-j1", env={"TZ": "UTC", "LANG": "C", "PYTHONHASHSEED": "1"})
    strange = {"TZ": "Pacific/Kiritimati", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    other.build("-j3", env={**strange, "PYTHONHASHSEED": "7"})
    assert one.outputs() == other.outputs()


def test_warm_and_cold_builds_give_the_same_bytes(new_project):
    warm, cold = new_project("warm"), new_project("cold")
    warm.build()
    for project in (warm, cold):
        project.edit("guide/en/01-one.md", "Text with", PARAGRAPH * 9 + "\n\nText with")
        project.build()
    assert warm.outputs() == cold.outputs()


def test_an_error_is_reported_with_its_place_and_leaves_the_last_files(project):
    project.build()
    before = project.outputs()
    project.edit("guide/en/02-two.md", "Some words", "See @fig-bras and")
    failed = project.publish("build")
    assert failed.returncode == 1
    assert "sources/guide/en/02-two.md:3:5: M2" in failed.stderr
    assert "fig-bars" in failed.stderr, "the nearest known name is the remedy"
    assert project.outputs() == before


def test_only_what_is_named_is_built(project):
    project.build("brief")
    assert set(project.outputs()) == {"brief/brief-en-screen.pdf"}


@pytest.mark.parametrize(
    ("arguments", "choice"),
    [
        ("--edition press cover guide", {"slugs": ("guide",), "editions": ("press", "cover")}),
        ("--edition press,cover guide", {"slugs": ("guide",), "editions": ("press", "cover")}),
        (
            "guide --edition press --edition cover",
            {"slugs": ("guide",), "editions": ("press", "cover")},
        ),
        ("--lang en brief guide", {"slugs": ("brief", "guide"), "languages": ("en",)}),
        (
            "brief --lang fr,en --edition screen",
            {"slugs": ("brief",), "editions": ("screen",), "languages": ("fr", "en")},
        ),
        ("--edition papyrus guide", {"slugs": ("guide",), "editions": ("papyrus",)}),
    ],
)
def test_a_work_after_a_list_of_editions_or_languages_is_a_work(project, arguments, choice):
    parser = ArgumentParser()
    add_arguments(parser)
    parser.set_defaults(project=project.root)
    assert choice_of(parser.parse_args(arguments.split())) == Choice(**choice)


@pytest.mark.parametrize(
    ("arguments", "bundles"),
    [("", (EVERY,)), ("pack", ("pack",)), ("--edition press pack", ("pack",))],
)
def test_a_bundle_after_a_list_of_editions_is_a_bundle(project, monkeypatch, arguments, bundles):
    catalogue = project.file("catalogue.toml")
    text = '\n[[bundle]]\nname = "pack"\ntitle = "Pack"\npublications = ["guide", "brief"]\n'
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + text, encoding="utf-8")
    parser = ArgumentParser()
    bundle.add_arguments(parser)
    parser.set_defaults(project=project.root)
    asked = []
    monkeypatch.setattr(build, "run", lambda found: asked.append(choice_of(found)) or 0)
    bundle.run(parser.parse_args(arguments.split()))
    assert [choice.bundles for choice in asked] == [bundles]
    assert asked[0].slugs == ()


@pytest.mark.parametrize(
    "arguments", [("nonsuch",), ("--edition", "papyrus"), ("--lang", "tlh")], ids=lambda a: a[-1]
)
def test_a_name_that_nothing_bears_is_a_fault(project, arguments):
    project.build("brief")
    report = (project.root / "output" / "report.html").read_bytes()
    failed = project.publish("build", *arguments)
    assert failed.returncode == 2
    assert "C150" in failed.stderr
    assert "choose one of" in failed.stderr
    assert (project.root / "output" / "report.html").read_bytes() == report


def test_a_folder_that_is_not_there_is_wrong_usage(project, tmp_path):
    failed = project.publish("build", "--project", str(tmp_path / "nowhere"))
    assert failed.returncode == 2


def test_json_goes_to_stdout_and_messages_to_stderr(project):
    done = project.publish("build", "--format", "json")
    assert json.loads(done.stdout)["files"]


def test_the_date_of_the_files_is_source_date_epoch_if_there_is_one(project):
    project.build("brief", env={"SOURCE_DATE_EPOCH": "86400"})
    pdf = pypdf.PdfReader(project.root / "output" / "brief" / "brief-en-screen.pdf")
    assert pdf.metadata.creation_date.year == 1970


def test_a_project_may_bring_a_layout_of_its_own(project):
    own = project.root / "layouts" / "guide"
    own.mkdir(parents=True)
    built_in = Path(__file__).parents[2] / "layouts" / "guide"
    sheet = next(path for path in built_in.glob("*.css.j2"))
    text = sheet.read_text(encoding="utf-8") + "\nbody { text-transform: uppercase }\n"
    (own / sheet.name).write_text(text, encoding="utf-8")
    project.build("guide")
    text = pypdf.PdfReader(project.root / "output" / GUIDE).pages[-3].extract_text()
    assert text == text.upper()


def test_a_killed_build_leaves_whole_files_and_no_process(project):
    project.build()
    before = project.outputs()
    project.edit("guide/en/02-two.md", "Some words", PARAGRAPH * 30)
    command = [sys.executable, "-m", "publish", "build", "--force"]
    command += ["--project", str(project.root), "--cache", str(project.cache)]
    source = str(Path(__file__).parents[2] / "src")
    build = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": source}, stderr=subprocess.PIPE, text=True
    )
    assert build.stderr is not None
    build.stderr.readline()
    time.sleep(0.5)
    build.send_signal(signal.SIGKILL)
    build.wait()
    time.sleep(0.5)
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(project.root) not in running.stdout
    assert project.outputs() == before
    project.build()
    leftover = [p for p in (project.root / "output").rglob(".*") if p.name != ".gitignore"]
    assert not leftover


def test_the_report_tells_of_the_files_that_are_there(project):
    project.build()
    project.build("guide")
    project.build()
    report = (project.root / "output" / "report.html").read_text(encoding="utf-8")
    assert "brief-en-screen.pdf" in report


@pytest.mark.parametrize("jobs", ["0", "-1", "x", "1000"])
def test_an_impossible_number_of_workers_is_wrong_usage(project, jobs):
    failed = project.publish("build", f"--jobs={jobs}")
    assert failed.returncode == 2
    assert "from 1 to 64" in failed.stderr


def test_a_project_may_change_one_file_of_the_brand(project):
    own = project.root / "layouts" / "brand"
    own.mkdir(parents=True)
    built_in = Path(__file__).parents[2] / "layouts" / "brand" / "strings.csv"
    text = built_in.read_text(encoding="utf-8").replace("\nbox,Box,", "\nbox,Panel,")
    (own / "strings.csv").write_text(text, encoding="utf-8")
    project.build("guide")
    pdf = pypdf.PdfReader(project.root / "output" / GUIDE)
    text = " ".join(page.extract_text() for page in pdf.pages).replace("\xa0", " ")
    assert "Panel 2.1" in text


def test_an_interrupted_build_leaves_nothing_behind(project):
    project.build()
    source = str(Path(__file__).parents[2] / "src")
    command = [sys.executable, "-m", "publish", "build", "--project", str(project.root)]
    for pause in (0.1, 0.2, 0.4):
        build = subprocess.Popen(
            [*command, "--cache", str(project.cache), "--force"],
            env={**os.environ, "PYTHONPATH": source},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert build.stderr is not None
        for line in build.stderr:
            if line.startswith("set ") and "index" in line:
                break
        time.sleep(pause)
        build.send_signal(signal.SIGINT)
        build.wait()
        build.stderr.close()
        assert not list((project.root / "output").rglob(".*.new"))
        assert build.returncode in (0, 130, -signal.SIGINT)  # the last: it had ended already
    for path in project.outputs():
        assert pypdf.PdfReader(project.root / "output" / path).pages


def test_a_failed_build_tells_programs_why(project):
    project.edit("guide/en/02-two.md", "Some words", "See @fig-bras and")
    failed = project.publish("build", "--format", "json")
    assert failed.returncode == 1
    (finding,) = json.loads(failed.stdout)["findings"]
    assert finding["file"] == "sources/guide/en/02-two.md"
    assert finding["line"] == 3


def test_two_builds_at_once_leave_whole_files(project):
    source = str(Path(__file__).parents[2] / "src")
    command = [sys.executable, "-m", "publish", "build", "-q", "--project", str(project.root)]
    environment = {**os.environ, "PYTHONPATH": source}
    both = [
        subprocess.Popen([*command, "--cache", str(project.cache)], env=environment)
        for _ in range(2)
    ]
    assert [build.wait() for build in both] == [0, 0]
    outputs = project.outputs()
    assert len(outputs) == 2
    project.build("--force")
    assert project.outputs() == outputs


def test_a_reference_to_a_work_in_another_language_only_is_found_in_the_source(project):
    french = project.file("guide/fr")
    french.mkdir()
    (french / "01-un.md").write_text("# Un {#sec-un}\n\nVoir @brief:sec-brief.\n", encoding="utf-8")
    publication = project.file("guide/publication.toml")
    text = publication.read_text(encoding="utf-8")
    publication.write_text(
        text.replace('languages = ["en"]', 'languages = ["fr"]')
        .replace('chapters = ["01-one.md", "02-two.md", "03-three.md"]', 'chapters = ["01-un.md"]')
        .replace('annexes = ["a-annex.md"]', ""),
        encoding="utf-8",
    )
    checked = project.publish("check", "guide")
    assert checked.returncode == 1
    assert "sources/guide/fr/01-un.md:3:6: M215" in checked.stderr


def test_a_character_without_a_glyph_is_found_in_its_manuscript(project):
    project.edit("guide/en/02-two.md", "Some words", "Some 漢 words")
    failed = project.publish("build")
    assert failed.returncode == 1
    assert "sources/guide/en/02-two.md:1:" in failed.stderr
    assert "U+6F22" in failed.stderr


def test_a_check_that_finds_nothing_says_so(project):
    done = project.publish("check")
    assert done.returncode == 0
    assert "nothing to mend" in done.stderr


def test_the_real_guide_has_the_same_bytes_whatever_the_hash_seed(works, project_at, tmp_path):
    shutil.copytree(works.root / "sources", tmp_path / "sources")
    project = project_at(tmp_path, works.cache)  # what is set stays in the cache
    files = set()
    for seed in "12":
        shutil.rmtree(project.root / "output", ignore_errors=True)
        project.build("workers-guide", "--edition", "screen", env={"PYTHONHASHSEED": seed})
        files |= set(project.outputs().values())
    assert len(files) == 1


def test_checking_the_sources_looks_at_printer_papers_and_binding(project):
    asked = """editions = ["screen", "press"]
printer = "office-laser"
paper = "vellum"
cover-paper = "leather"
binding = "perfect"
kind ="""
    project.edit("guide/publication.toml", "kind =", asked)
    project.edit("brief/publication.toml", "kind =", 'editions = ["press"]\nprinter = "x"\nkind =')
    checked = project.publish("check")
    assert checked.returncode == 1
    for line, rule in ((6, "C162"), (7, "C162"), (8, "C167")):
        assert f"sources/guide/publication.toml:{line}" in checked.stderr
        assert rule in checked.stderr
    assert "sources/brief/publication.toml:3" in checked.stderr
    assert "C160" in checked.stderr


def test_checking_the_sources_looks_at_what_is_asked_for_bundles(project):
    catalogue = project.file("catalogue.toml")
    text = (
        catalogue.read_text(encoding="utf-8")
        + """
[[bundle]]
name = "pack"
title = "Pack"
publications = ["guide", "brief"]
editions = ["press"]
paper = "vellum"
"""
    )
    catalogue.write_text(text, encoding="utf-8")
    line = text.splitlines().index('paper = "vellum"') + 1
    checked = project.publish("check")
    assert f"sources/catalogue.toml:{line}" in checked.stderr
    assert "C162" in checked.stderr


def test_no_package_is_made_of_files_for_another_printer(project):
    catalogue = project.file("catalogue.toml")
    text = '\n[[bundle]]\nname = "pack"\ntitle = "Pack"\npublications = ["brief"]\n'
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + text, encoding="utf-8")
    record = project.build("--printer", "office-laser")
    assert "bundles/pack-en.pdf" in {file["path"] for file in record["files"]}
    assert not list(project.root.rglob("*.zip"))
