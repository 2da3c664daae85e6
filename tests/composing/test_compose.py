from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from publish.catalogue.model import Catalogue, Identifiers, Imprint, Publication
from publish.composing.compose import compose, compose_index, with_index
from publish.composing.layouts import built_in_layouts, load_layout
from publish.composing.model import Slot
from publish.errors import FindingsError, Place
from publish.manuscript.model import (
    Chapter,
    GlossaryEntry,
    IndexMark,
    Manuscript,
    Picture,
    Reference,
    Target,
)


def chapter(name: str, kind: str, number: str, part: int = 0) -> Chapter:
    return Chapter(
        name=name,
        kind=kind,
        number=number,
        id=f"sec-{name}",
        title=f"Title of {name}",
        title_html=f"Title of <em>{name}</em>",
        short_title="",
        standfirst_html="",
        key_messages_html="",
        body_html='<p>Text</p><img src="figures/a.svg" alt="a"/>',
        pictures=(
            Picture("figures/a.svg", b"<svg/>", "image/svg+xml"),
            Picture("figures/unused.svg", b"<svg/>", "image/svg+xml"),
        ),
        marks=(IndexMark("financing", f"idx-{name}"),),
        part=part,
        place=Place(),
    )


CHAPTERS = (
    chapter("00-foreword", "plain", ""),
    chapter("01-why", "chapter", "1"),
    chapter("02-how", "chapter", "2", part=1),
    chapter("a-rates", "annex", "A"),
)


def manuscript() -> Manuscript:
    targets = {}
    for index, one in enumerate(CHAPTERS):
        label, title = f"Chapter {one.number}", one.title
        targets[one.id] = Target(
            one.id, "chapter", one.number, label, title, one.title_html, 1, index
        )
        section = f"sec-{one.name}-first"
        targets[section] = Target(
            section, "section", f"{one.number}.1", "section", "First", "First", 2, index
        )
    targets["fig-a"] = Target("fig-a", "figure", "1.1", "Figure 1.1", "A", "A", 0, 1)
    return Manuscript(
        slug="work",
        lang="en",
        chapters=CHAPTERS,
        part_titles=("Seeing", "Doing"),
        targets=targets,
        abbreviations=(("ILO", "International Labour Organization"),),
        glossary=(GlossaryEntry("gls-a", "term", "what it means"),),
        references=(Reference("ref-a", "a", "A. 2020. <em>Title</em>."),),
        index_see=(IndexMark("taxes", "", see="financing"),),
        sources=(),
    )


PUBLICATION = Publication(
    slug="work",
    title={"en": "A <Work>"},
    subtitle={},
    short_title={},
    kind="guide",
    layout="guide",
    languages=("en", "fr"),
    parts=(),
    accent="red",
    date=dt.date(2026, 3, 1),
    identifiers=Identifiers(doi="10.1234/x"),
)
CATALOGUE = Catalogue(Path(), Imprint("The House", "Town", "rights@house.example"), {})


def composed(
    root: Path = Path("/nowhere"), publication: Publication = PUBLICATION, layout: str = "guide"
) -> dict[str, Slot]:
    slots, findings = compose(manuscript(), load_layout(root, layout)[0], CATALOGUE, publication)
    assert findings == ()
    return {slot.name: slot for slot in slots}


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def test_the_gatherings_of_a_book_stand_in_the_order_of_reading() -> None:
    slots = tuple(composed().values())
    layout = load_layout(Path("/nowhere"), "guide")[0]
    labels = {f"idx-{c.name}": "3" for c in CHAPTERS}
    index = compose_index(manuscript(), layout, CATALOGUE, PUBLICATION, labels)
    names = [slot.name for slot in with_index(slots, index)]
    front = ["cover", "title", "contents", "00-foreword"]
    back = ["references", "glossary", "index", "back-cover"]
    assert names == [*front, "01-why", "02-how", "a-rates", *back]


def test_front_matter_counts_in_roman_and_covers_count_nothing() -> None:
    numbering = {name: slot.numbering for name, slot in composed().items()}
    assert numbering["cover"] == numbering["back-cover"] == "none"
    assert numbering["contents"] == numbering["00-foreword"] == "roman"
    assert numbering["01-why"] == numbering["a-rates"] == "arabic"


def test_the_contents_list_parts_chapters_and_sections_in_order_with_late_pages() -> None:
    html = composed()["contents"].draft.html
    pages = re.findall(r'data-late="page:([^"]+)"', html)
    chapters = [x for c in CHAPTERS for x in (c.id, f"{c.id}-first")]
    assert pages == ["abbreviations", *chapters, "references", "glossary", "index", "fig-a"]
    text = text_of(html)
    assert text.index("Seeing") < text.index("Title of 01-why") < text.index("Doing")


def test_what_a_title_holds_is_text_and_never_markup() -> None:
    for name in ("cover", "title", "back-cover"):
        html = composed()[name].draft.html
        assert "A &lt;Work&gt;" in html
        assert "<Work>" not in html


def test_a_draft_carries_the_pictures_it_shows_and_no_others() -> None:
    urls = {resource.url for resource in composed()["01-why"].draft.resources}
    assert "figures/a.svg" in urls
    assert "figures/unused.svg" not in urls
    assert not any("naskh" in url for url in urls)


def test_an_arabic_word_brings_the_arabic_faces_along() -> None:
    work = dataclasses.replace(PUBLICATION, title={"en": "كتاب"})
    slots, _ = compose(manuscript(), load_layout(Path("/nowhere"), "guide")[0], CATALOGUE, work)
    urls = {resource.url for resource in slots[0].draft.resources}
    assert any("naskh" in url for url in urls)


