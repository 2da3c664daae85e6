"""`publish preflight` as its users meet it: any file, any purpose, and an answer in any form."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from publish.checking.waiving import may_be_waived
from publish.commands.main import main
from publish.composing.layouts import built_in_layouts

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the verb in an empty folder; return exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(["preflight", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def two_sizes(tmp_path: Path) -> Path:
    """A file of somebody else whose second page is larger than the first."""
    document = pikepdf.new()
    for size in ((298, 420), (420, 595)):
        document.add_blank_page(page_size=size)
    path = tmp_path / "output" / "odd" / "odd.pdf"
    path.parent.mkdir(parents=True)
    document.save(path)
    return path


def found(run: Run, *arguments: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(run(*arguments, "--format", "json")[1])
    return listed


def test_files_that_cannot_be_read_are_named_one_by_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.pdf").write_text("no PDF at all\n")
    code, out, err = run("notes.pdf", "gone.pdf", ".", "--profile", "press")
    assert (code, out) == (1, "")
    lines = [line for line in err.splitlines() if not line.startswith("    ")]
    assert [line.split(":")[0] for line in lines] == [
        "notes.pdf",
        "gone.pdf",
        ".",
        "3 errors, 0 warnings",
    ]
    assert lines[1] == "gone.pdf: P202 cannot be read: No such file or directory"


def test_the_same_in_json_and_in_sarif(run: Run) -> None:
    code, out, err = run("gone.pdf", "--format", "json")
    assert (code, err) == (1, "")
    assert json.loads(out) == [
        {
            "file": "gone.pdf", "line": 0, "column": 0, "rule": "P202", "severity": "error",
            "message": "cannot be read: No such file or directory", "remedy": "",
            "page": 0, "area": [], "pdf": "",
        }
    ]  # fmt: skip
    (result,) = json.loads(run("gone.pdf", "--format", "sarif")[1])["runs"][0]["results"]
    assert result == {
        "ruleId": "P202",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "cannot be read: No such file or directory"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "gone.pdf"}}}],
    }


def test_an_unknown_profile_is_wrong_usage_and_answered_with_the_nearest(run: Run) -> None:
    code, out, err = run("gone.pdf", "--profile", "offset-coatd")
    assert (code, out) == (2, "")
    assert "there is no profile “offset-coatd”: did you mean “offset-coated”?" in err
    assert "screen, press, archive, greyscale, large-print, light, digital-on-demand" in err


def test_a_printer_of_the_project_is_a_profile(run: Run, two_sizes: Path, tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "brand" / "printers"
    own.mkdir(parents=True)
    text = (built_in_layouts() / "brand/printers/offset-coated.toml").read_text(encoding="utf-8")
    (own / "corner-shop.toml").write_text(text, encoding="utf-8")
    rules = {one["rule"] for one in found(run, str(two_sizes), "--profile", "corner-shop")}
    assert "P213" in rules
    (own / "corner-shop.toml").write_text(f"{text}\n[leest]\n", encoding="utf-8")
    code, _, err = run(str(two_sizes), "--profile", "corner-shop")
    assert code == 1
    assert "did you mean `least`?" in err


def test_a_profile_asks_for_what_its_files_need(run: Run, two_sizes: Path) -> None:
    rules = {
        name: {one["rule"] for one in found(run, str(two_sizes), "--profile", name)}
        for name in ("screen", "press")
    }
    assert "P140" in rules["screen"] - rules["press"]
    assert "P219" in rules["press"] - rules["screen"]


def test_a_waiver_holds_for_the_files_of_the_project_until_its_day(
    run: Run, two_sizes: Path, tmp_path: Path
) -> None:
    rules = {one["rule"] for one in found(run, str(two_sizes), "--profile", "press")}
    assert may_be_waived("P213")
    assert "P213" in rules
    waiver = '[[waiver]]\nrule = "P213"\nplace = "odd/*.pdf"\nreason = "a folder"\nexpires = {}\n'
    (tmp_path / "waivers.toml").write_text(waiver.format("2999-12-31"))
    code, _, err = run(str(two_sizes), "--profile", "press")
    assert code == 1
    assert "P213" not in err
    assert "1 finding waived" in err
    (tmp_path / "waivers.toml").write_text(waiver.format("2020-12-31"))
    standing = found(run, str(two_sizes), "--profile", "press")
    assert {"P213", "P302"} <= {one["rule"] for one in standing}
    assert {one["file"] for one in standing} == {str(two_sizes), "waivers.toml"}
    shutil.copy(two_sizes, tmp_path / "elsewhere.pdf")
    (tmp_path / "waivers.toml").write_text("a fault")
    assert "waivers.toml" not in run("elsewhere.pdf", "--profile", "press")[2]


def test_the_day_is_that_of_a_repeated_build_where_one_is_repeated(
    run: Run, two_sizes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiver = '[[waiver]]\nrule = "P213"\nplace = "odd/*.pdf"\nreason = "a"\nexpires = 2020-12-31\n'
    (tmp_path / "waivers.toml").write_text(waiver)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1609372800")  # the last day of 2020
    assert "1 finding waived" in run(str(two_sizes), "--profile", "press")[2]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1609459200")  # the next
    assert "P302" in run(str(two_sizes), "--profile", "press")[2]


def test_a_report_takes_the_place_of_nothing_but_a_report(run: Run, two_sizes: Path) -> None:
    before = two_sizes.read_bytes()
    code, _, err = run(str(two_sizes), "--profile", "press", "--report", str(two_sizes))
    assert code == 2
    assert "would be lost" in err
    assert two_sizes.read_bytes() == before
    for _ in range(2):
        assert run(str(two_sizes), "--profile", "press", "--report", "seen.html")[0] == 1


def test_a_report_shows_the_pages_of_files_that_can_be_drawn(run: Run, two_sizes: Path) -> None:
    code, _, _ = run(str(two_sizes), "gone.pdf", "--profile", "press", "--report", "seen.html")
    assert code == 1
    text = Path("seen.html").read_text(encoding="utf-8")
    assert "<title>Preflight for press</title>" in text
    assert "data:image/jpeg" in text
    assert 'href="output/odd/odd.pdf#page=' in text
    assert "gone.pdf" in text


def test_a_foreign_file_is_told_each_thing_once_and_how_to_mend_it(
    run: Run, two_sizes: Path
) -> None:
    listed = found(run, str(two_sizes))
    judged = [one for one in listed if one["rule"] in ("P140", "P141")]
    assert judged and all(one["remedy"] for one in judged)
    assert "P120" in {one["rule"] for one in listed}
    assert not [one for one in judged if "STRUCT-TREE-ROOT" in one["message"]]
