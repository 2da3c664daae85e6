from __future__ import annotations

import dataclasses
import re

import pypdfium2
import pytest
import zxingcpp

from publish.checking.proofing import proof
from publish.composing.late import number_fields
from publish.composing.model import Slot
from publish.composing.pack_handout import handout_parts
from publish.composing.pack_insets import pages_of
from publish.composing.pack_model import cited
from publish.composing.pack_views import HandoutPages
from publish.composing.packs import (
    compose_answers,
    compose_facilitator,
    compose_handout,
    compose_slides,
    overfull,
)
from publish.manuscript.model import Reference
from publish.typesetting import engine

from .packaged import HOUSE
from .packed import HANDOUT, LINK, SLIDES, TRAINING, excerpts, pack, pages, session

SECRETS = ("SECRET", "METHOD", "MATERIAL", "GROUP-OF", "box-ans", "Walk about")


def handout(**more: object) -> dict[str, str]:
    slots, findings = compose_handout(pack(**more), HANDOUT, HOUSE)
    assert findings == ()
    return {slot.name: slot.draft.html for slot in slots}


def facilitator() -> dict[str, str]:
    slots, findings = compose_facilitator(pack(), TRAINING, HOUSE, pages())
    assert findings == ()
    return {slot.name: slot.draft.html for slot in slots}


def answers() -> str:
    slots, findings = compose_answers(pack(), TRAINING, HOUSE)
    assert findings == ()
    return slots[0].draft.html


def slides(**more: object) -> str:
    slots, findings = compose_slides(pack(**more), SLIDES, HOUSE)
    assert findings == ()
    return slots[-1].draft.html


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html)).replace("\u00a0", " ")


def test_a_handout_has_reading_exercises_and_what_is_taken_home() -> None:
    parts = handout()
    assert list(parts) == ["opening", "excerpts", "exercises", "closing", "evaluation"]
    opening = text_of(parts["opening"])
    assert "Halves &amp; thirds" in opening
    assert "To halve &lt;whatever&gt; comes." in opening
    listed = re.findall(r'data-late="page:([^"]+)"', parts["opening"])
    known = ["excerpt-1", "excerpt-2", "box-ex-sums", "box-ex-form"]
    assert listed == [*known, "references", "own-notes", "evaluation"]
    every = "".join(parts.values())
    assert all(f'id="{name}"' in every for name in listed)


def test_the_programme_of_participants_has_times_and_the_facilitators_plan_the_rest() -> None:
    assert "0:00–0:20 Warm up 20 0:20–1:30 Two sums 70" in text_of(handout()["opening"])
    plan = text_of(facilitator()["plan"])
    assert "0:20–1:30 70 2. Two sums METHOD-TWO Exercise 2.1 (handout p. 3); " in plan
    assert "handout p. 2; Slide 3" in plan
    assert "1:30 90 Total" in plan
    assert "MATERIAL-PENS" in plan


def test_nothing_of_the_facilitators_is_in_what_participants_are_given() -> None:
    given = "".join((*handout().values(), slides()))
    assert [secret for secret in SECRETS if secret in given] == []


def test_no_late_filter_hides_that_the_wrong_reading_was_taken() -> None:
    told = pack()
    given = "".join(handout(participants=told.facilitator).values())
    assert "HINT-SECRET" in given
    assert "SECRET-NOTE" in slides(slides_participants=told.slides)


def test_a_step_names_all_pages_of_what_it_takes_and_no_others() -> None:
    made = pack()
    parts = handout_parts(made)
    first = {"excerpt-1": 2, "excerpt-2": 4, "exercises": 6, "box-ex-sums": 6, "box-ex-form": 7,
             "references": 8, "own-notes": 9}  # fmt: skip
    heads = {"excerpt-1", "exercises", "references", "own-notes"}
    taken = pages_of(made, parts, HandoutPages(10, first, frozenset(heads)))
    names = [f"{one.slug}#{one.anchor}" for one in made.excerpts]
    assert [taken[name] for name in names] == [(2, 3, 4), (4, 5)]  # the second begins half way down
    assert (taken["box-ex-sums"], taken["box-ex-form"]) == ((6, 7), (7,))


