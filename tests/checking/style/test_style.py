"""What rules say of the language: slips are found at their place, good prose is left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.catalogue.model import Catalogue, Imprint, Part, Publication, Style
from publish.checking.style import house, prose
from publish.checking.style.judge import Guide, judge_mentions, judge_style, open_guide
from publish.checking.style.spelling import BUILT_IN, Speller, known_words
from publish.checking.style.terms import read_terms, slips_in
from publish.composing.layouts import identity_of
from publish.errors import Finding, Place
from publish.manuscript.model import CITED, Passage
from publish.manuscript.reading import read

HERE = Place("sources/course/en/01-one.md", 1, 1)
TERMS = (
    "avoid,write,unless,why\n"
    "informal sector,informal economy,,\n"
    "member states,member States,,\n"
    "Bolivia,Plurinational State of Bolivia,Plurinational State of Bolivia,\n"
    "Cote d'Ivoire,Côte d’Ivoire,,\n"
    "stakeholder*,,,say who\n"
)


def passage(text: str, kind: str = "text", lang: str = "en") -> Passage:
    return Passage(text, kind, lang, ((0, HERE),))


def broken(text: str, kind: str = "text") -> list[str]:
    return [slip.rule.code for slip in house.slips_in(passage(text, kind))]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("It rose to 52.4% of all.", ["M403"]),
        ("It rose to 52.4 percent.", ["M403"]),
        ("It rose to 52.4 per cent.", []),
        ("On November 23, 2007 and on 23rd November.", ["M404", "M404"]),
        ("On 23 Nov. 2007.", ["M404"]),
        ("On 2007-11-23.", ["M404"]),
        ("On 23 November 2007; in May 2008.", []),
        ("Convention 102 and Recommendation no. 202.", ["M405", "M405"]),
        ("Convention No. 102 and the Convention of 1952; Convention 1952.", []),
        ("Children of 6-14 years; Act No. 98-15; 2015-16; 0800-12-34.", ["M406"]),
        ("Children of 6–14 years, a 30-year-old.", []),
        ("It’s not new, and they don't know.", ["M407", "M407"]),
        ("The union’s files and the workers’ children.", []),
        ("No  pension.", ["M411"]),
        ("TODO: look it up. [insert date here]", ["M412", "M412"]),
        ("The State of [sic] the law.", []),
    ],
)
def test_figures_dates_and_names_of_instruments(text: str, rules: list[str]) -> None:
    assert sorted(broken(text)) == sorted(rules)


def test_tables_say_per_cent_with_a_sign() -> None:
    assert broken("45 per cent", "cell") == ["M403"]
    assert broken("45%", "cell") == []
    assert broken("At least 45 per cent of earnings, for 26 weeks", "cell") == []
    assert broken("Share, 45%", "caption") == ["M403"]


def test_headings_have_no_full_stop() -> None:
    assert broken("What it costs.", "heading") == ["M408"]
    assert broken("What it costs", "heading") == broken("And then …", "heading") == []


def test_figures_with_a_source_are_told_but_not_rules_of_law_and_calculations() -> None:
    text = (
        f"By 2012 there were 89 million new recipients {CITED}. The rate is 40 per cent. "
        f"Article 65 asks for 40 per cent {CITED}."
    )
    (slip,) = house.typed_figures(passage(text))
    assert (slip.shown, slip.rule.code, slip.rule.severity) == ("89 million", "M414", "note")


def test_spelling_is_british_with_ize() -> None:
    speller = Speller(BUILT_IN / "en-GB-oxendict", known_words("monotributo # a tax\nKenya\n"))
    wrong = "The organisation will analyze labor programms for Amélie."
    right = (
        "The organization’s self-employed advise, analyse and organize labour programmes. "
        "ILO, NGOs, Monotributo, Kenya; x2y and data_frame."
    )
    slips = list(speller.slips_in(passage(wrong)))
    assert [slip.shown for slip in slips] == [
        "organisation", "analyze", "labor", "programms", "Amélie",
    ]  # fmt: skip
    assert "“organization”" in slips[0].remedy
    assert list(speller.slips_in(passage(right))) == []


def test_words_of_the_house() -> None:
    text = (
        "The informal sector of Bolivia. Member states, stakeholders, member States. They say "
        "“informal sector”. Cote d’Ivoire."
    )
    first = passage("In Bolivia. In the Plurinational State of Bolivia, and in Bolivia.")
    slips = list(slips_in([first, passage(text)], read_terms(TERMS)))
    assert [slip.shown for slip in slips] == [
        "Bolivia", "informal sector", "Member states", "Cote d’Ivoire", "stakeholders",
    ]  # fmt: skip
    assert slips[0].start == 3
    assert slips[-1].message == "“stakeholders”: say who"


def test_doubled_and_worn_words() -> None:
    text = passage("They came to the the office. Haba Haba is a plan.")
    slips = list(prose.slips_in([text, passage("Office hours are few in number.")]))
    assert [(slip.rule.code, slip.shown) for slip in slips] == [
        ("M409", "the the"),
        ("M410", "few in number"),
    ]


Judge = Callable[..., list[Finding]]


@pytest.fixture
def judged(tmp_path: Path) -> Judge:
    """Write a work of one chapter, read it and judge its style."""

    def judge(text: str, off: tuple[str, ...] = (), **lists: str) -> list[Finding]:
        names = {"words": "words.txt", "terms": "terms.csv"}
        files = {names[name]: content for name, content in lists.items()}
        files["work/en/01-one.md"] = text
        for name, content in files.items():
            path = tmp_path / "sources" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        title = {"en": "Work"}
        work = Publication(
            "work", title, {}, title, "guide", "guide", ("en",), (Part("", ("01-one.md",)),)
        )
        catalogue = Catalogue(tmp_path, Imprint("House"), {"work": work})
        brand = identity_of(tmp_path, "brand")
        manuscript, findings = read(catalogue, work, "en", brand=brand)
        assert findings == ()
        named = {name: names[name] for name in lists}
        style = Style({"en": "en-GB-oxendict"}, off=off, **named)
        guide, faults = open_guide(tmp_path, style, "")
        found = judge_style(tmp_path, [manuscript], guide, tmp_path / "cache")
        return [*faults, *found, *judge_mentions([manuscript], guide.off)]

    return judge


def test_slips_are_found_at_their_line_and_column(judged: Judge) -> None:
    text = (
        "# A title {#sec-a}\n\n"
        "Some **strong** words, a `colour_code`, [a link](https://example.org/organise)\n"
        "and *an organisation*.[^1] *Wohnungsgeld*{lang=de} is one.\n\n"
        "[^1]: A note on labor.\n"
    )
    found = judged(text)
    assert [(f.rule, f.place.line, f.place.col) for f in found] == [
        ("M401", 4, 9),
        ("M401", 6, 17),
    ]
    assert found == judged(text), "the same from what was kept"


def test_options_of_blocks_are_searched_for_the_column(judged: Judge) -> None:
    text = (
        "# A {#sec-a}\n\nSee @tbl-t.\n\n/// table | Rates\n    id: tbl-t\n"
        "    note: >-\n      What the law says of\n      labor.\n\n| A | B |\n|---|---|\n"
        "| 1 | 2 |\n///\n"
    )
    assert [(f.rule, f.place.line) for f in judged(text)] == [("M401", 9)]


def test_rules_that_the_house_does_not_follow_are_off(judged: Judge) -> None:
    text = "# A {#sec-a}\n\nIt is 5% of labor.\n"
    assert {f.rule for f in judged(text)} == {"M401", "M403"}
    assert {f.rule for f in judged(text, ("M403",))} == {"M401"}
    assert {f.rule for f in judged(text, ("M403",), words="labor\n")} == set()


def test_a_table_of_terms_that_cannot_be_read_is_an_error(judged: Judge) -> None:
    (found,) = judged("# A {#sec-a}\n", terms="bad,good\nx,y\n")
    assert (found.rule, found.severity) == ("M400", "error")
    assert "avoid, write, unless, why" in found.message


def test_a_dictionary_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    guide, (found,) = open_guide(tmp_path, Style({"fr": "spelling/fr"}), "")
    assert isinstance(guide, Guide)
    assert found.rule == "M400"


def test_figures_and_tables_are_mentioned_before_they_stand(judged: Judge) -> None:
    table = "| A | B |\n|---|---|\n| 1 | 2 |\n\n: Rates {{#tbl-{}}}\n\n"
    text = (
        "# A {#sec-a}\n\nSee @tbl-one.\n\n" + table.format("one") + table.format("two")
        + table.format("three") + "As @tbl-two shows.\n"
    )  # fmt: skip
    said = [(f.rule, f.message) for f in judged(text)]
    assert said == [
        ("M413", "Table 1.2 is mentioned only after it stands in the text"),
        ("M413", "Table 1.3 is not mentioned in the text"),
    ]


def test_definitions_of_the_glossary_are_judged_where_they_stand(
    judged: Judge, tmp_path: Path
) -> None:
    glossary = '[floor]\nterm = "floor"\ndefinition = """\nWhat nobody\nshould labor below."""\n'
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/glossary.toml").write_text(glossary, encoding="utf-8")
    found = judged("# A {#sec-a}\n\nThe {{term:floor}}.\n")
    assert [str(f.place) for f in found] == ["sources/glossary.toml:5:8"]


@pytest.mark.parametrize("unit", ["1", "1-", "1,", "a.", "a ", "a-", f"x{CITED}", "“", "[date "])
def test_no_text_keeps_the_judges_for_long(unit: str) -> None:
    text = passage(unit * (20_000 // len(unit)))
    started = time.process_time()
    for judge in (house.slips_in, house.typed_figures):
        list(judge(text))
    list(slips_in([text], read_terms(TERMS)))
    list(prose.slips_in([text]))
    assert time.process_time() - started < 2
