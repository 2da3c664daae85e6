"""Budgets: sizes as people write them, from the catalogue or from a work of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.catalogue.budgets import read_size
from publish.catalogue.model import Catalogue
from publish.catalogue.reading import read_catalogue
from publish.catalogue.schema import schemas
from publish.catalogue.vocabulary import EDITIONS
from publish.errors import Finding, Place

Write = Callable[..., Path]

WORK = 'title = "T"\nkind = "brief"\nlanguages = ["en"]\nchapters = ["a.md"]\n'
IMPRINT = '[imprint]\nname = "House"\n'


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., tuple[Catalogue, tuple[Finding, ...]]]:
    def read_project(catalogue: str, work: str) -> tuple[Catalogue, tuple[Finding, ...]]:
        folder = tmp_path / "sources" / "course"
        (folder / "en").mkdir(parents=True)
        (folder / "en" / "a.md").write_text("# A\n", encoding="utf-8")
        (folder / "publication.toml").write_text(WORK + work, encoding="utf-8")
        (tmp_path / "sources" / "catalogue.toml").write_text(catalogue, encoding="utf-8")
        return read_catalogue(tmp_path)

    return read_project


@pytest.mark.parametrize(
    ("written", "size"),
    [("5 MB", 5_000_000), ("800 KB", 800_000), ("1.5 MB", 1_500_000), ("2mb", 2_000_000),
     ("1 GB", 10**9), ("0 MB", None), ("5", None), ("5 MiB", None), ("1,5 MB", None),
     ("-5 MB", None), ("", None), ("5 MB a file", None), ("9" * 400 + " MB", None)],
)  # fmt: skip
def test_a_size_is_a_number_with_a_unit_of_thousands(written: str, size: int | None) -> None:
    assert read_size(written) == size


def test_a_work_has_the_budgets_of_the_house_unless_it_has_its_own(read) -> None:
    house = IMPRINT + '[budgets]\nscreen = "5 MB"\nlight = "2 MB"\npress = "90 MB"\n'
    own = 'editions = ["screen", "light"]\nbudgets = { light = "800 KB" }\n'
    catalogue, findings = read(house, own)
    work = catalogue.publications["course"]
    assert work.budgets == {"screen": 5_000_000, "light": 800_000}  # no press file, no budget
    assert work.places["budgets.screen"] == Place("sources/catalogue.toml", 4, 10)
    assert work.places["budgets.light"] == Place("sources/course/publication.toml", 6, 21)
    assert findings == ()


def test_a_bundle_has_budgets_as_works_have(read) -> None:
    bundle = '[[bundle]]\nname = "all"\ntitle = "All"\npublications = ["course"]\n'
    bundle += 'editions = ["screen", "light"]\nbudgets = { screen = "8 MB" }\n'
    catalogue, findings = read(IMPRINT + '[budgets]\nlight = "2 MB"\n' + bundle, "")
    assert findings == ()
    (read_bundle,) = catalogue.bundles
    assert read_bundle.publication.budgets == {"screen": 8_000_000, "light": 2_000_000}
    assert read_bundle.publication.places["budgets.screen"].line == 10


@pytest.mark.parametrize(
    ("budget", "rule", "remedy"),
    [
        ('screen = "5"', "C180", "write a number and a unit"),
        ('screen = "5 MiB"', "C180", "write it as `5 MB`"),
        ('screen = "1,5 MB"', "C180", "write it as `1.5 MB`"),
        ('screen = "0 MB"', "C180", "write a number and a unit"),
        ('screen = ""', "C180", "write a number and a unit"),
        ("screen = 5", "C105", ""),
        ('sreen = "5 MB"', "C181", "did you mean `screen`?"),
        ('lite = "x"', "C181", "did you mean `light`?"),
    ],
)
def test_what_is_no_budget_is_found_at_its_line(read, budget: str, rule: str, remedy: str) -> None:
    catalogue, findings = read(f"{IMPRINT}[budgets]\n{budget}\n", "")
    found = next(one for one in findings if one.rule == rule)
    assert found.place.file == "sources/catalogue.toml"
    assert found.place.line == 4
    assert found.remedy.startswith(remedy)
    assert catalogue.publications["course"].budgets == {}


def test_a_budget_for_an_edition_that_is_not_issued_is_told(read) -> None:
    catalogue, findings = read(IMPRINT, 'budgets = { light = "2 MB" }\n')
    (found,) = findings
    assert (found.rule, found.severity) == ("C182", "warning")
    assert found.place == Place("sources/course/publication.toml", 5, 21)
    assert catalogue.publications["course"].budgets == {}


def test_the_schema_knows_budgets() -> None:
    for name in ("catalogue", "publication"):
        budgets = schemas()[name]["properties"]["budgets"]
        assert set(budgets["propertyNames"]["enum"]) == set(EDITIONS)
        pattern = re.compile(budgets["additionalProperties"]["pattern"])
        for text in ("5 MB", "800 KB", "1.5MB", "5 MiB", "5", "MB", "1,5 MB"):
            assert bool(pattern.match(text)) == (read_size(text) is not None), text