def test_a_reference_has_the_letter_that_the_text_cites_and_not_that_of_the_slides() -> None:
    cites = '<a class="cite" href="#ref-a">A 2020b</a>'
    text, slides_ = (
        dataclasses.replace(made, references=(Reference("ref-a", "a", listed),))
        for made, listed in ((pack().facilitator, "A. 2020b."), (pack().slides, "A. 2020."))
    )
    assert [one.html for one in cited((text, slides_), [cites])] == ["A. 2020b."]


def test_an_excerpt_says_where_it_is_from_and_its_headings_follow_those_of_the_handout() -> None:
    html = handout()["excerpts"]
    assert "From The &lt;Guide&gt; , Figure 1.1 (p. )" in text_of(html)
    assert 'data-late="page:guide#fig-1"' in html
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels == [1, 2, 2], "the section's own heading stands below that of the part"


def test_links_lead_to_what_is_handed_out_and_else_into_the_works() -> None:
    html = handout()["excerpts"]
    assert 'href="#fig-1"><cite>Guide</cite>, Figure 1.1</a>' in html
    assert '(here, p. <span class="late" data-late="page:fig-1"></span>)' in html
    assert 'href="xref:guide#sec-9"' in html
    assert 'href="#ref-a"' in html
    assert 'id="ref-a"' in handout()["closing"]


def test_ids_and_pictures_of_two_works_that_are_named_alike_are_told_apart() -> None:
    slots, _ = compose_handout(pack(), HANDOUT, HOUSE)
    slot = next(slot for slot in slots if slot.name == "excerpts")
    ids = re.findall(r'\bid="([^"]+)"', slot.draft.html)
    assert len(ids) == len(set(ids))
    shown = {one.url: one.content for one in slot.draft.resources if one.url.endswith("a.svg")}
    assert set(shown) == {"guide/figures/a.svg", "brief/figures/a.svg"}
    assert len(set(shown.values())) == 2


def test_exercises_have_room_to_write_under_questions_and_in_empty_cells() -> None:
    html = handout()["exercises"]
    sums, form = html.split('id="box-ex-form"')
    assert sums.count('<div class="write" data-tag="Artifact">') == 2
    assert sums.count("write-rule") == 6
    assert '<td class="to-fill"></td>' in form
    assert "Exercise 2.1" in sums, "the number of the book"


def test_other_programs_read_the_addresses_from_the_printed_codes() -> None:
    slots, _ = compose_handout(pack(), HANDOUT, HOUSE)
    (closing,) = (slot for slot in slots if slot.name == "closing")
    assert closing.draft.html.count('<img class="qr"') == 1, "an address has one code"
    assert f'alt="QR code: {LINK}"' in closing.draft.html
    assert ">www.<wbr>example.<wbr>org/<wbr>a-<wbr>page" in closing.draft.html
    pdf, _ = set_(closing)
    page = pypdfium2.PdfDocument(pdf)[0]
    for dots in (150, 300):
        picture = page.render(scale=dots / 72, grayscale=True).to_pil()
        (read,) = zxingcpp.read_barcodes(picture)
        assert (read.format, read.text) == (
            zxingcpp.BarcodeFormat.QRCode,
            LINK.replace("&amp;", "&"),
        )


def test_every_page_of_the_handout_stands_once_in_the_facilitators_edition() -> None:
    steps = facilitator()["steps"]
    shown = re.findall(
        r'<img class="inset" id="inset-(\d)" src="inset.svg" alt="Page (\d) of', steps
    )
    assert sorted(shown) == [(str(n), str(n)) for n in range(1, 9)]
    second = steps[steps.index('id="step-2"') : steps.index("The other pages")]
    assert re.findall(r'id="inset-(\d)"', second) == ["2", "3"]


def test_the_facilitator_has_all_notes_and_each_question_with_its_answer() -> None:
    parts = facilitator()
    text = text_of(parts["steps"])
    for said in ("Walk about", "SECRET-STEP", "Slide 1. Message 1", "HINT-SECRET"):
        assert said in text
    assert text.count("SECRET-NOTE") == 1 + 3, "the module's, and one for each slide"
    assert "How much is a half of 80? Write it down." in text
    assert text.index("half of 80") < text.index("SECRET-A") < text.index("third of 90")


