"""What layouts, binding and caches rely on when a manuscript is read."""

from __future__ import annotations

import pytest

from publish.manuscript.typography import set_plain

HEAD = "# One {#sec-one}\n\n"
BOTH = ("01-one.md", "02-two.md")


def test_a_text_without_faults_gives_no_findings(read_text):
    assert read_text(HEAD + "Text.\n")[1] == ()


def test_what_stands_in_one_chapter_changes_no_other(read_text):
    second = (
        "# Two {#sec-two}\n\n## Section\n\nNote[^1]{{index:a}} and ILO, see @sec-one.\n\n[^1]: N.\n"
    )
    files = {"course/en/02-two.md": second}
    plain, _ = read_text(HEAD + "Text.\n", files, chapters=BOTH)
    rich, _ = read_text(
        HEAD + "## Section\n\nNote[^1]{{index:b}}.\n\n[^1]: N.\n\n*[ILO]: x\n\n"
        "| a |\n|---|\n| 1 |\n: T {#tbl-t}\n",
        files, chapters=BOTH,
    )  # fmt: skip
    assert plain.chapters[1].body_html == rich.chapters[1].body_html
    assert plain.chapters[0].body_html != rich.chapters[0].body_html


def test_a_fault_in_an_included_file_is_reported_there(read_text):
    files = {"shared/part.md": "Fine.\n\nSee @fig-none.\n"}
    _, findings = read_text(
        HEAD + '    --8<-- "part.md"\n\n- item\n\n    --8<-- "part.md"\n', files
    )
    places = [(f.place.file, f.place.line, f.place.col) for f in findings]
    assert places == [("sources/shared/part.md", 3, 5)]


def test_a_fault_in_a_cell_of_a_csv_file_is_reported_in_its_line(read_text):
    files = {"course/data/t.csv": "a,b\n1,2\n3,@fig-none\n"}
    text = HEAD + "/// table | T\n    id: tbl-t\n    data: data/t.csv\n///\n"
    _, findings = read_text(text, files)
    assert [str(f.place) for f in findings] == ["sources/course/data/t.csv:3:1"]


def test_faults_of_another_work_are_not_reported_here(read_text):
    files = {"other/en/01-first.md": "# First {#sec-first}\n\n@fig-none ![x](y.svg) {{fact:z}}\n"}
    assert read_text(HEAD + "See @other:sec-first.\n", files)[1] == ()


def test_works_that_refer_to_each_other_are_read(read_text):
    files = {"other/en/01-first.md": "# First {#sec-first}\n\nSee @work:sec-one.\n"}
    manuscript, findings = read_text(HEAD + "See @other:sec-first.\n", files)
    assert findings == ()
    assert 'href="xref:other#sec-first"' in manuscript.chapters[0].body_html


def test_what_has_an_id_knows_its_line(read_text):
    text = HEAD + (
        "Text[^n].\n\n## Section {#sec-s}\n\nMore{{index:a}}.\n\n### Without id\n\n"
        "/// box | B\n    id: box-b\n\nIn it.\n///\n\n[^n]: Note.\n"
    )
    manuscript, _ = read_text(text)
    lines = {name: place.line for name, place in manuscript.places.items()}
    assert lines.pop("fn-01-one-1") == 17
    assert lines == {
        "sec-one": 1, "sec-s": 5, "idx-01-one-1": 7, "sec-01-one-without-id": 9, "box-b": 12
    }  # fmt: skip
    (file,) = {place.file for place in manuscript.places.values()}
    assert file.split("/") == ["sources", "course", "en", "01-one.md"]


def test_every_file_that_was_read_is_named(read_text, tmp_path):
    files = {"shared/part.md": "Text.\n", "course/data/t.csv": "a,b\n1,2\n", "facts.toml": ""}
    text = HEAD + '--8<-- "part.md"\n\n/// table | T\n    id: tbl-t\n    data: data/t.csv\n///\n'
    manuscript, _ = read_text(text, files)
    names = {path.relative_to(tmp_path / "sources").as_posix() for path in manuscript.sources}
    assert {"course/en/01-one.md", "shared/part.md", "course/data/t.csv", "facts.toml"} <= names


