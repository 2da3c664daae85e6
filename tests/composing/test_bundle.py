from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from publish.checking.proofing import proof
from publish.composing.bundle import (
    Member,
    compose_bundle,
    compose_bundle_index,
    divider_of,
    merged,
)
from publish.composing.compose import with_index
from publish.composing.late import number_fields
from publish.composing.layouts import load_layout
from publish.composing.model import Slot
from publish.composing.wrap import compose_wrap
from publish.composing.wrap_plan import WrapPlan
from publish.errors import Place
from publish.manuscript.model import Manuscript, Reference
from publish.typesetting import engine

from .packaged import HOUSE, LAYOUT, manuscript, members, publication, works

ALL = frozenset(("glossary", "index", "references"))
BUNDLE = publication("bundles/all", title={"en": "All <works>"}, layout="bundle", accent="blue")


def whole(merge: frozenset[str] = ALL) -> Manuscript:
    return merged(BUNDLE.slug, "en", [text for text, _ in works()], merge)


def composed(
    inside: tuple[Member, ...] | None = None, merge: frozenset[str] = ALL
) -> dict[str, Slot]:
    slots, findings = compose_bundle(inside or members(), whole(merge), LAYOUT, HOUSE, BUNDLE)
    assert findings == ()
    return {slot.name: slot for slot in slots}


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html)).replace("\u00a0", " ")


def test_a_divider_stands_for_each_member_between_front_and_back_matter() -> None:
    dividers = ["divider-guide", "divider-briefs-one", "divider-leaflet", "divider-convention"]
    back = ["references", "glossary", "back-cover"]
    assert list(composed()) == ["cover", "title", "contents", *dividers, *back]
    assert [divider_of(one.slug) for one in members()] == dividers


def test_what_the_members_keep_has_no_place_in_the_bundle() -> None:
    slots = composed(merge=frozenset())
    assert not {"references", "glossary"} & set(slots)
    assert "page:glossary" not in slots["contents"].draft.html


def test_contents_list_works_and_their_chapters_by_the_work_they_are_in() -> None:
    html = composed()["contents"].draft.html
    pages = re.findall(r'data-late="page:([^"]+)"', html)
    chapters = ["member-guide", "guide#sec-1", "guide#sec-2"]
    brief = ["member-briefs-one", "briefs/one#sec-1-a"]  # its chapter has its title
    others = ["member-leaflet", "member-convention", "convention#p-1", "convention#p-2"]
    back = ["references", "glossary", "index"]
    figures = ["guide#fig-1", "guide#fig-2", "briefs/one#fig-1"]
    assert pages == [*chapters, *brief, *others, *back, *figures]
    links = re.findall(r'href="([^"]+)"', html)
    assert links == [f"xref:{page}" if "#" in page else f"#{page}" for page in pages]


def test_each_divider_bears_the_anchor_and_bookmark_of_its_work() -> None:
    for member in members():
        html = composed()[member.divider].draft.html
        assert f'id="{member.anchor}"' in html
        assert f'data-bookmark="{member.number}  {member.title}"' in html


def test_dividers_wear_the_colours_of_their_works_and_stand_apart_at_the_edge() -> None:
    slots = composed()
    fills = {name: LAYOUT.brand.accents[name].mid for name in ("red", "turquoise")}
    page = {name: slots[f"divider-{name}"].draft.sheets[-1] for name in ("guide", "briefs-one")}
    own = {name: "".join(slots[f"divider-{name}"].draft.sheets) for name in page}
    assert fills["red"] in own["guide"]
    assert fills["turquoise"] in own["briefs-one"]
    assert re.findall(r"margin: \S+mm", page["guide"]) != re.findall(
        r"margin: \S+mm", page["briefs-one"]
    )


def test_the_colophon_names_every_work_with_its_terms_and_numbers() -> None:
    text = text_of(composed()["title"].draft.html)
    for said in ("The work guide", "DOI: 10.1234/x", "CC BY 4.0", "All rights reserved"):
        assert said in text
    assert "A Convention . An &lt;Office&gt;. français. https://office.example/c" in text


def test_titles_of_others_are_text_and_never_markup() -> None:
    assert "Part I &amp; more" in composed()["contents"].draft.html
    assert "All &lt;works&gt;" in composed()["cover"].draft.html


def test_the_back_cover_says_what_is_inside() -> None:
    text = text_of(composed()["back-cover"].draft.html)
    assert "In this package 1 The work guide 2 Chapter 1 3 The work leaflet" in text


def test_the_glossary_says_which_works_use_a_term_and_leads_there() -> None:
    html = composed()["glossary"].draft.html
    floor = html[html.index('id="gls-floor"') :]
    assert re.findall(r'href="xref:([^"]+)">\d', floor) == ["guide#sec-2-a", "briefs/one#sec-1"]


def test_the_index_gives_pages_of_the_package_and_leads_into_the_works() -> None:
    labels = {"guide#idx-1": "15", "guide#idx-2": "16", "briefs/one#idx-1": "17"}
    index = compose_bundle_index(whole(), LAYOUT, HOUSE, BUNDLE, labels)
    assert index
    assert 'href="xref:guide#idx-1">15</a>–<a href="xref:briefs/one#idx-1">17' in index.draft.html
    assert compose_bundle_index(whole(frozenset()), LAYOUT, HOUSE, BUNDLE, labels) is None


