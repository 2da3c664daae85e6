"""Findings for editors and code hosts."""

from __future__ import annotations

from publish.catalogue.parsing import UNKNOWN_KEY
from publish.checking.sarif import sarif_of
from publish.errors import Place


def test_a_finding_keeps_its_place_rule_and_remedy() -> None:
    finding = UNKNOWN_KEY.at(Place("sources/a b/publication.toml", 3, 5), "unknown", "remove it")
    (run,) = sarif_of([finding])["runs"]
    (result,) = run["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "sources/a%20b/publication.toml"
    assert physical["region"] == {"startLine": 3, "startColumn": 5}
    assert result["message"]["text"] == "unknown. Remedy: remove it"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "C103"


def test_no_findings_make_a_valid_empty_log() -> None:
    (run,) = sarif_of([])["runs"]
    assert run["results"] == []
