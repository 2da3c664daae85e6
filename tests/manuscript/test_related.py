"""Cards lead from chapter to chapter, with title, page and first sentence."""

from __future__ import annotations

import pytest

from publish.manuscript.related import LONGEST, first_sentences

CHAPTERS = ("01-one.md", "02-two.md")


def leading(*keys: str, more: str = "") -> str:
    related = "".join(f"  - {key}\n" for key in keys)
    return f"---\nrelated:\n{related}{more}---\n\n# One {{#sec-one}}\n\nText.\n"


def two(text: str) -> dict[str, str]:
    return {"course/en/02-two.md": text}


def test_a_card_has_the_number_the_title_and_the_standfirst_of_a_chapter(read_text):
    other = two("---\nstandfirst: What it is about.\n---\n\n# *Two* things {#sec-two}\n\nText.\n")
    made, findings = read_text(leading("sec-two"), other, chapters=CHAPTERS)
    assert findings == ()
    (card,) = made.chapters[0].related
    assert (card.href, card.page, card.number) == ("#sec-two", "sec-two", "2")
    assert (card.label, card.title_html) == ("Chapter\u00a02", "<em>Two</em> things")
    assert card.text == "What it is about."


def test_without_a_standfirst_a_card_has_the_first_sentences_of_the_first_paragraph(read_text):
    text = "It begins *here*.[^n] Short ones come in pairs. No more.\n\n[^n]: A note.\n"
    other = two(f"# Two {{#sec-two}}\n\n- A list.\n\n{text}")
    made, _ = read_text(leading("sec-two"), other, chapters=CHAPTERS)
    assert made.chapters[0].related[0].text == "It begins here. Short ones come in pairs. No more."


def test_the_sheets_of_a_collection_are_called_sheets(read_text):
    other = two("# Two {#sec-two}\n\nText.\n")
    made, _ = read_text(leading("sec-two"), other, kind="principles", chapters=CHAPTERS)
    assert made.chapters[0].related[0].label == "Sheet\u00a02"


def test_a_card_leads_into_another_work_by_its_title(read_text):
    front = "---\nstandfirst: About {{fact:a.b}} of them.\n---\n\n"
    text = front + "# Far {#sec-far}\n\n## In {#sec-in}\n\nIn.\n"
    fact = "[a.b]\nvalue = 3\nunit = 'percent'\nas-of = '2020'\nsource = 'x'\n"
    fact += "confidence = 'verified'\n"
    files = {
        "other/en/01-far.md": text,
        "facts.toml": fact,
        "references.bib": "@book{x, author = {A B}, title = {T}, publisher = {P}, year = 2020}",
    }
    made, findings = read_text(leading("other#sec-far", "other#sec-in"), files)
    assert findings == ()
    far, inner = made.chapters[0].related
    assert (far.href, far.page) == ("xref:other#sec-far", "other#sec-far")
    assert (far.work_title, far.text) == ("Work other", "About 3\u00a0per\u00a0cent of them.")
    assert (inner.label, inner.text) == ("section\u00a01.1", "In.")


def test_further_reading_names_works_without_brackets_and_lists_them(read_text):
    files = {
        "references.bib": "@book{x, author = {Bell, A}, title = {T}, publisher = {P}, year = 2020}"
    }
    more = 'further-reading:\n  - "On this: [@x, p. 3]"\n'
    made, findings = read_text(
        leading("sec-one-own", more=more) + "\n## Own {#sec-one-own}\n", files
    )
    assert findings == ()
    assert made.chapters[0].further_html == (
        'On this: <a class="cite" href="#ref-x">Bell\N{NO-BREAK SPACE}2020, 3</a>',
    )
    assert [one.key for one in made.references] == ["x"]


@pytest.mark.parametrize(
    ("keys", "place", "rule", "words"),
    [
        (("sec-tow",), "3:5", "M201", "nothing has the id `sec-tow`"),
        (("nowork#sec-a",), "3:5", "M202", "the catalogue has no work `nowork`"),
        (("sec-one",), "3:5", "M129", "this chapter leads back to itself"),
        (("course#sec-one",), "3:5", "M129", "this chapter leads back to itself"),
        (("sec-two", "sec-two"), "4:5", "M129", "this chapter names `sec-two` twice"),
        (("sec-two", *(f"sec-{n}" for n in range(6))), "9:5", "M128", "`related` names 7 places"),
    ],
)
def test_what_leads_nowhere_is_reported_at_its_place(read_text, keys, place, rule, words):
    other = two("# Two {#sec-two}\n\nText.\n")
    _, findings = read_text(leading(*keys), other, chapters=CHAPTERS)
    found = {finding.rule: finding for finding in findings}
    assert (found[rule].message, str(found[rule].place)) == (
        words,
        f"sources/course/en/01-one.md:{place}",
    )
    assert found[rule].remedy


@pytest.mark.parametrize("value", ["sec-two", "[]", "[{a: b}]"])
def test_related_is_a_list_of_ids(read_text, value):
    text = f"---\nrelated: {value}\n---\n\n# One {{#sec-one}}\n\nText.\n"
    assert [finding.rule for finding in read_text(text)[1]] == ["M107"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One sentence without an end", "One sentence without an end"),
        ("Short. Also short. And this one is long enough to fill the card. More.",
         "Short. Also short. And this one is long enough to fill the card."),
        ("Convention No. 102 was adopted by the Conference in 1952 in Geneva. It has parts.",
         "Convention No. 102 was adopted by the Conference in 1952 in Geneva."),
        ("Is it enough for a person who has paid for all of these years? No.",
         "Is it enough for a person who has paid for all of these years?"),
        ("这是第一句话。这是第二句话。", "这是第一句话。这是第二句话。"),
    ],
)  # fmt: skip
def test_the_first_sentences_end_where_a_reader_expects_it(text, first):
    assert first_sentences(text) == first


def test_a_sentence_that_is_too_long_ends_with_a_word():
    made = first_sentences("word " * 60)
    assert len(made) <= LONGEST + 1
    assert made.endswith("word…")
