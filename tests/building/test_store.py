"""The cache keeps gatherings whole and gives them back as they were."""

from __future__ import annotations

import dataclasses

import pytest

from publish.building.store import Store
from publish.errors import Finding, Place
from publish.typesetting.model import Bookmark, FaceUse, Offers, Spot

OFFERS = Offers(
    pages=2,
    width=595.28,
    height=841.89,
    bleed=8.5,
    anchors={"sec-a": Spot(0, 1.0, 2.5)},
    bookmarks=(Bookmark(1, "Título", Spot(1, 0.0, 3.0)),),
    faces=(FaceUse("ABC", "d" * 64, 0, {3: ("fi", 541.0), 70: ("é", 561.5)}, "e" * 64),),
    late=("page:sec-a", "continued"),
    findings=(Finding(Place("w/en/a"), "T102", "odd", "mend it", "warning"),),
    seconds=0.25,
)


def test_a_kept_gathering_comes_back_as_it_was(tmp_path):
    store = Store(tmp_path)
    store.keep("ab12", b"%PDF-1.7 x", OFFERS)
    found = store.gathering("ab12", "w/en/a")
    assert found is not None
    assert found.offers == OFFERS
    assert found.pdf.read_bytes() == b"%PDF-1.7 x"


def test_its_findings_name_the_gathering_that_asks(tmp_path):
    store = Store(tmp_path)
    store.keep("ab12", b"%PDF", OFFERS)
    found = store.gathering("ab12", "other/en/b")
    assert found is not None
    assert found.offers.findings[0].place == Place("other/en/b")


def test_a_kept_finding_still_names_its_element(tmp_path):
    store = Store(tmp_path)
    finding = dataclasses.replace(OFFERS.findings[0], place=Place("w/en/a#fig-x"))
    store.keep("ab12", b"%PDF", dataclasses.replace(OFFERS, findings=(finding,)))
    found = store.gathering("ab12", "other/en/b")
    assert found is not None
    assert found.offers.findings[0].place == Place("other/en/b#fig-x")


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"pdf": ""}'])
def test_a_damaged_gathering_is_as_if_it_were_not_there(tmp_path, damage):
    store = Store(tmp_path)
    kept = store.keep("ab12", b"%PDF", OFFERS)
    kept.pdf.with_suffix(".json").write_bytes(damage)
    assert store.gathering("ab12", "w/en/a") is None


def test_a_truncated_pdf_is_noticed(tmp_path):
    store = Store(tmp_path)
    kept = store.keep("ab12", b"%PDF-1.7 whole", OFFERS)
    kept.pdf.write_bytes(b"%PDF-1.7")
    assert store.gathering("ab12", "w/en/a") is None


def test_offers_hold_nothing_that_json_would_lose():
    assert dataclasses.asdict(OFFERS)["faces"][0]["glyphs"] == {3: ("fi", 541.0), 70: ("é", 561.5)}
