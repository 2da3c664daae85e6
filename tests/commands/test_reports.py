"""What is left to read after builds that fail, and after those that are right again."""

from __future__ import annotations

import re

NOWHERE = "\n\nSee @sec-nowhere.\n"


def test_a_build_that_fails_says_so_in_the_report_until_one_is_right_again(project):
    project.build()
    report = project.root / "output" / "report.html"
    good = project.outputs()
    path = next(project.file("guide/en").glob("*.md"))
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + NOWHERE, encoding="utf-8")
    assert project.publish("build").returncode == 1
    failed = report.read_text(encoding="utf-8")
    assert "<title>Nothing was delivered</title>" in failed
    assert re.search(rf"sources/guide/en/{path.name}:\d+:\d+", failed)
    assert project.outputs() == good
    path.write_text(whole, encoding="utf-8")
    project.build()
    assert "<title>Build report</title>" in report.read_text(encoding="utf-8")


def test_nothing_is_left_behind_where_there_is_no_project(project):
    project.file("catalogue.toml").unlink()
    done = project.publish("build")
    assert done.returncode == 1
    assert not (project.root / "output").exists()


def test_what_stands_in_the_way_of_a_release_is_shown_on_its_page(project):
    project.edit("guide/en/02-two.md", "| first | 1 |", f"| {'Long' * 21} | 1 |")
    project.build()
    refused = project.publish("build", "--release")
    assert refused.returncode == 1
    report = (project.root / "output" / "report.html").read_text(encoding="utf-8")
    assert "<title>Nothing was delivered</title>" in report
    assert "data:image/jpeg;base64," in report, "a picture of the file that lies there already"
