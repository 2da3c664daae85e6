"""What only facilitators may read is found wherever a file may hold it, and only that is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from publish.catalogue.model import Catalogue, Imprint, Part, Publication
from publish.checking.leaks import check_leaks, secrets_of, squashed
from publish.errors import Place
from publish.manuscript import audiences, reading, scanning, shaping
from publish.manuscript.model import Chapter, Manuscript, Picture, Target

SECRET = "the quokka eats its efficient ﬁsh at dawn on Tuesdays"
SECRETS = frozenset({"the quokka eats its efficient fish", "400 a month"})
Plant = Callable[[Pdf], None]


def chapter(body: str, **given: object) -> Chapter:
    usual = Chapter("01", "chapter", "1", "sec-a", "A", "A", "A", "", "", body, (), (), 0, Place())
    return replace(usual, **given)  # type: ignore[arg-type]  # fields of its own


def manuscript(body: str, **given: object) -> Manuscript:
    one = chapter(body, **given)
    return Manuscript("work", "en", (one,), ("",), {}, (), (), (), (), ())


# --- what is a secret


def test_whole_texts_their_sentences_and_runs_out_of_them_are_secrets() -> None:
    text = "They sum up to nine in the end. Nobody tells them before. Then all go home to rest."
    secrets = secrets_of([manuscript(f"<p>{text}</p>")], [manuscript("<p>Other.</p>")])
    assert {text, "Nobody tells them before.", "They sum up to nine in"} <= secrets


@pytest.mark.parametrize("answer", ["400 a month", "No. 102 alone", "Administration"])
def test_a_short_answer_is_a_secret(answer: str) -> None:
    assert answer in secrets_of([manuscript(f"<ol><li>{answer}</li></ol>")], [manuscript("")])


@pytest.mark.parametrize("answer", ["45", "yes", "4 of 9", "Rwanda"])
def test_what_may_be_met_by_chance_is_no_secret(answer: str) -> None:
    assert not secrets_of([manuscript(f"<p>{answer}</p>")], [manuscript("")])


def test_what_participants_read_elsewhere_is_no_secret() -> None:
    kept = manuscript("<p>Common words stand here.</p><p>Printed words of all.</p>")
    shown = manuscript("<p>So common words stand here, too.</p>")
    assert not secrets_of([kept], [shown], printed=["Printed words of all."])


def test_notes_to_the_steps_of_a_session_are_secrets() -> None:
    assert "Take a vote first." in secrets_of([], [], told=["Take a vote first."])


PLACES = {
    "a paragraph": manuscript("<p>A quokka in hiding</p>"),
    "a heading": manuscript('<h2><span class="heading-text">A quokka in hiding</span></h2>'),
    "the title": manuscript("", title="A quokka in hiding"),
    "the standfirst": manuscript("", standfirst_html="A quokka in <em>hiding</em>"),
    "the messages": manuscript("", key_messages_html="<ul><li>A quokka in hiding</li></ul>"),
    "a note": manuscript('<p>Yes<span class="footnote" id="f">A quokka in hiding</span>.</p>'),
    "a caption": manuscript(
        '<figcaption><span class="caption-text">A quokka in hiding</span></figcaption>'
    ),
    "a box's title": manuscript(
        '<aside><p class="box-head"><span class="box-label">Box 1</span> '
        '<span class="box-title">A quokka in hiding</span></p></aside>'
    ),
    "an alternative text": manuscript('<figure><img alt="A quokka in hiding"></figure>'),
    "a drawing": manuscript(
        "",
        pictures=(
            Picture("a.svg", b"<svg><text>A quokka in hiding</text></svg>", "image/svg+xml"),
        ),
    ),
    "a cell": manuscript("<table><tr><td>A quokka<br>in hiding</td></tr></table>"),
    "text around a page number": manuscript(
        '<p>A quokka in hiding<span class="page-ref"> (p. <span class="late"></span>)</span></p>'
    ),
}


@pytest.mark.parametrize("where", PLACES)
def test_every_text_of_a_manuscript_is_looked_at(where: str) -> None:
    assert "A quokka in hiding" in secrets_of([PLACES[where]], [manuscript("")])


def test_ids_that_participants_do_not_have_are_secrets() -> None:
    target = Target("box-answer-seven", "box", "", "", "", "", 0, 0)
    kept = replace(manuscript(""), targets={target.id: target})
    assert secrets_of([kept], [manuscript("")]) == {"box-answer-seven"}


@pytest.mark.parametrize(
    "text",
    ["e f f i c i e n t  f i s h", "eﬃcient ﬁsh", "effi-\ncient fish", "EFFI\u00adCIENT\nFISH"],
)
def test_letters_count_and_nothing_between_them(text: str) -> None:
    assert squashed(text) == "efficientfish"


# --- where a file may hold it


@pytest.fixture
def leaky(tmp_path: Path) -> Callable[[Plant], Path]:
    """Return a function that writes a file of one page with something planted in it."""

    def make(plant: Plant) -> Path:
        pdf = Pdf.new()
        pdf.add_blank_page()
        plant(pdf)
        path = tmp_path / "handout.pdf"
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return path

    return make


def font(pdf: Pdf, text: str) -> Dictionary:
    """Return a font whose glyph n is the n-th letter of a text."""
    table = "".join(f"<{n:04x}> <{ord(c):04x}>\n" for n, c in enumerate(text))
    cmap = f"begincmap {len(text)} beginbfchar\n{table}endbfchar endcmap"
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.House, Encoding=Name("/Identity-H"),
            ToUnicode=pdf.make_stream(cmap.encode()),
        )
    )  # fmt: skip


def shown(text: str, pieces: int = 1) -> bytes:
    """Return operators that show a text, in as many strings as wanted."""
    codes = [f"{n:04x}" for n in range(len(text))]
    size = -(-len(codes) // pieces)
    strings = [f"<{''.join(codes[n : n + size])}>" for n in range(0, len(codes), size)]
    return f"BT /F1 12 Tf [{' -250 '.join(strings)}] TJ ET".encode()


def page_text(pdf: Pdf, text: str = SECRET, pieces: int = 1) -> None:
    page = pdf.pages[0]
    page.Resources = Dictionary(Font=Dictionary(F1=font(pdf, text)))
    page.Contents = pdf.make_stream(shown(text, pieces))


def invisible(pdf: Pdf) -> None:
    page_text(pdf)
    content = pdf.pages[0].Contents.read_bytes()
    pdf.pages[0].Contents = pdf.make_stream(b"3 Tr 1 1 1 rg " + content)


def plain_font(pdf: Pdf) -> None:
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].Resources = Dictionary(Font=Dictionary(F1=helvetica))
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 12 Tf (You get 400) Tj ( a month.) Tj ET")


def form(pdf: Pdf, used: bool = True) -> None:
    stream = Stream(
        pdf, shown(SECRET), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9],
        Resources=Dictionary(Font=Dictionary(F1=font(pdf, SECRET))),
    )  # fmt: skip
    page = pdf.pages[0]
    page.Resources = Dictionary(XObject=Dictionary(X1=stream))
    page.Contents = pdf.make_stream(b"/X1 Do" if used else b"")


def tags(key: str) -> Plant:
    def plant(pdf: Pdf) -> None:
        element = Dictionary(Type=Name.StructElem, S=Name.Figure)
        element[key] = String(SECRET)
        root = Dictionary(Type=Name.StructTreeRoot, K=Array([pdf.make_indirect(element)]))
        pdf.Root.StructTreeRoot = pdf.make_indirect(root)

    return plant


def bookmark(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def properties(pdf: Pdf) -> None:
    text = SECRET.encode("utf-16-be").hex()
    content = f"/Span <</ActualText <feff{text}>>> BDC EMC"
    pdf.pages[0].Contents = pdf.make_stream(content.encode())


def information(pdf: Pdf) -> None:
    pdf.docinfo["/Keywords"] = SECRET


def packet(pdf: Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = SECRET


def attachment(content: bytes) -> Plant:
    def plant(pdf: Pdf) -> None:
        pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, content)

    return plant


def attachments_name(pdf: Pdf) -> None:
    pdf.attachments[f"{SECRET}.txt"] = pikepdf.AttachedFileSpec(pdf, b"none")


def archived() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{SECRET[:20]}</w:t><w:t>{SECRET[20:]}</w:t>")
    return memory.getvalue()


def pdf_within() -> bytes:
    pdf = Pdf.new()
    pdf.add_blank_page()
    page_text(pdf)
    memory = io.BytesIO()
    pdf.save(memory)
    return memory.getvalue()


def destination(pdf: Pdf) -> None:
    tree = pikepdf.NameTree.new(pdf)
    tree[SECRET] = Array([pdf.pages[0].obj, Name.Fit])
    pdf.Root.Names = Dictionary(Dests=tree.obj)


def comment(pdf: Pdf) -> None:
    pdf.pages[0].Annots = Array(
        [pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents=String(SECRET)))]
    )


def title_of_a_layer(pdf: Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array([Dictionary(Type=Name.OCG, Name=String(SECRET))]))


WAYS: dict[str, tuple[Plant, str]] = {
    "the page": (page_text, "page 1"),
    "letter-spaced": (lambda pdf: page_text(pdf, SECRET, pieces=len(SECRET)), "page 1"),
    "hyphenated": (lambda pdf: page_text(pdf, SECRET.replace("effi", "effi\u2010\n")), "page 1"),
    "right to left": (lambda pdf: page_text(pdf, "\u05d0 htnom a 004"), "page 1"),
    "invisible": (invisible, "page 1"),
    "a font of the viewer": (plain_font, "page 1"),
    "a form": (form, "object"),
    "a form that nothing draws": (lambda pdf: form(pdf, used=False), "object"),
    "an alternative text": (tags("/Alt"), "the tags"),
    "an actual text": (tags("/ActualText"), "the tags"),
    "an expansion": (tags("/E"), "the tags"),
    "the title of a tag": (tags("/T"), "the tags"),
    "properties of a page": (properties, "page 1"),
    "bookmarks": (bookmark, "the bookmarks"),
    "the information": (information, "the metadata"),
    "XMP": (packet, "the metadata (XMP)"),
    "an attached text": (attachment(SECRET.encode()), "an attached file"),
    "an attached text in UTF-16": (attachment(SECRET.encode("utf-16")), "an attached file"),
    "an attached archive": (attachment(archived()), "an attached file"),
    "an attached PDF": (attachment(pdf_within()), "an attached file"),
    "the name of an attached file": (attachments_name, "the name of an attached file"),
    "the name of a destination": (destination, "the names of destinations"),
    "a comment": (comment, "a link or note"),
    "the name of a layer": (title_of_a_layer, "the catalogue of the file"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_is_found(leaky: Callable[[Plant], Path], way: str) -> None:
    plant, where = WAYS[way]
    findings = check_leaks(leaky(plant), SECRETS, "handouts/day.pdf")
    assert {finding.rule for finding in findings} == {"P340"}
    assert any(f" stands in {where}" in finding.message for finding in findings)
    assert all(finding.place == Place("handouts/day.pdf") for finding in findings)
    assert [f.page for f in findings if "page 1" in f.message] == [1] * (where == "page 1")


def test_a_file_without_secrets_passes(leaky: Callable[[Plant], Path]) -> None:
    path = leaky(lambda pdf: page_text(pdf, "The quokka eats nothing at all, and 40 a month."))
    assert check_leaks(path, SECRETS, "day.pdf") == ()


def test_a_page_that_was_taken_out_is_read(tmp_path: Path) -> None:
    pdf = Pdf.new()
    pdf.add_blank_page()
    page_text(pdf)
    whole = io.BytesIO()
    pdf.save(whole)
    path = tmp_path / "day.pdf"
    path.write_bytes(with_update(whole.getvalue()))
    with pikepdf.open(path) as now:
        assert "Contents" not in now.pages[0]
    findings = check_leaks(path, SECRETS, "day.pdf")
    assert [finding.rule for finding in findings] == ["P340"]


def with_update(data: bytes) -> bytes:
    """Return a file whose page has lost its content in a later version appended to it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number = pdf.pages[0].obj.objgen[0]
        parent = pdf.pages[0].obj.Parent.objgen[0]
        root = pdf.Root.objgen[0]
        size = int(pdf.trailer.Size)
    start = data.rindex(b"startxref")
    before = int(data[start:].split()[1])
    page = f"{number} 0 obj\n<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
    table = (
        f"xref\n{number} 1\n{len(data):010d} 00000 n \n"
        f"trailer\n<</Size {size}/Root {root} 0 R/Prev {before}>>\n"
        f"startxref\n{len(data) + len(page)}\n%%EOF\n"
    )
    return data + page.encode() + table.encode()


