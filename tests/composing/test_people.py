from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from publish.binding.bind import bind
from publish.binding.model import Binding, Metadata, Section
from publish.catalogue.model import Catalogue, Imprint, Publication
from publish.catalogue.people import Person
from publish.catalogue.sessions import Session
from publish.checking.gate import Expected, gate
from publish.composing.fitting import Letters, Room, direction_of, fitted, letters_of
from publish.composing.late import number_fields
from publish.composing.layouts import load_layout
from publish.composing.pack_model import Composed, Pack
from publish.composing.people import (
    BADGE,
    BADGES,
    CERTIFICATES,
    LAYOUT,
    TABLE_CARDS,
    compose_badges,
    compose_certificates,
    compose_table_cards,
)
from publish.editions import screen
from publish.errors import Finding, Place
from publish.manuscript.model import Manuscript
from publish.typesetting import engine
from publish.typesetting.model import Gathering

ROOT = Path(__file__).parents[2]
HOUSE = Catalogue(ROOT, Imprint("The House"), {})
LETTERS: Sequence[Letters] = letters_of(load_layout(ROOT, LAYOUT)[0])
COMPOSE: Mapping[str, Callable[..., Composed]] = {
    CERTIFICATES: compose_certificates,
    BADGES: compose_badges,
    TABLE_CARDS: compose_table_cards,
}
MM = 72 / 25.4
PEOPLE = (
    Person("Participant One", "Example Union", "Facilitator", pronouns="they/them"),
    Person("Участник Два", "Профсоюз", "Делегат"),
    Person("Người Tham Dự Ba", "Ví dụ"),
    Person("مشارك أربعة", "اتحاد المثال"),
    Person("参加者五", "示例工会", "代表", place=Place("people.csv", 6, 1)),
    Person("Placeholder Hyphenated-Doublename de los Ejemplos y Muestras Verylongname"),
)


def pack(lang: str = "en", **more: object) -> Pack:
    session = Session(
        name="one",
        work="training",
        title={"en": "A session & more", "ar": "جلسة"},
        languages=("en", "ar"),
        chapter="",
        minutes=90,
        group={},
        objectives={"en": ("Say what <this> is.", "Do that.")},
        materials={},
        steps=(),
        excerpts=(),
        exercises=(),
        slides="",
        accent="",
        participants=None,
    )
    work = Publication(
        slug="training",
        title={"en": "The training", "ar": "التدريب"},
        subtitle={},
        short_title={},
        kind="training",
        layout="training",
        languages=("en", "ar"),
        parts=(),
        accent="green",
    )
    text = Manuscript(
        slug="training",
        lang=lang,
        part_titles=(),
        chapters=(),
        targets={},
        abbreviations=(),
        glossary=(),
        references=(),
        index_see=(),
        sources=(),
    )
    return Pack(dataclasses.replace(session, **more), lang, work, text, text)  # type: ignore[arg-type]


def composed(kind: str, people: Sequence[Person] = PEOPLE, lang: str = "en") -> Composed:
    return COMPOSE[kind](people, pack(lang), load_layout(ROOT, LAYOUT)[0], HOUSE)


def bound(kind: str, folder: Path, lang: str = "en") -> tuple[Path, list[Finding]]:
    """Set and bind a document, and return its file with all that is wrong with it."""
    engine.load()
    from publish.typesetting.setting import set_ticket

    slots, _ = composed(kind, lang=lang)
    sections, findings, faces = [], [], {}
    for slot in slots:
        ticket = number_fields(slot.draft, lambda _: 3)
        pdf, offers = set_ticket(ticket, slot.name)
        path = folder / f"{slot.name}-{lang}-set.pdf"
        path.write_bytes(pdf)
        findings += offers.findings
        faces |= {one.digest: one.content for one in ticket.resources}
        gathering = Gathering(ticket.digest, path, offers)
        sections.append(Section(gathering, "training", slot.numbering, place=Place(slot.name)))
    layout, _ = load_layout(ROOT, LAYOUT)
    target = folder / f"{kind}-{lang}.pdf"
    made = bind(
        Binding(
            sections=tuple(sections),
            metadata=Metadata(kind, lang, dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
            fonts=faces.__getitem__,
            profile=layout.identity["colour/sRGB2014.icc"].read_bytes(),
        ),
        screen.FORM,
        target,
    )
    expected = Expected(pages=made.pages, title=kind, lang=lang)
    return target, [*findings, *made.findings, *gate(target, expected, target.name)]


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, tuple[Path, list[Finding]]]:
    """Every document in English, and the certificates in Arabic, bound and judged."""
    folder = tmp_path_factory.mktemp("people")
    made = {kind: bound(kind, folder) for kind in COMPOSE}
    return {**made, "arabic": bound(CERTIFICATES, folder, "ar")}


@pytest.mark.parametrize("kind", [*COMPOSE, "arabic"])
def test_documents_keep_the_standards_and_lose_no_word(files, kind):
    assert [str(found) for found in files[kind][1]] == []


