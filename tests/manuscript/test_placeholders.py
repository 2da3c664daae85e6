"""Placeholders look like placeholders, and each is a warning."""

from __future__ import annotations


def test_a_placeholder_is_printed_in_brackets_and_marked(read_text):
    manuscript, findings = read_text("# A {#sec-a}\n\nCome on {{placeholder:date of it}}.\n")
    html = manuscript.chapters[0].body_html
    assert '<span class="placeholder">[date of it]</span>.' in html
    assert [(f.rule, f.severity, f.place.line, f.place.col) for f in findings] == [
        ("M180", "warning", 3, 9)
    ]
    assert "“date of it”" in findings[0].message


def test_placeholders_stand_in_headings_tables_notes_and_alternative_texts(read_text):
    text = (
        "---\nstandfirst: For {{placeholder:whom}}.\n---\n\n"
        "# The day of {{placeholder:name}} {#sec-a}\n\n| When | What |\n|---|---|\n"
        "| {{placeholder:time}} | Tea |\n\nA note.[^1]\n\n[^1]: By {{placeholder:host}}.\n"
    )
    manuscript, findings = read_text(text)
    chapter = manuscript.chapters[0]
    assert chapter.title == "The day of [name]"
    assert "[time]</span></td>" in chapter.body_html
    assert "[host]</span>" in chapter.body_html
    assert "[whom]</span>" in chapter.standfirst_html
    assert [(f.rule, f.place.line) for f in findings] == [("M180", n) for n in (2, 5, 9, 13)]


def test_a_placeholder_without_words_is_no_insert(read_text):
    _, findings = read_text("# A {#sec-a}\n\nCome on {{placeholder:}}.\n")
    assert [f.rule for f in findings] == ["M141"]


def test_a_short_title_with_a_placeholder_is_plain_in_running_heads(read_text):
    text = '---\nshort-title: "The {{placeholder:name}} day"\n---\n\n# A {#sec-a}\n\nText.\n'
    manuscript, findings = read_text(text)
    assert manuscript.chapters[0].short_title == "The [name] day"
    assert [(f.rule, f.place.line) for f in findings] == [("M180", 2)]