def test_a_member_in_a_colour_that_the_brand_lacks_is_found() -> None:
    guide = dataclasses.replace(members()[0], accent="rde")
    slots, findings = compose_bundle((guide,), whole(), LAYOUT, HOUSE, BUNDLE)
    assert [(found.rule, found.remedy) for found in findings] == [("L106", "did you mean “red”?")]
    assert slots


def test_references_in_two_forms_are_told() -> None:
    texts = [
        manuscript(
            f"w{n}", (), references=(Reference("ref-ilo", "ilo2020", f"ILO. 2020{letter}."),)
        )
        for n, letter in enumerate(("", "a"))
    ]
    where = Place("sources/catalogue.toml", 9, 1)
    bundle = dataclasses.replace(BUNDLE, places={"merge": where})
    both = merged(bundle.slug, "en", texts, ALL)
    _, findings = compose_bundle(members(), both, LAYOUT, HOUSE, bundle)
    assert [(found.rule, found.place) for found in findings] == [("L140", where)]
    assert "`ilo2020`" in findings[0].message


def test_packages_of_the_same_works_have_pictures_of_their_own() -> None:
    def cover(title: str) -> bytes:
        bundle = dataclasses.replace(BUNDLE, title={"en": title})
        slots, _ = compose_bundle(members(), whole(), LAYOUT, HOUSE, bundle)
        return next(r.content for r in slots[0].draft.resources if r.url == "pattern.svg")

    assert cover("All") == cover("All")
    assert cover("All") != cover("Everything")
    for accent in ("red", "turquoise", "yellow", "blue"):
        assert LAYOUT.brand.accents[accent].fill.encode() in cover("All")


def test_the_wraparound_cover_names_the_works_and_goes_round_in_their_colours() -> None:
    measures = {"panel": 210.0, "height": 297.0, "spine": 12.0, "flap": 0.0, "pages": 240}
    words = {"turn": "down", "front_first": False, "size": 12.0, "signed": False, "room": 77.0}
    plan = WrapPlan(**measures, **words)
    bundle = dataclasses.replace(BUNDLE, description={"en": "What is inside."})
    slot = compose_wrap(whole(), LAYOUT, HOUSE, bundle, plan, members())
    text = text_of(slot.draft.html)
    assert "In this package 1 The work guide" in text
    assert text.count("The work guide") == 1
    art = next(r.content for r in slot.draft.resources if r.url == "pattern.svg").decode()
    width = float(re.findall(r'viewBox="-?[\d.]+ \S+ ([\d.]+)', art)[0])
    assert width == pytest.approx(210 + 12 + 210 + 5 + 5, abs=27), "front, spine, back, bleed"
    assert art.count(LAYOUT.brand.accents["yellow"].fill) > 1


def many(count: int) -> tuple[Member, ...]:
    """Return members with long titles, with and without words and chapters, in every accent."""
    accents = list(LAYOUT.brand.accents)
    long = "A title of many words that goes on and on about what the work has to say " * 2
    made = []
    for number in range(1, count + 1):
        like = members()[number % 4]
        made.append(
            dataclasses.replace(
                like,
                slug=f"w{number}",
                number=number,
                title=long.strip() if number % 3 else like.title,
                description=long * 3 if number % 2 else "",
                accent=accents[number % len(accents)],
            )
        )
    return tuple(made)


def in_language(one: Member, lang: str, title: str) -> Member:
    return dataclasses.replace(one, lang=lang, title=title, short_title=title)


@pytest.mark.parametrize(
    ("inside", "lang", "title"),
    [
        (members(), "en", "A package"),
        (members()[:1], "en", "Of one work"),
        (many(18), "en", "A package of works with titles that take more than a line of it"),
        (tuple(in_language(m, "ar", "دليل العمال") for m in members()), "ar", "الحزمة الكاملة"),
        (tuple(in_language(m, "fr", "Guide à l’usage") for m in members()), "fr", "Un dossier"),
    ],
    ids=["some", "one", "many", "Arabic", "French"],
)
def test_the_engine_sets_all_of_a_bundle_without_a_warning_and_its_tags_are_right(
    inside: tuple[Member, ...], lang: str, title: str
) -> None:
    engine.load()
    from publish.typesetting.setting import set_ticket  # only after the engine's fonts are known

    bundle = dataclasses.replace(BUNDLE, title={lang: title}, languages=(lang,))
    matter = merged(bundle.slug, lang, [text for text, _ in works()], ALL)
    slots, findings = compose_bundle(inside, matter, LAYOUT, HOUSE, bundle)
    assert findings == ()
    labels = {mark.anchor: str(n) for n, mark in enumerate(matter.index_see, 7) if mark.anchor}
    index = compose_bundle_index(matter, LAYOUT, HOUSE, bundle, labels)
    for slot in with_index(slots, index):
        pdf, offers = set_ticket(number_fields(slot.draft, lambda _: 4), slot.name)
        found = (*offers.findings, *proof(pdf, slot.name))
        assert [str(finding) for finding in found] == [], slot.name
        if slot.name.startswith("divider"):
            assert offers.pages == 1


def test_a_bundle_says_where_its_works_begin(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "bundle" / "layout.toml"
    own.parent.mkdir(parents=True)
    given = LAYOUT.files["layout.toml"].path.read_text("utf-8")
    own.write_text(given.replace('members = "half-title"', 'members = "cover"'), "utf-8")
    assert load_layout(tmp_path, "bundle")[0].settings.members == "cover"
    own.write_text(given.replace('"half-title"', '"cvoer"'), "utf-8")
    layout, findings = load_layout(tmp_path, "bundle")
    assert [found.rule for found in findings] == ["L103"]
    assert layout.settings.members == "half-title"