@pytest.mark.parametrize(
    ("kind", "pages", "size"),
    [(CERTIFICATES, 6, (297, 210)), (BADGES, 1, (210, 297)), (TABLE_CARDS, 6, (210, 297))],
)
def test_pages_are_a4_one_for_each_person_or_eight_badges(files, kind, pages, size):
    reader = pypdf.PdfReader(files[kind][0])
    boxes = {(round(p.mediabox.width / MM), round(p.mediabox.height / MM)) for p in reader.pages}
    assert (len(reader.pages), boxes) == (pages, {size})


def test_a_certificate_says_what_it_is_for(files):
    reader = pypdf.PdfReader(files[CERTIFICATES][0])
    words = " ".join(reader.pages[0].extract_text().split())
    for said in ("Certificate of participation", "Participant One", "Example Union", "1 h 30 min",
                 "A session & more", "The training", "Say what <this> is.", "Place and date",
                 "The House"):  # fmt: skip
        assert said in words
    labels = [entry.title for entry in reader.outline]
    assert labels == [person.name for person in PEOPLE]


def test_names_are_in_the_pages_and_nowhere_else_but_in_bookmarks(files):
    for path, _ in files.values():
        reader = pypdf.PdfReader(path)
        told = f"{reader.metadata}{reader.xmp_metadata.stream.get_data().decode()}"
        assert not any(person.name.split()[0] in told for person in PEOPLE)
        assert not reader.attachments


def test_no_badge_reaches_over_its_cuts(files):
    """Read back where letters stand: each within the badge that it belongs to."""
    page = pypdfium2.PdfDocument(files[BADGES][0])[0]
    text = page.get_textpage()
    top = (BADGE.page[1] - BADGE.top) * MM
    seen = set()
    for n in range(text.count_chars()):
        left, low, right, high = text.get_charbox(n)
        if low > top or high < BADGE.top * MM or right - left < 0.5:
            continue  # the words above and below the badges; spaces
        cell = ((left + right) / 2 / MM - BADGE.left) // BADGE.width
        row = (BADGE.page[1] - (low + high) / 2 / MM - BADGE.top) // BADGE.height
        west = (BADGE.left + cell * BADGE.width) * MM
        north = top - row * BADGE.height * MM
        assert west + 4 * MM < left < right < west + (BADGE.width - 4) * MM
        assert north - (BADGE.height - 3.5) * MM < low < high < north - 3.5 * MM
        seen.add((cell, row))
    assert len(seen) == BADGE.count  # those that are over bear the session's title


def test_a_table_card_shows_the_name_on_both_sides_once_upside_down(files):
    page = pypdfium2.PdfDocument(files[TABLE_CARDS][0])[1]
    text = page.get_textpage()
    words = text.get_text_range()
    assert words.count("Участник") == 2
    first, second = words.index("Участник"), words.rindex("Участник")
    middle = BADGE.page[1] / 2 * MM
    places = []
    for start in (first, second):
        begin, end = text.get_charbox(start), text.get_charbox(start + 7)
        places.append((begin[1] > middle, begin[0] < end[0]))
    assert sorted(places) == [(False, True), (True, False)]


def test_readers_of_screens_hear_a_name_of_a_table_card_once():
    slots, _ = composed(TABLE_CARDS, PEOPLE[:1])
    over = slots[0].draft.html.split('class="card-side over"')[1]
    assert over.startswith(' data-tag="Artifact"')
    assert slots[0].draft.html.count("<h1") == 1


@pytest.mark.parametrize("kind", COMPOSE)
def test_a_name_without_letters_in_the_brand_gets_a_line_and_a_finding(kind):
    slots, findings = composed(kind)
    named = [found for found in findings if "letters of the name" in found.message]
    assert [(f.rule, f.place.line, f.severity) for f in named] == [("L156", 6, "warning")]
    assert "CJK" in named[0].message
    assert not set("参加者五") & set("".join(map(str, findings)))
    body = slots[0].draft.html.split("<body")[1]
    assert "Line 6 of the list" in body
    assert ">参加者五<" not in body


def test_a_brand_with_a_face_for_chinese_has_the_letters(tmp_path):
    brand = ROOT / "layouts" / "brand"
    font = TTFont(brand / "fonts" / "noto-sans" / "NotoSans_400Regular.ttf")
    for table in font["cmap"].tables:
        table.cmap |= {ord(letter): table.cmap[ord("O")] for letter in "参加者五示例工会代表"}
    own = tmp_path / "layouts" / "brand"
    (own / "fonts").mkdir(parents=True)
    font.save(own / "fonts" / "han.ttf")
    face = {"family": "Some Han", "weight": 400, "style": "normal", "file": "fonts/han.ttf"}
    lines = [f"{key} = {json.dumps(value)}" for key, value in {**face, "script": "han"}.items()]
    text = (brand / "brand.toml").read_text(encoding="utf-8")
    (own / "brand.toml").write_text("\n".join((text, "[[face]]", *lines)), encoding="utf-8")
    layout, _ = load_layout(tmp_path, LAYOUT)
    slots, findings = compose_badges(PEOPLE[4:5], pack(), layout, HOUSE)
    assert findings == ()
    assert ">参加者五<" in slots[0].draft.html
    assert "fonts/han.ttf" in {resource.url for resource in slots[0].draft.resources}
    plain, _ = compose_badges(PEOPLE[:1], pack(), layout, HOUSE)
    assert "fonts/han.ttf" not in {resource.url for resource in plain[0].draft.resources}


