"""The examples of the documentation do what it says."""

from __future__ import annotations

import importlib.util
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from publish.catalogue.reading import read_catalogue
from publish.manuscript.kinds import OPTIONS
from publish.manuscript.reading import read

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
HOME = ROOT / "layouts" / "brand"
BRAND = {path.relative_to(HOME).as_posix(): path for path in HOME.rglob("*.*")}
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [found[2] for found in _FENCE.finditer(text) if found[1] == language]


@pytest.fixture
def project(tmp_path):
    shutil.copytree(Path(__file__).parent / "project", tmp_path / "sources")
    return tmp_path


def manuscript(project: Path, text: str):
    chapter = text if re.match(r"# |---\n", text) else f"# Example {{#sec-example}}\n\n{text}"
    (project / "sources/guide/en/01-example.md").write_text(chapter, encoding="utf-8")
    catalogue, faults = read_catalogue(project)
    assert faults == ()
    return read(catalogue, catalogue.publications["guide"], "en", brand=BRAND)


@pytest.mark.parametrize("text", examples("dialect.md", "markdown"))
def test_every_example_of_the_dialect_is_read_without_findings(text, project):
    _, findings = manuscript(project, text)
    asked = "M180" if "{{placeholder:" in text else ""  # which is a warning by its nature
    assert [str(finding) for finding in findings if finding.rule != asked] == []


def printed(project: Path, text: str) -> str:
    work, _ = manuscript(project, text)
    plain = re.sub(r"<[^>]+>", "", work.chapters[0].body_html)
    return plain.replace("\N{NO-BREAK SPACE}", " ")


def test_references_citations_and_facts_print_what_the_page_says(project):
    page = (DOCS / "dialect.md").read_text(encoding="utf-8")
    chosen = [text for text in examples("dialect.md", "markdown") if "@beveridge1942 put" in text]
    text = " ".join(printed(project, chosen[0]).split())
    for words in ("(IEO 2024, 3)", "(see Beveridge 1942, ch. 2; IEO 2024)", "(2024)"):
        assert words in text
        assert words in page
    assert "Beveridge (1942)" in text
    chosen = [text for text in examples("dialect.md", "markdown") if "coverage.world|value" in text]
    said = "52.4 per cent of people are covered (52.4%, to be exact 52.4), as of 2023 (IEO 2024)"
    assert said in " ".join(printed(project, chosen[0]).split())
    assert said in page


def test_every_block_and_every_option_is_documented():
    page = (DOCS / "dialect.md").read_text(encoding="utf-8")
    for kind, options in OPTIONS.items():
        if kind == "figures-in-margin":  # another name of key-figure
            continue
        assert re.search(rf"^/{{3,}} {kind}\b", page, re.MULTILINE), kind
        for option in options:
            assert re.search(rf"`{option}`|^ {{4}}{option}:", page, re.MULTILINE), option


@pytest.mark.parametrize("text", examples("configuration.md", "toml"))
def test_every_example_of_the_configuration_is_toml(text):
    tomllib.loads(text)


def test_the_examples_of_the_configuration_make_a_project(tmp_path):
    catalogue, work, *_ = examples("configuration.md", "toml")
    folder = tmp_path / "sources/workers-guide"
    (folder / "en").mkdir(parents=True)
    (folder / "fr").mkdir()
    (tmp_path / "sources/catalogue.toml").write_text(catalogue, encoding="utf-8")
    (folder / "publication.toml").write_text(work, encoding="utf-8")
    for name in re.findall(r'"([\w-]+\.md)"', work):
        for language in ("en", "fr"):
            (folder / language / name).write_text("# Title\n", encoding="utf-8")
    read_one, findings = read_catalogue(tmp_path)
    assert [str(finding) for finding in findings] == []
    assert list(read_one.publications) == ["workers-guide"]


def test_links_between_the_pages_lead_somewhere():
    for page in DOCS.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            file, _, anchor = target.partition("#")
            if "://" in target:
                continue
            other = (DOCS / file) if file else page
            assert other.exists(), f"{page.name}: {target}"
            if anchor:
                heads = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
                known = {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}
                assert anchor in known, f"{page.name}: {target}"


def test_what_is_made_from_the_code_is_up_to_date():
    path = Path(__file__).parent / "generated.py"
    spec = importlib.util.spec_from_file_location("generated", path)
    generated = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generated)
    for page, text in generated.pages().items():
        assert page.read_text(encoding="utf-8") == text, f"run {path.relative_to(ROOT)}"