@pytest.mark.parametrize(
    ("licence", "said", "unsaid"),
    [
        ("CC-BY-4.0", "creativecommons.org/licenses/by/4.0", "not commercial"),
        ("CC-BY-NC-SA-3.0-IGO", "3.0 IGO", "also commercially"),
        ("CC-BY-NC-SA-3.0-IGO", "under the same licence", "All rights"),
        ("CC-BY-ND-4.0", "share it unchanged", "adapt it"),
        ("CC0-1.0", "any purpose", "adapt it"),
        ("all-rights-reserved", "rights@house.example", "creativecommons"),
        ("Read it aloud & pass it on.", "Read it aloud &amp; pass it on.", "creativecommons"),
    ],
)
def test_the_colophon_states_the_licence_in_its_own_words(
    licence: str, said: str, unsaid: str
) -> None:
    work = dataclasses.replace(PUBLICATION, licence=licence)
    html = re.sub(r"\s+", " ", composed(publication=work)["title"].draft.html)
    assert said in html
    assert unsaid not in html


def test_the_colophon_gives_identifiers_languages_date_and_a_citation() -> None:
    text = text_of(composed()["title"].draft.html)
    assert "March 2026" in text
    assert "DOI: 10.1234/x" in text
    assert "Also available in français" in text
    assert "The House. 2026. A &lt;Work&gt;" in text


def test_a_work_without_marks_has_no_index() -> None:
    bare = tuple(dataclasses.replace(one, marks=()) for one in CHAPTERS)
    work = dataclasses.replace(manuscript(), chapters=bare, index_see=())
    layout = load_layout(Path("/nowhere"), "guide")[0]
    assert compose_index(work, layout, CATALOGUE, PUBLICATION, {}) is None


def test_a_brief_is_one_gathering_with_its_references_and_colophon() -> None:
    slots = composed(layout="brief")
    assert list(slots) == ["leaflet"]
    text = text_of(slots["leaflet"].draft.html)
    assert text.index("Title of 01-why") < text.rindex("References")
    assert "The House" in text


def test_an_accent_that_the_brand_lacks_is_found() -> None:
    work = dataclasses.replace(PUBLICATION, accent="rde", place="sources/course/publication.toml")
    _, findings = compose(manuscript(), load_layout(Path("/nowhere"), "guide")[0], CATALOGUE, work)
    assert [(f.rule, f.place.file, f.remedy) for f in findings] == [
        ("L106", "sources/course/publication.toml", "did you mean “red”?")
    ]


def own_layout(root: Path, name: str, old: str, new: str) -> None:
    """Give the project its own copy of a file of the guide, changed."""
    target = root / "layouts" / "guide" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(built_in_layouts() / "guide" / name, target)
    text = target.read_text("utf-8")
    assert old in text
    target.write_text(text.replace(old, new, 1), "utf-8")


def test_a_project_overrides_a_single_file_of_a_built_in_layout(tmp_path: Path) -> None:
    own_layout(tmp_path, "references.html.j2", 't("references")', '"Works cited"')
    assert "Works cited" in composed(tmp_path)["references"].draft.html
    assert "Contents" in composed(tmp_path)["contents"].draft.html


@pytest.mark.parametrize(
    ("name", "old", "new", "rule", "line"),
    [
        ("references.html.j2", 't("references")', "wrok.title", "L111", 3),
        ("glossary.html.j2", "{% endfor %}", "{% endfro %}", "L110", 7),
        ("page.css.j2", "{{ page.width }}mm", "{{ page.widht }}mm", "L111", 4),
        ("references.html.j2", 't("references")', '"".__class__', "L111", 3),
    ],
)
def test_a_fault_in_a_template_is_told_with_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, rule: str, line: int
) -> None:
    own_layout(tmp_path, name, old, new)
    layout, _ = load_layout(tmp_path, "guide")
    slots, findings = compose(manuscript(), layout, CATALOGUE, PUBLICATION)
    assert slots == ()
    assert [(f.rule, f.place.file, f.place.line) for f in findings] == [
        (rule, f"layouts/guide/{name}", line)
    ]


@pytest.mark.parametrize(
    "fault", ["{% include 'references.html.j2' %}", "{{ 'a' * 10**15 }}"], ids=["self", "size"]
)
def test_a_template_without_end_is_a_finding(tmp_path: Path, fault: str) -> None:
    own_layout(tmp_path, "references.html.j2", "{% block body %}", "{% block body %}" + fault)
    layout, _ = load_layout(tmp_path, "guide")
    _, findings = compose(manuscript(), layout, CATALOGUE, PUBLICATION)
    assert [(f.rule, f.place.file) for f in findings] == [
        ("L111", "layouts/guide/references.html.j2")
    ]


def test_a_brand_without_a_word_that_is_printed_is_a_finding(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "brand"
    folder.mkdir(parents=True)
    (folder / "strings.csv").write_text("key,en\ncontents,Inside\n", "utf-8")
    layout, _ = load_layout(tmp_path, "guide")
    with pytest.raises(FindingsError) as caught:
        compose(manuscript(), layout, CATALOGUE, PUBLICATION)
    assert [(f.rule, f.place.file) for f in caught.value.findings] == [
        ("L107", "layouts/brand/strings.csv")
    ]


def test_faults_of_several_templates_are_told_together(tmp_path: Path) -> None:
    own_layout(tmp_path, "references.html.j2", 't("references")', "wrok.title")
    own_layout(tmp_path, "cover.html.j2", "cover-pattern", "{{ work.titel }}")
    layout, _ = load_layout(tmp_path, "guide")
    _, findings = compose(manuscript(), layout, CATALOGUE, PUBLICATION)
    named = {Path(f.place.file).name for f in findings}
    assert named == {"cover.html.j2", "references.html.j2"}