def test_text_for_others_is_absent_and_its_notes_are_not_missed(read_text):
    secret = "Secret[^s]{{index:secret}}.\n////\n\n[^s]: x\n"
    text = HEAD + "//// when\n    audiences: [facilitator]\n\n" + secret
    for_all, findings = read_text(text)
    assert findings == () and "ecret" not in repr(for_all.chapters)
    for_one, findings = read_text(text, audience="facilitator")
    assert findings == () and "Secret" in for_one.chapters[0].body_html


def test_a_reference_to_text_left_out_says_so(read_text):
    text = (
        HEAD
        + "/// when\n    editions: [press]\n\n## In print {#sec-print}\n///\n\nSee @sec-print.\n"
    )
    _, findings = read_text(text)
    assert "left out" in findings[0].remedy


@pytest.mark.parametrize("lang", ["en", "fr", "es", "pt", "ar", "zh", "ru"])
def test_every_language_has_its_printed_words(read_text, lang):
    text = HEAD + "## Two {#sec-two}\n\nSee @sec-two, @sec-one.\n\n/// checklist\n- x\n///\n"
    manuscript, findings = read_text(text, lang=lang)
    assert findings == ()
    assert "section_ref" not in repr(manuscript)


@pytest.mark.parametrize(
    ("typed", "lang", "printed"),
    [
        ("\"It's\" 'so'", "en", "“It’s” ‘so’"),
        ("(\"a\") \"'b' c\"", "en", "(“a”) “‘b’ c”"),
        ("the '90s", "en", "the ’90s"),
        ("1952-2021, 2020-21", "en", "1952–2021, 2020–21"),
        ("ISBN 978-92-2-0, COVID-19, 10-year", "en", "ISBN 978-92-2-0, COVID-19, 10-year"),
        ("a -- b --- c...", "en", "a – b — c…"),
        ("No. 102, p. 3, Part XI", "en", "No.\u00a0102, p.\u00a03, Part\u00a0XI"),
        ("52.4 per cent, 3 million, 5 %", "en",
         "52.4\u00a0per\u00a0cent, 3\u00a0million, 5\u00a0%"),
        ("Part of it, a million", "en", "Part of it, a million"),
        ("from 1 January 2023, a year 5, in May", "en",
         "from 1\u00a0January 2023, a year\u00a05, in May"),
        ("at most 30 years, 12 weekly", "en", "at most 30\u00a0years, 12 weekly"),
        ("2 × 50 + 3 × (4 + 5) = 127, x = y", "en",
         "2\u00a0×\u00a050 +\u00a03\u00a0×\u00a0(4 +\u00a05) =\u00a0127, x = y"),
        ("le 17 avril, el 3 de mayo", "fr", "le 17\u00a0avril, el 3\u00a0de\u00a0mayo"),
        ('"Quoi ?" : non', "fr", "«\u202fQuoi\u202f?\u202f»\u00a0: non"),
        ("l'art. 71 de 50 pour cent", "fr", "l’art.\u00a071 de 50\u00a0pour\u00a0cent"),
        ('"así"', "es", "«así»"),
        ('"так"', "ru", "«так»"),
    ],
)  # fmt: skip
def test_text_is_set_as_its_language_wants(typed, lang, printed):
    assert set_plain(typed, lang) == printed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@sec-part says so.", "Section"),
        ("It is so. @sec-part says why.", "Section"),
        ("Is it “so?” @sec-part says why.", "Section"),
        ("It is so (@sec-part).", "section"),
        ("It is so, e.g. @sec-part says.", "section"),
        ("Of this @sec-part says more.", "section"),
        ("- @sec-part says so.", "Section"),
    ],
)
def test_a_reference_that_begins_a_sentence_has_a_capital(read_text, typed, shown):
    text = HEAD + f"## Two {{#sec-two}}\n\n{typed}\n\n## Part {{#sec-part}}\n\nText.\n"
    body = read_text(text)[0].chapters[0].body_html
    assert f'href="#sec-part">{shown}\u00a01.2</a>' in body


