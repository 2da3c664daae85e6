"""Waivers against findings."""

from __future__ import annotations

import datetime as dt

import pytest

from publish.catalogue.waivers import Waiver
from publish.checking.conformance import ACCESSIBLE
from publish.checking.opened import OPENS
from publish.checking.waiving import may_be_waived, refusing, waive
from publish.errors import Finding, Place, Rule
from publish.typesetting.engine import ENGINE_WARNING
from publish.typesetting.fetching import REFUSED

TODAY = dt.date(2026, 6, 1)
RULE = "T110"
FINDING = Finding(Place("guide/guide-en-press.pdf"), RULE, "text hangs out", page=12)
OTHER = Finding(Place("guide/guide-en-press.pdf"), RULE, "text hangs out", page=13)


def waiver(line: int = 1, **changes: object) -> Waiver:
    said: dict[str, object] = {
        "rule": RULE,
        "file": "guide/*.pdf",
        "reason": "meant so",
        "expires": dt.date(2027, 1, 31),
        "place": Place("waivers.toml", line, 1),
    }
    return Waiver(**{**said, **changes})  # type: ignore[arg-type]  # fields by name


def test_without_waivers_all_stands_in_order() -> None:
    result = waive([OTHER, FINDING], (), TODAY)
    assert result.standing == (FINDING, OTHER)
    assert (result.waived, result.unused) == ((), ())


def test_a_waiver_takes_what_it_covers_and_says_which() -> None:
    one = waiver(page=12)
    result = waive([FINDING, OTHER], [one], TODAY)
    assert result.standing == (OTHER,)
    assert result.waived == ((FINDING, one),)
    assert result.unused == ()


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next() -> None:
    one = waiver(expires=TODAY)
    assert waive([FINDING], [one], TODAY).standing == ()
    standing = waive([FINDING], [one], TODAY + dt.timedelta(days=1)).standing
    assert FINDING in standing
    (expired,) = set(standing) - {FINDING}
    assert (expired.rule, expired.severity, expired.place) == ("P302", "warning", one.place)
    assert "expired on 2026-06-01: one finding stands again" in expired.message


def test_an_expired_waiver_that_met_no_finding_says_nothing_of_findings() -> None:
    result = waive([], [waiver(expires=dt.date(2020, 1, 1))], TODAY)
    (expired,) = result.standing
    assert expired.message.endswith("expired on 2020-01-01")
    assert expired.remedy.startswith("remove the waiver, or")
    assert result.unused == ()


def test_where_two_waivers_cover_a_finding_the_longer_one_counts_and_both_are_used() -> None:
    short, long = waiver(1), waiver(2, expires=dt.date(2028, 1, 1))
    result = waive([FINDING], [short, long], TODAY)
    assert result.waived == ((FINDING, long),)
    assert result.unused == ()


def test_a_waiver_that_covers_nothing_is_a_warning_apart() -> None:
    result = waive([FINDING], [waiver(page=99)], TODAY)
    assert result.standing == (FINDING,)
    assert [(f.rule, f.severity, f.place.line) for f in result.unused] == [("P303", "warning", 1)]


def test_a_note_is_not_waived() -> None:
    note = Finding(FINDING.place, RULE, "mended", severity="note")
    assert waive([note], [waiver()], TODAY).standing == (note,)
    assert refusing([note, FINDING]) == (FINDING,)


def test_a_rule_that_is_not_there_is_answered_with_the_nearest() -> None:
    (finding,) = waive([], [waiver(rule="T11O")], TODAY).standing
    assert (finding.rule, finding.severity) == ("P300", "error")
    assert "did you mean `T1" in finding.remedy


@pytest.mark.parametrize("rule", [OPENS, REFUSED, ACCESSIBLE])
def test_unreadable_files_leaks_and_broken_standards_are_never_waived(rule: Rule) -> None:
    found = rule.at(FINDING.place, "bad")
    result = waive([found], [waiver(rule=rule.code)], TODAY)
    assert found in result.standing
    assert [f.rule for f in result.standing if f != found] == ["P301"]


def test_warnings_and_what_a_person_can_judge_may_be_waived_but_no_fault_of_a_waiver() -> None:
    assert may_be_waived("B103")
    assert may_be_waived(ENGINE_WARNING.code)
    assert not any(may_be_waived(f"P30{n}") for n in range(4))
    assert may_be_waived("P213")
    assert not any(may_be_waived(code) for code in ("P202", "P204", "P227", "P230", "Q999"))
