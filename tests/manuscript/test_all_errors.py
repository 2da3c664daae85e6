"""Every error of an author is found in one run, at its own place."""

from __future__ import annotations

import shutil
from pathlib import Path

from publish.catalogue.reading import read_catalogue
from publish.manuscript.reading import read

FIXTURE = Path(__file__).parents[1] / "fixtures" / "all-errors"
HOME = Path(__file__).parents[2] / "layouts" / "brand"
BRAND = {path.relative_to(HOME).as_posix(): path for path in HOME.rglob("*.*")}
EXPECTED = FIXTURE / "expected.txt"


def _findings(tmp_path):
    shutil.copytree(FIXTURE, tmp_path / "sources")
    catalogue, _ = read_catalogue(tmp_path)
    return read(catalogue, catalogue.publications["guide"], "en", brand=BRAND)[1]


def test_all_errors_of_a_project_are_found_in_one_run_each_at_its_place(tmp_path, golden_update):
    found = [
        f"{finding.place}: {finding.rule} {finding.message}" for finding in _findings(tmp_path)
    ]
    if golden_update:
        EXPECTED.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == EXPECTED.read_text(encoding="utf-8").splitlines()


def test_every_finding_says_how_to_mend_it(tmp_path):
    assert [f for f in _findings(tmp_path) if f.rule < "M26" and not f.remedy] == []


def test_no_error_hides_another(tmp_path):
    """Mending one line takes away the findings of that line only."""
    before = {(f.place, f.rule) for f in _findings(tmp_path)}
    path = tmp_path / "sources" / "guide" / "en" / "02-blocks.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("/// bxo |", "/// box |"), encoding="utf-8")
    catalogue, _ = read_catalogue(tmp_path)
    after = {
        (f.place, f.rule)
        for f in read(catalogue, catalogue.publications["guide"], "en", brand=BRAND)[1]
    }
    mended = {(str(place), rule) for place, rule in before - after}
    assert mended == {("sources/guide/en/02-blocks.md:3:5", "M120")}
    assert after <= before
