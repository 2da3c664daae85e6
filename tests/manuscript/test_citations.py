"""Citations: what a reader finds in the text and in the list of references."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import citeproc
import pytest
from lxml import etree

from publish.manuscript.citations import Bibliography, CiteItem, load_bibliography

HOUSE = Path(__file__).parents[2] / "layouts/brand/csl/house.csl"
BIB = r"""
@report{report21, author = {{World Office}}, shortauthor = {WO}, title = {State of the World},
  institution = {WO}, address = {Geneva}, year = 2021, url = {https://example.org/a/b?c=1&d=2}}
@report{another21, author = {{World Office}}, shortauthor = {WO}, title = {A Second Look?},
  institution = {WO}, year = {2021}}
@article{many, author = {Smith, John and M{\"u}ller, J{\"u}rgen and de la Cruz, Ana and Roy, Al},
  title = {Notes on {GDP}}, journal = {Review}, volume = 12, number = 3, pages = {45--67},
  year = 2019, doi = {10.1111/ab.12345}}
@online{page, author = {{Portal}}, title = {An undated page}, url = {https://example.org/},
  urldate = {2024-02-03}}
@report{francais, author = {{Bureau mondial}}, title = {Rapport sur l'état}, year = {2017/2019},
  institution = {Bureau}, langid = {french}}
"""
NUMERIC = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Numbers</title><id>urn:test:numbers</id><updated>2026-01-01T00:00:00Z</updated></info>
  <citation><layout prefix="[" suffix="]" delimiter=", ">
    <group delimiter=", "><text variable="citation-number"/><text variable="locator"/></group>
  </layout></citation>
  <bibliography><layout suffix=".">
    <text variable="citation-number" prefix="[" suffix="] "/>
    <group delimiter=", "><names variable="author"><name initialize-with="."/></names>
      <text variable="title" font-weight="bold"/><date variable="issued"><date-part name="year"/>
    </date></group>
  </layout></bibliography>
</style>"""


@pytest.fixture
def load(tmp_path):
    def load(bib: str = BIB, style: Path = HOUSE, locale: str = "en-GB"):
        (tmp_path / "references.bib").write_text(bib, encoding="utf-8")
        return load_bibliography(
            tmp_path / "references.bib", style, locale, "sources/references.bib"
        )

    return load


TIE = "\N{NO-BREAK SPACE}"  # no line ends there


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def cited(bibliography: Bibliography, key: str, mode: str = "parenthetical", **parts: str) -> str:
    return plain(bibliography.cite([CiteItem(key, **parts)], mode))


def test_the_house_style_is_valid_csl():
    schema = etree.RelaxNG(etree.parse(citeproc.SCHEMA_PATH))
    assert schema.validate(etree.parse(HOUSE)), schema.error_log


def test_each_cited_work_is_a_link_to_its_reference(load):
    bibliography, findings = load()
    assert findings == ()
    text = bibliography.cite([CiteItem("many", "p. 3-4"), CiteItem("page", prefix="see")],
                             "parenthetical")  # fmt: skip
    assert text == (
        f'(see <a class="cite" href="#ref-page">Portal{TIE}n.d.</a>; '
        f'<a class="cite" href="#ref-many">Smith <em>et al.</em>{TIE}2019, 3–4</a>)'
    )


def test_the_three_ways_to_cite_read_as_in_a_sentence(load):
    bibliography, _ = load()
    assert cited(bibliography, "many", locator="chap. 2") == f"(Smith et al.{TIE}2019, ch.{TIE}2)"
    assert cited(bibliography, "many", "narrative", locator="p. 3") == "Smith et al. (2019, 3)"
    assert cited(bibliography, "many", "year") == "(2019)"
    assert cited(bibliography, "page", "narrative", locator="art. 9") == "Portal (n.d., art. 9)"


def test_works_of_one_author_and_year_are_told_apart_by_letters(load):
    bibliography, _ = load()
    assert cited(bibliography, "another21") == f"(WO{TIE}2021a)"
    assert cited(bibliography, "report21") == f"(WO{TIE}2021b)"
    listed = [plain(r.html) for r in bibliography.references(bibliography.keys)]
    assert "WO (World Office). 2021a. A Second Look? WO." in listed


def test_letters_are_given_only_among_the_works_that_are_cited(load):
    assert cited(load()[0].lettered(["report21", "many"]), "report21") == f"(WO{TIE}2021)"


def test_a_style_that_leaves_letters_to_the_formatter_gets_them_too(load, tmp_path):
    style = tmp_path / "x.csl"
    text = HOUSE.read_text(encoding="utf-8").replace('<text variable="year-suffix"/>', "")
    style.write_text(text, encoding="utf-8")
    assert cited(load(style=style)[0], "report21") == f"(WO{TIE}2021b)"


def test_only_what_is_cited_is_listed_in_the_order_of_the_style(load):
    bibliography, _ = load()
    references = bibliography.references(["report21", "many", "francais"])
    assert [r.key for r in references] == ["francais", "many", "report21"]
    assert references[1].id == "ref-many"
    assert plain(references[1].html) == (
        "Smith, John, Jürgen Müller, Ana de la Cruz and Al Roy. 2019. ‘Notes on GDP’. "
        "Review 12 (3): 45–67. https://doi.org/10.1111/ab.12345."
    )


def test_references_are_clean_semantic_html(load):
    bibliography, _ = load()
    texts = {r.key: r.html for r in bibliography.references(bibliography.keys)}
    assert "<em>State of the World</em>" in texts["report21"]
    assert '<a class="url" href="https://example.org/a/b?c=1&amp;d=2">' in texts["report21"]
    assert "example.org<wbr/>/a<wbr/>/b<wbr/>?c=" in texts["report21"]
    assert '<span lang="fr">Rapport sur l\'état</span>' in texts["francais"]
    assert f"(accessed 3{TIE}February 2024)" in texts["page"]
    assert not re.search(r"<[ib]>|[\ue000-\uf8ff]", "".join(texts.values()))


def test_words_follow_the_language_of_the_work(load):
    bibliography, _ = load(locale="fr-FR")
    listed = {r.key: r.html for r in bibliography.references(bibliography.keys)}
    assert f"3{TIE}février 2024" in listed["page"]
    assert "<span" not in listed["francais"]


def test_another_csl_style_serves_as_well(load, tmp_path):
    style = tmp_path / "numbers.csl"
    style.write_text(NUMERIC, encoding="utf-8")
    bibliography = load(style=style)[0].lettered(["many", "page", "report21"])
    assert cited(bibliography, "page", locator="p. 3") == "[2, 3]"
    assert cited(bibliography, "many", "narrative").endswith("[1]")
    assert cited(bibliography, "many", "narrative").startswith("Smith")
    assert [plain(r.html) for r in bibliography.references(["many", "page"])] == [
        "[1] J. Smith, J. Müller, A. de la Cruz, A. Roy, Notes on GDP, 2019.",
        "[2] Portal, An undated page.",
    ]
    assert "<strong>Notes on GDP</strong>" in bibliography.references(["many"])[0].html


def test_every_fault_in_the_file_is_found_with_its_place(load):
    bib = (
        "@report{a, title = {A}, year = 2021, institution = {X}}\n"
        "@report{a, title = {B}, year = 2021, institution = {X}}\n"
        "@article{b, author = {C, D}, title = {T}, jurnal = {J}, year = {20x1}}\n"
        "@bok{c, title = {T \\foo{} x}}\n"
        "@online{d, title = {T}, url = {www.example.org}}\n"
        "@book{e, title = {Never closed, year = 2020}\n"
        "@report{f, title = {Read on}, year = 2022, institution = {X}}\n"
    )
    bibliography, findings = load(bib)
    assert [(f.place.line, f.place.col, f.rule) for f in findings] == [
        (2, 1, "M262"),
        (3, 1, "M263"),
        (3, 43, "M265"),
        (3, 57, "M266"),
        (4, 1, "M264"),
        (4, 9, "M267"),
        (5, 25, "M266"),
        (6, 1, "M261"),
    ]  # fmt: skip
    assert {f.place.file for f in findings} == {"sources/references.bib"}
    assert all(f.remedy for f in findings)
    assert bibliography.keys == {"a", "b", "c", "d", "f"}


def test_a_missing_bibliography_or_style_is_a_finding_not_a_crash(tmp_path):
    bibliography, findings = load_bibliography(tmp_path / "no.bib", tmp_path / "no.csl", "en-GB")
    assert sorted(f.rule for f in findings) == ["M260", "M268"]
    assert bibliography.keys == frozenset()


def test_text_from_the_bibliography_cannot_bring_in_html(load):
    bib = (
        "@book{x, author = {<b>A}, title = {<script>1</script> & co}, publisher = {P}, year = 2020}"
    )
    bibliography, _ = load(bib)
    shown = bibliography.references(["x"])[0].html + bibliography.cite([CiteItem("x")], "year")
    assert "<script" not in shown
    assert "&lt;script&gt;1&lt;/script&gt; &amp; co" in shown


def test_nothing_leaks_to_stderr_and_the_text_does_not_depend_on_the_hash_seed(tmp_path):
    (tmp_path / "r.bib").write_text(BIB, encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from publish.manuscript.citations import *\n"
        f"b, f = load_bibliography(Path(r'{tmp_path / 'r.bib'}'), Path(r'{HOUSE}'), 'en-GB')\n"
        "print([r.html for r in b.references(b.keys)], f)"
    )
    source = str(Path(__file__).parents[2] / "src")
    runs = [
        subprocess.run(
            [sys.executable, "-W", "always", "-c", script],
            env={"PYTHONPATH": source, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stderr == b""
