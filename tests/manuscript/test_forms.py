"""Forms: what an author may ask, and what is refused."""

from __future__ import annotations

import pytest

FORM = "# One {#sec-one}\n\n//// form | A form\n    id: form-a\n\n%s\n\n////\n"
LONE = "# One {#sec-one}\n\n%s\n"


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        (FORM.replace("    id: form-a\n", "") % "Text.", "M190", 3),
        (FORM.replace("form-a", "feedback") % "Text.", "M190", 4),
        (FORM.replace(" | A form", "") % "Text.", "M190", 3),
        (LONE % "/// field | Your name\n///", "M190", 3),
        (LONE % "We expect {{field:number of guests}} guests.", "M190", 3),
        (FORM % "/// field\n///", "M191", 6),
        (FORM % "/// field | Why?\n    type: area\nBecause.\n///", "M191", 6),
        (FORM % "/// field | Why?\n    type: aria\n///", "M191", 7),
        (FORM % "/// field | Why?\n    type: one\n///", "M191", 6),
        (FORM % "/// field | Why?\n    type: one\n    choices: [Yes]\n///", "M191", 8),
        (FORM % "/// field | Why?\n    type: several\n    choices: [Yes, Yes]\n///", "M191", 8),
        (FORM % "/// field | Why?\n    type: rating\n    choices: [1, 2]\n///", "M191", 6),
        (FORM % "/// field | Why?\n    type: area\n    lines: many\n///", "M122", 8),
        (FORM % "/// field | Why?\n    type: area\n    lines: 31\n///", "M122", 8),
        (
            FORM % "/// field | W?\n    type: rating\n    choices: [1, 2]\n    rows: [A]\n"
            "    ends: [bad]\n///",
            "M122",
            10,
        ),
    ],
)
def test_what_could_not_be_filled_in_is_refused(read_text, text, rule, line):
    _, findings = read_text(text)
    assert [(finding.rule, finding.place.line) for finding in findings] == [(rule, line)]


def test_fields_with_the_same_question_have_names_of_their_own(read_text):
    field = "/// field | Your *name*\n///\n\n"
    manuscript, findings = read_text(FORM % (field + field))
    assert findings == ()
    html = manuscript.chapters[0].body_html
    assert "field:form-a/your-name?kind=line&amp;label=Your%20name" in html
    assert "field:form-a/your-name-2?" in html


def test_a_form_can_be_referred_to(read_text):
    text = FORM % "Text." + "\nSee [the form](#form-a).\n"
    _, findings = read_text(text)
    assert findings == ()


def test_cells_outside_of_forms_stay_empty(read_text):
    table = "| A | B |\n|---|---|\n| x |   |\n"
    manuscript, _ = read_text(LONE % table)
    assert "fill" not in manuscript.chapters[0].body_html
