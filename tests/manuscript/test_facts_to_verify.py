"""Facts that nobody has looked up are told once each, with the works that print them."""

from __future__ import annotations

from publish.errors import Place
from publish.manuscript.facts import Fact, unverified

FACTS = """\
[coverage.world]
value = 52.4
unit = "percent"
as-of = "2023"
source = "office2024"
confidence = "to verify"
"""
BIB = "@report{office2024,\n  author = {{Office}},\n  title = {State},\n  year = 2024,\n}\n"


def test_a_fact_is_one_finding_however_often_it_is_printed(read_text):
    text = "# A {#sec-a}\n\n{{fact:coverage.world}}, {{fact:coverage.world|source}}.\n"
    manuscript, findings = read_text(text, {"facts.toml": FACTS, "references.bib": BIB})
    assert findings == ()
    (found,) = unverified({"b": manuscript.facts, "a": manuscript.facts, "c": ()})
    assert str(found) == (
        "sources/facts.toml:1:1: M220 `coverage.world` (52.4 percent, 2023) is still to be "
        "verified; printed in a, b\n"
        '    remedy: look it up in its source, then write `confidence = "verified"`'
    )
    assert found.severity == "warning"


def test_facts_that_were_looked_up_or_are_not_printed_are_no_findings():
    fact = Fact("a.b", 3, "", "2023", "office2024", "verified", Place("sources/facts.toml", 1, 1))
    assert unverified({"a": (fact,), "b": ()}) == ()


def test_the_old_word_for_it_is_refused_with_the_new_one(read_text):
    old = FACTS.replace("to verify", "general knowledge")
    _, findings = read_text("# A {#sec-a}\n", {"facts.toml": old, "references.bib": BIB})
    assert [(f.rule, f.place.line) for f in findings] == [("M206", 1)]
    assert '`"to verify"`' in findings[0].remedy
