"""What a rule and a judge both say is said once, and what only a judge says has a remedy."""

from __future__ import annotations

import pytest

from publish.checking.conformance import ACCESSIBLE, LASTING
from publish.checking.folding import folded
from publish.checking.tagtree import TAGGED
from publish.checking.verapdf import ACCESSIBLE as SECOND
from publish.errors import Finding, Place

HERE = Place("strange.pdf")
UNTAGGED = TAGGED.at(HERE, "the file has no tags", "tag it")


def says(message: str) -> Finding:
    return ACCESSIBLE.at(HERE, message)


@pytest.mark.parametrize(
    "judged",
    [
        says("PDFUA1-STRUCT-TREE-ROOT-001 (1 times): no StructTreeRoot"),
        LASTING.at(HERE, "PDFA2A-TAGGED-DOCUMENT-001 (1 times): no Marked"),
        SECOND.at(HERE, "7.1-11 (1 times): no StructTreeRoot"),
    ],
    ids=lambda finding: finding.rule,
)
def test_what_a_rule_has_said_no_judge_repeats(judged: Finding) -> None:
    assert folded([UNTAGGED, judged]) == (UNTAGGED,)
    (alone,) = folded([judged])
    assert alone.message == judged.message and "Tagged PDF" in alone.remedy


def test_a_warning_of_ours_takes_no_error_of_a_judge_away() -> None:
    mild = Finding(HERE, TAGGED.code, "few tags", "more", "warning")
    judged = says("PDFUA1-STRUCT-TREE-ROOT-001 (1 times): no StructTreeRoot")
    assert [finding.rule for finding in folded([mild, judged])] == [TAGGED.code, ACCESSIBLE.code]


def test_another_file_is_another_matter() -> None:
    judged = ACCESSIBLE.at(Place("other.pdf"), "PDFUA1-STRUCT-TREE-ROOT-001 (1 times): none")
    assert len(folded([UNTAGGED, judged])) == 2


def test_clauses_of_one_kind_are_one_finding_of_each_judge() -> None:
    found = folded(
        [
            says("PDFUA1-ID-PART-001 (1 times): no part"),
            says("PDFUA1-ID-SCHEMA-001 (1 times): no schema"),
            LASTING.at(HERE, "PDFA2A-ID-SCHEMA-001 (1 times): no schema"),
        ]
    )
    assert [finding.rule for finding in found] == [ACCESSIBLE.code, LASTING.code]
    assert found[0].message.endswith("no part (and 1 more of the kind)")


@pytest.mark.parametrize("message", ["PDFUA1-NEW-THING-001 (1 times): x", "does not conform"])
def test_what_nobody_foresaw_has_a_remedy_too(message: str) -> None:
    (finding,) = folded([says(message)])
    assert finding.remedy