def test_the_plan_stands_for_the_table_of_steps_in_the_module() -> None:
    plan = facilitator()["plan"]
    assert "tbl-plan" not in plan
    assert '<a class="xref" href="#session-plan">Table 2.1</a>' in plan
    assert "with one hour only" in text_of(plan)
    assert "Learning objectives" in plan
    assert "To halve.</p>" not in plan, "the plan has them already"


def test_the_facilitators_links_lead_to_exercises_and_to_pages_of_the_handout() -> None:
    steps = facilitator()["steps"]
    assert '<a class="xref" href="#box-ex-sums">the sums</a>' in steps
    assert '<a class="xref" href="#inset-2"><cite>Guide</cite>, Figure 1.1</a>' in steps
    assert '<span class="page-ref"> (handout p. 2)</span>' in steps


def test_the_answer_key_has_each_question_in_short_with_its_answer() -> None:
    text = text_of(answers())
    assert "Exercise 2.1 Two sums" in text
    assert "Pensions. Forty SECRET-A. And a third of 90? Thirty. HINT-SECRET" in text
    assert "SECRET-NOTE" not in text
    assert "Exercise 2.2" not in text, "it has no answer"


def test_exercises_are_those_that_the_session_names_in_its_order() -> None:
    named = session(exercises=("box-ex-form", "box-ex-sums"))
    html = handout(session=named)["exercises"]
    assert html.index('id="box-ex-form"') < html.index('id="box-ex-sums"')
    assert "box-ex-sums" not in handout(session=session(exercises=("box-ex-form",)))["exercises"]


def test_slides_are_numbered_without_the_one_with_the_title() -> None:
    html = slides()
    assert re.findall(r'data-number="(\d)"', html) == ["1", "2", "3"]
    assert "Message 2" in html
    assert 'href="#ref' not in html, "slides have no list to lead to"
    assert compose_slides(pack(slides_participants=None), SLIDES, HOUSE) == ((), ())


def test_a_slide_that_goes_on_to_another_page_is_named() -> None:
    fits = {"sec-slide-1": 1, "sec-slide-2": 2, "sec-slide-3": 3}
    assert overfull(pack(), fits, 4) == ()
    told = [found.message for found in overfull(pack(), {**fits, "sec-slide-3": 4}, 6)]
    assert told == [
        "slide 2, “Message 2”, has more than its page holds",
        "slide 3, “Message 3”, has more than its page holds",
    ]


def set_(slot: Slot) -> tuple[bytes, list[str]]:
    engine.load()
    from publish.typesetting.setting import set_ticket  # only after the engine's fonts are known

    ticket = number_fields(slot.draft, lambda target: 14 if target == "continued" else 3)
    pdf, offers = set_ticket(ticket, slot.name)
    found = (*offers.findings, *proof(pdf, slot.name))
    return pdf, [str(finding) for finding in found if finding.severity != "note"]


@pytest.mark.parametrize("lang", ["en", "ar", "ru"])
def test_the_engine_sets_all_documents_without_a_warning_and_their_tags_are_right(
    lang: str,
) -> None:
    made = pack(lang)
    documents = (
        compose_handout(made, HANDOUT, HOUSE),
        compose_facilitator(made, TRAINING, HOUSE, pages()),
        compose_answers(made, TRAINING, HOUSE),
        compose_slides(made, SLIDES, HOUSE),
    )
    for slots, findings in documents:
        assert findings == ()
        for slot in slots:
            assert set_(slot)[1] == [], slot.name


def test_slides_are_wide_and_have_no_type_below_18_points() -> None:
    slots, _ = compose_slides(pack(), SLIDES, HOUSE)
    pdf, _ = set_(slots[0])
    page = pypdfium2.PdfDocument(pdf)[1]
    assert [round(side) for side in page.get_size()] == [960, 540]
    sizes = [float(size) for size in re.findall(r"font(?:-size)?: (?:\d+ )?([\d.]+)pt", css())]
    assert min(sizes) >= 18


def css() -> str:
    """Return the slides' own style sheets."""
    slots, _ = compose_slides(pack(), SLIDES, HOUSE)
    return "".join(slots[0].draft.sheets[1:])


def test_an_excerpt_in_another_language_says_so() -> None:
    foreign = tuple(dataclasses.replace(one, lang="fr") for one in excerpts())
    assert handout(excerpts=foreign)["excerpts"].count(' lang="fr"') == 2