def test_numbers_of_facts_follow_the_language(read_text):
    fact = '[x]\nvalue = 12345.5\nunit = "million"\nas-of = "2023"\nsource = "k"\n'
    fact += 'confidence = "verified"\n'
    files = {
        "facts.toml": fact,
        "references.bib": "@misc{k,\n author={A, B},\n title={T},\n year={2020},\n}\n",
    }
    text = HEAD + "{{fact:x}}\n"
    assert "12,345.5\u00a0million" in read_text(text, files)[0].chapters[0].body_html
    assert (
        "12\u202f345,5\u00a0millions" in read_text(text, files, lang="fr")[0].chapters[0].body_html
    )


def test_index_marks_alone_in_a_paragraph_leave_no_empty_paragraph(read_text):
    manuscript, _ = read_text(HEAD + "Text.\n\n{{index:a}}{{index:b}}\n\nMore.\n")
    assert "<p></p>" not in manuscript.chapters[0].body_html
    assert [mark.term for mark in manuscript.chapters[0].marks] == ["a", "b"]
    assert manuscript.chapters[0].body_html.count("<p>") == 2


def test_same_names_of_marks_and_notes_are_not_given_twice_in_a_work(read_text):
    text = "Note[^1]{{index:a}}.\n\n[^1]: N.\n"
    files = {"course/en/02-two.md": "# Two {#sec-two}\n\n" + text}
    manuscript, _ = read_text(HEAD + text, files, chapters=BOTH)
    anchors = [mark.anchor for chapter in manuscript.chapters for mark in chapter.marks]
    assert len(set(anchors)) == 2


def test_a_chart_is_drawn_once_and_a_torn_file_is_drawn_anew(read_text, tmp_path):
    chart = (
        "/// chart | C\n    id: fig-c\n    data: data/c.csv\n    type: bar\n    x: a\n    y: b\n"
    )
    text = HEAD + chart + "    alt: x\n///\n"
    files = {"course/data/c.csv": "a,b\nx,1\ny,2\n"}
    cache = tmp_path / "cache"
    fresh = read_text(text, files)[0].chapters[0].pictures
    first = read_text(text, files, cache=cache)[0].chapters[0].pictures
    (kept,) = (cache / "charts").iterdir()
    stamp = kept.stat().st_mtime_ns
    second = read_text(text, files, cache=cache)[0].chapters[0].pictures
    assert fresh == first == second
    assert kept.stat().st_mtime_ns == stamp
    kept.write_bytes(kept.read_bytes()[:100])
    assert read_text(text, files, cache=cache)[0].chapters[0].pictures == first
    files["course/data/c.csv"] = "a,b\nx,1\ny,3\n"
    assert read_text(text, files, cache=cache)[0].chapters[0].pictures != first


def test_a_picture_drawn_for_an_edition_stands_in_it_under_the_same_name(read_text):
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>{}</title></svg>'
    files = {
        "course/figures/plan.svg": svg.format("usual"),
        "course/figures/plan.large-print.svg": svg.format("large"),
    }
    text = HEAD + '![A plan](figures/plan.svg){#fig-plan alt="A plan."}\n'
    for edition, drawn in (("screen", b"usual"), ("large-print", b"large")):
        manuscript, findings = read_text(text, files, edition=edition)
        assert findings == ()
        (picture,) = manuscript.chapters[0].pictures
        assert picture.url == "figures/plan.svg"
        assert drawn in picture.content


def test_a_country_case_that_fills_a_page_of_large_print_may_go_on_to_the_next(read_text):
    case = f"/// country-case | Case\n    country: A\n\n{'Some words of it. ' * 50}\n///\n"
    usual, _ = read_text(HEAD + case)
    large, _ = read_text(HEAD + case, edition="large-print")
    assert 'box-country-case long whole"' in usual.chapters[0].body_html
    assert 'box-country-case long"' in large.chapters[0].body_html
