"""Findings for editors and code hosts, against what the schema of SARIF 2.1.0 asks."""

from __future__ import annotations

import json
import re
from typing import Any

from publish.catalogue.parsing import UNKNOWN_KEY
from publish.checking.sarif import sarif_of
from publish.checking.waiving import EXPIRED
from publish.errors import Finding, Place

ODD = UNKNOWN_KEY.at(Place("sources/a b/publication.toml", 3, 5), "unknown", "remove it")
ON_PAGE = Finding(
    Place("guide/guide-en-press.pdf"), "P253", "thin", severity="note", page=12, area=(1, 2, 3, 4)
)


def results(*findings: Finding) -> list[dict[str, Any]]:
    (run,) = sarif_of(findings)["runs"]
    listed: list[dict[str, Any]] = run["results"]
    return listed


def test_a_finding_keeps_its_place_rule_and_remedy() -> None:
    (run,) = sarif_of([ODD])["runs"]
    (result,) = run["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "sources/a%20b/publication.toml"
    assert physical["region"] == {"startLine": 3, "startColumn": 5}
    assert result["message"]["text"] == "unknown. Remedy: remove it"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "C103"


def test_no_findings_make_a_valid_empty_log() -> None:
    (run,) = sarif_of([])["runs"]
    assert run["results"] == []


def test_a_page_of_a_pdf_is_a_logical_location_and_a_property() -> None:
    (result,) = results(ON_PAGE)
    (location,) = result["locations"]
    assert location["logicalLocations"] == [{"name": "12", "kind": "page"}]
    assert "region" not in location["physicalLocation"]
    assert result["properties"] == {"page": 12, "area": [1, 2, 3, 4]}
    assert result["level"] == "note"


def test_a_page_of_another_file_than_the_source_says_which() -> None:
    finding = Finding(Place("sources/a/en/01.md", 4, 1), "T120", "m", page=7, pdf="a/a-en.pdf")
    (location,) = results(finding)[0]["locations"]
    assert location["physicalLocation"]["region"]["startLine"] == 4
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "a/a-en.pdf#page=7"


def test_each_rule_is_described_with_its_level_and_help() -> None:
    (run,) = sarif_of([EXPIRED.at(Place("waivers.toml", 1, 1), "expired")])["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == "P302"
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))


def test_a_waived_finding_is_suppressed_with_its_reason() -> None:
    (run,) = sarif_of([ODD], [(ON_PAGE, "seen by the printer")])["runs"]
    standing, waived = run["results"]
    assert "suppressions" not in standing
    assert waived["suppressions"] == [{"kind": "external", "justification": "seen by the printer"}]


def test_hostile_names_make_valid_addresses_and_valid_json() -> None:
    names = ("/tmp/a#b?.pdf", "a:b.pdf", "non-\udcff-utf8.pdf", 'quo"te\n\u202e.pdf')
    listed = results(*(Finding(Place(name), "P101", "m\udcff") for name in names))
    for result in listed:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(file://)?[A-Za-z0-9._~%/-]+", uri)
    json.dumps(listed, ensure_ascii=False).encode("utf-8", "backslashreplace")
