"""`publish check` as writers meet it."""

from __future__ import annotations

import json


def test_a_placeholder_is_a_warning_that_a_release_refuses(project):
    project.edit("guide/en/01-one.md", "## ", "Come on {{placeholder:date}}.\n\n## ")
    project.edit(
        "guide/publication.toml", "title = ", 'authors = ["{{placeholder:name}}"]\ntitle = '
    )
    checked = project.publish("check")
    assert checked.returncode == 0, checked.stderr
    assert "M180 warning: “date” is to be filled in" in checked.stderr
    assert "sources/guide/publication.toml:1:12: C121 warning: “name”" in checked.stderr
    refused = project.publish("check", "--release", "--format", "json")
    assert refused.returncode == 1
    assert {"C121", "M180"} <= {finding["rule"] for finding in json.loads(refused.stdout)}
    assert "not fit for release: " in refused.stderr


def test_the_list_says_how_much_each_work_holds(project):
    listed = json.loads(project.publish("list", "--format", "json").stdout)
    guide, brief = listed["publications"]
    assert (guide["slug"], guide["pages"], guide["facts"]) == ("guide", None, 1)
    assert listed["in_all"]["words"] == guide["words"] + brief["words"] > 100
    assert listed["in_all"]["sources"] <= guide["sources"] + brief["sources"]
    assert project.publish("list").stdout.splitlines()[-1].split()[:2] == ["in", "all"]