@pytest.mark.parametrize("kind", COMPOSE)
def test_what_people_write_is_text(kind):
    slots, _ = composed(kind, [Person('<b>"One"</b> & {{ t }}', "<i>", "&amp;")])
    page = slots[0].draft.html
    assert "&lt;b&gt;" in page
    assert "&amp; {{ t }}" in page
    assert "<b>" not in page
    assert "<i>" not in page


@pytest.mark.parametrize("kind", COMPOSE)
def test_nobody_makes_nothing(kind):
    assert composed(kind, ()) == ((), ())


@pytest.mark.parametrize("kind", COMPOSE)
def test_titles_of_gatherings_name_nobody(kind):
    many = [Person(f"Participant {n}", place=Place("people.csv", n, 1)) for n in range(2, 90)]
    slots, _ = composed(kind, many)
    assert len(slots) > 2
    assert len({slot.name for slot in slots}) == len(slots)
    assert not any("Participant" in f"{slot.name} {slot.title}" for slot in slots)
    before = [slot.draft.html for slot in slots]
    after = [s.draft.html for s in composed(kind, [*many[:-1], Person("Participant Other")])[0]]
    assert [a == b for a, b in zip(after, before, strict=True)].count(False) == 1


@pytest.mark.parametrize("person", PEOPLE[:4])
def test_a_name_stands_in_its_own_direction_and_one_face(person):
    made = fitted(person.name, LETTERS, Room(79, 21.5, (34, 28, 23, 19)))
    assert made is not None
    assert made.direction == ("rtl" if "مشارك" in person.name else "ltr")
    assert direction_of(f"102 – {person.name}") == made.direction


def test_names_are_as_large_as_they_fit_and_break_only_at_spaces():
    room = Room(79, 21.5, (34, 28, 23, 19, 15, 11, 9))
    widths = {one.number: one.face for one in LETTERS[:-1]}
    for name in (
        "One",
        "Participant One",
        "Participant Oneandtwenty de la Example",
        PEOPLE[5].name,
    ):
        made = fitted(name, LETTERS, room)
        assert made is not None
        assert " ".join(made.lines) == name
        face = widths[made.face]
        assert max(face.width(line, made.size) for line in made.lines) <= room.width * MM
        assert len(made.lines) * made.line <= room.height * MM
    sizes = [fitted("Example " * n + "One", LETTERS, room) for n in range(1, 12)]
    falling = [made.size for made in sizes if made]
    assert falling == sorted(falling, reverse=True)


def test_a_name_that_fits_at_no_size_is_kept_whole():
    made = fitted("W" * 120, LETTERS, Room(79, 10, (20, 9)))
    assert made is not None
    assert ("".join(made.lines), made.size) == ("W" * 120, 9)


def test_objectives_that_do_not_fit_are_left_out_from_the_last():
    long = tuple(f"Objective {n}: {'say what this is and why it matters ' * 6}" for n in range(12))
    layout, _ = load_layout(ROOT, LAYOUT)
    slots, _ = compose_certificates(PEOPLE[:1], pack(objectives={"en": long}), layout, HOUSE)
    page = slots[0].draft.html
    assert "Objective 0" in page
    assert "Objective 11" not in page


@pytest.mark.parametrize(
    ("minutes", "said"), [(45, "45 minutes"), (60, "1 h"), (90, "1 h 30 min"), (125, "2 h 05 min")]
)
def test_certificates_say_how_long_a_session_took(minutes, said):
    layout, _ = load_layout(ROOT, LAYOUT)
    slots, _ = compose_certificates(PEOPLE[:1], pack(minutes=minutes), layout, HOUSE)
    assert f"</cite> · {said}</p>" in slots[0].draft.html


def test_words_are_there_in_every_language():
    layout, _ = load_layout(ROOT, LAYOUT)
    keys = ("certificates", "badges", "table_cards", "certificate", "cert_that", "cert_took_part",
            "cert_place_date", "cert_facilitator", "cert_organizer", "hours_n",
            "hours_and_minutes", "line_of_list", "badges_how")  # fmt: skip
    lacking = [
        (key, lang)
        for lang in layout.strings.words
        for key in keys
        if not layout.strings.has(lang, key)
    ]
    assert lacking == []