def test_an_object_that_nothing_refers_to_is_read(tmp_path: Path) -> None:
    memory = io.BytesIO()
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.save(memory)
    stray = f"99 0 obj\n({SECRET.replace('ﬁ', 'fi')})\nendobj\n".encode()
    data = memory.getvalue()
    path = tmp_path / "day.pdf"
    path.write_bytes(data.replace(b"xref\n", stray + b"xref\n", 1))
    assert [f.message for f in check_leaks(path, SECRETS, "day.pdf")] == [
        "“the quokka eats its efficient fish” stands in object 99: only facilitators may read it"
    ]


def test_a_comment_between_the_objects_is_read(tmp_path: Path) -> None:
    pdf = Pdf.new()
    pdf.add_blank_page()
    path = tmp_path / "day.pdf"
    pdf.save(path)
    path.write_bytes(path.read_bytes() + b"% 400 a month\n")
    assert len(check_leaks(path, SECRETS, "day.pdf")) == 1


def test_a_file_that_no_viewer_opens_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "day.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<</Alt (You get 400 a month)>>\nendobj\n")
    assert len(check_leaks(path, SECRETS, "day.pdf")) == 1


def test_bytes_that_only_look_like_operators_are_read_to_their_end(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 40 + b"(\\8\\777(" * 200
    path = tmp_path / "day.pdf"
    head = f"%PDF-1.7\n1 0 obj\n<</Length {len(noise) + 4}>>\nstream\n".encode()
    path.write_bytes(head + noise + b" Tj \nendstream\nendobj\n2 0 obj\n(400 a month)\nendobj\n")
    found = check_leaks(path, SECRETS, "day.pdf")
    assert [finding.message.partition(" stands in ")[2][:8] for finding in found] == ["object 2"]


# --- what keeps the texts apart is broken on purpose: the check does not rely on it

TEXT = """# A module

Open to all.

//// exercise | Asked of all
What is the least?

/// answer | Worked out
400 quokkas a month.
///
////

/// facilitator | A quokka in a heading
Quokkas are slow in the morning, so give them time.[^q]

![A quokka in a caption](figures/a.svg){#fig-a alt="A quokka in an alternative text"}
///

/// when
    audiences: [facilitator]

## A quokka in a section

Quokkas of the section.
///

[^q]: A quokka in a note.
"""
PARTS = (
    "400 quokkas a month.", "A quokka in a heading", "Quokkas are slow in the morning",
    "A quokka in a caption", "A quokka in an alternative text", "A quokka in a section",
    "Quokkas of the section.", "A quokka in a note.",
)  # fmt: skip
Read = Callable[[str], Manuscript]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a work for an audience."""
    sources = tmp_path / "sources" / "work"
    (sources / "en").mkdir(parents=True)
    (sources / "figures").mkdir()
    (sources / "en" / "01-a.md").write_text(TEXT, encoding="utf-8")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (sources / "figures" / "a.svg").write_text(svg, encoding="utf-8")
    title, home = {"en": "T"}, Path(__file__).parents[2] / "layouts" / "brand"
    parts = (Part("", ("01-a.md",)),)
    work = Publication("work", title, {}, title, "guide", "guide", ("en",), parts)
    catalogue = Catalogue(tmp_path, Imprint("House"), {"work": work})
    brand = {path.relative_to(home).as_posix(): path for path in home.rglob("*.*")}

    def reader(audience: str) -> Manuscript:
        return reading.read(catalogue, work, "en", brand=brand, audience=audience)[0]

    return reader


def printed(text: Manuscript) -> Plant:
    """Return what writes a manuscript as composing does: on the page, in tags and bookmarks."""

    def plant(pdf: Pdf) -> None:
        body = text.chapters[0].body_html
        page_text(pdf, re.sub(r"<[^>]*>", "", body))
        alts = [Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String(alt))
                for alt in re.findall(r'alt="([^"]*)"', body)]  # fmt: skip
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(K=Array(alts)))
        with pdf.open_outline() as outline:
            outline.root += [pikepdf.OutlineItem(one.title, 0) for one in text.targets.values()]

    return plant


def test_a_handout_of_what_participants_read_passes(
    read: Read, leaky: Callable[[Plant], Path]
) -> None:
    kept, shown = read("facilitator"), read("participants")
    secrets = secrets_of([kept], [shown])
    assert all(any(part in secret for secret in secrets) for part in PARTS)
    assert check_leaks(leaky(printed(shown)), secrets, "day.pdf") == ()


def _false(*_: object) -> bool:
    return False


BROKEN = {
    "boxes are not known": (shaping, "is_unseen", _false),
    "nothing is taken out": (reading, "take_out", lambda *_: None),
    "elements are not removed": (audiences, "_removed", lambda _galley: []),
    "answers are let through": (audiences, "_FACILITATORS", ("facilitator",)),
    "notes are let through": (audiences, "_FACILITATORS", ("answer",)),
    "the mark is misspelt": (shaping, "UNSEEN_MARK", "unsen"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_filter_that_is_broken_is_a_leak(
    read: Read, leaky: Callable[[Plant], Path], monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    kept = read("facilitator")
    monkeypatch.setattr(*BROKEN[fault])
    shown = read("participants")
    path = leaky(printed(shown))
    assert check_leaks(path, secrets_of([kept], [shown]), "day.pdf")


def test_a_handout_of_the_facilitators_reading_is_a_leak(
    read: Read, leaky: Callable[[Plant], Path]
) -> None:
    kept = read("facilitator")
    secrets = secrets_of([kept], [kept])
    assert all(any(part in secret for secret in secrets) for part in PARTS)
    where = " ".join(f.message for f in check_leaks(leaky(printed(kept)), secrets, "day.pdf"))
    assert all(one in where for one in ("page 1", "the tags", "the bookmarks"))


def test_conditions_that_are_not_told_apart_are_left_out_for_both(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "divides", _false)
    assert "section" not in read("participants").chapters[0].body_html
