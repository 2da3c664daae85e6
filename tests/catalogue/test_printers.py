"""Printer profiles: what is read, what is refused, and what follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.catalogue.making import padded, papers_for, spine_of, spine_width, way_for
from publish.catalogue.model import Publication
from publish.catalogue.printer_reading import printers_in, read_printer
from publish.catalogue.printers import Printer
from publish.composing.layouts import built_in_layouts, load_layout

IDENTITY = load_layout(Path("/nowhere"), "guide")[0].identity
SHIPPED = ("digital-on-demand", "office-laser", "offset-coated")


def printer(name: str = "offset-coated") -> Printer:
    found, findings = read_printer(IDENTITY, name)
    assert found and findings == ()
    return found


def work(**more: object) -> Publication:
    texts = {"title": {"en": "W"}, "subtitle": {}, "short_title": {}}
    plain = {"kind": "guide", "layout": "guide", "languages": ("en",), "parts": ()}
    return Publication(slug="work", **{**texts, **plain, **more})  # type: ignore[arg-type]


def changed(tmp_path: Path, old: str, new: str) -> list[str]:
    """Return what is found in the offset profile with `old`, which must be there, changed."""
    text = (built_in_layouts() / "brand/printers/offset-coated.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "layouts" / "brand" / "printers" / "mine.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found, findings = read_printer({**IDENTITY, "printers/mine.toml": path}, "mine")
    assert (found is None) == bool(findings)
    assert all(f.place.file == "layouts/brand/printers/mine.toml" for f in findings)
    return [f"{finding.rule} {finding.message}" for finding in findings]


def test_three_printers_are_shipped() -> None:
    assert printers_in(IDENTITY) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_printer_binds_every_count_of_pages_up_to_its_most(name: str) -> None:
    ours = printer(name)
    for pages in range(1, max(way.most_pages for way in ours.ways) - 3):
        way, findings = way_for(ours, work(), pages, pages + 4)
        assert way is not None, (pages, findings)


def test_a_project_changes_a_printer_by_a_file_of_its_own(tmp_path: Path) -> None:
    text = (built_in_layouts() / "brand/printers/offset-coated.toml").read_text(encoding="utf-8")
    path = tmp_path / "layouts" / "brand" / "printers" / "offset-coated.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("caliper = 0.095", "caliper = 0.101"), encoding="utf-8")
    layout, _ = load_layout(tmp_path, "guide")
    ours, _ = read_printer(layout.identity, "offset-coated")
    assert ours and ours.papers["silk-115"].caliper == 0.101


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("bleed = 3 ", "blede = 3 ", "C103 unknown key `blede`"),
        ("ink-limit = 300", "ink-limit = 410", "C105 `ink-limit` must be less than or equal"),
        ("ink-limit = 300", "ink-limit = -1", "C105 `ink-limit` must be greater than or equal"),
        ("bleed = 3 ", 'bleed = "3" ', "C105 `bleed` must be a number"),
        ('marks = ["crop"', 'marks = ["cros"', "C106 `cros` is not a known word"),
        ('method = "perfect"', 'method = "glued"', "C106 `glued` is not a known word"),
        ("sheet = [1020, 720]", "sheet = [1020]", "C105 `sheet`"),
        ("mark-offset = 5", "mark-offset = 2", "C163 marks begin 2 mm"),
        ("FOGRA39L_coated.icc", "FOGRA51.icc", "C161 `colour/FOGRA51.icc` is not in"),
        ("colour/FOGRA39L_coated.icc", "brand.toml", "C161 `brand.toml` is no ICC profile"),
        ("FOGRA39L_coated.icc", "sRGB2014.icc", "C161 `colour/sRGB2014.icc` is no profile of"),
        ('paper = "silk-115"', 'paper = "silk-116"', "C162 there is no paper `silk-116`"),
        ("caliper = 0.095", "caliper = 0.95", "C164 a sheet of 115 g/m²"),
        ("caliper = 0.095", "caliper = 9.5", "C105 `caliper` must be"),
        ("least-pages = 8", "least-pages = 80", "C165 `least-pages` is 80"),
        ("multiple = 4", "multiple = 2", "C165 stitched pages"),
        ("\nline = 0.25", "", "C104 `line` is missing"),
    ],
)
def test_a_fault_of_a_profile_is_named_and_the_printer_is_not_used(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    found = changed(tmp_path, old, new)
    assert any(finding.startswith(said) for finding in found), found


def test_a_printer_that_is_not_there_is_answered_with_the_nearest() -> None:
    found, (finding,) = read_printer(IDENTITY, "ofset-coated")
    assert found is None
    assert (finding.rule, finding.remedy) == ("C160", "did you mean `offset-coated`?")


def test_an_empty_profile_is_all_faults_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("")
    found, findings = read_printer({"printers/x.toml": path}, "x")
    assert found is None and len(findings) == 12


def test_the_spine_is_as_thick_as_the_leaves_and_the_glue() -> None:
    assert spine_width(50, 0.1, 0.5) == 5.5
    assert [padded(pages, 4) for pages in (0, 1, 4, 5)] == [0, 4, 4, 8]


def test_changing_the_stock_changes_the_spine() -> None:
    widths = {}
    for name in ("silk-115", "uncoated-100", "uncoated-120"):
        publication = work(paper=name)
        papers, findings = papers_for(printer(), publication)
        way, _ = way_for(printer(), publication, 110, 112)
        assert way and findings == ()
        widths[name] = spine_of(printer(), papers, way, 110)
    assert widths == {"silk-115": 5.9, "uncoated-100": 7.8, "uncoated-120": 9.0}


def test_the_way_of_binding_follows_from_the_pages_and_the_work_may_ask_for_another() -> None:
    def method(pages: int, **more: object) -> str:
        way, findings = way_for(printer(), work(**more), pages, pages + 4)
        return way.method if way else findings[0].rule

    assert method(20) == "saddle-stitch"
    assert method(44) == "saddle-stitch", "48 with its cover"
    assert method(45) == "perfect"
    assert method(44, binding="perfect") == "perfect"
    assert method(100, binding="saddle-stitch") == "C167"
    assert method(20, binding="perfect") == "C167"
    assert method(900) == "C167"


def test_what_is_not_spinal_has_no_spine() -> None:
    way, _ = way_for(printer(), work(), 20, 24)
    papers, _ = papers_for(printer(), work())
    assert way and spine_of(printer(), papers, way, 20) == 0


def test_a_paper_that_the_works_own_printer_lacks_is_an_error() -> None:
    _, (finding,) = papers_for(printer(), work(paper="silk-116"))
    assert (finding.rule, finding.severity) == ("C162", "error")
    assert finding.remedy == "did you mean `silk-115`?"


def test_at_another_printers_the_usual_paper_stands_in_and_a_note_says_so() -> None:
    office = printer("office-laser")
    papers, findings = papers_for(office, work(paper="silk-135", cover_paper="card-160"))
    assert (papers.text.name, papers.cover.name) == ("copy-80", "card-160")
    assert [(f.rule, f.severity) for f in findings] == [("C168", "note")]
    way, findings = way_for(office, work(binding="perfect"), 110, 114)
    assert way and way.method == "loose"
    assert [(f.rule, f.severity) for f in findings] == [("C168", "note")]
