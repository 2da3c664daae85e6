"""Places to fill in: fields on the screen, paper elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from pypdf import PdfReader, PdfWriter

from publish.binding.bind import bind
from publish.binding.faces import Face
from publish.binding.fields import Fields
from publish.binding.leaves import Leaves
from publish.binding.model import Binding, Form, Section
from publish.checking.gate import Expected, gate
from publish.checking.preflight.requirements import SCREEN as NEEDS
from publish.checking.verapdf import verapdf
from publish.editions.screen import FORM as SCREEN
from publish.errors import FindingsError, Place
from publish.manuscript.fields import Field, Kind, address_of, field_at
from publish.typesetting.model import Gathering

Setter = Callable[..., Gathering]
Maker = Callable[..., Binding]

CSS = """.fill { display: block; border-bottom: 1pt solid; height: 8mm } .area { height: 30mm }
.check, .choice { display: inline-block; width: 4mm; height: 4mm; border: 1pt solid }"""


def place(name: str, kind: Kind, label: str, answer: str = "") -> str:
    address = escape(address_of(Field(f"form-x/{name}", kind, label, answer)))
    return f'<a class="fill {kind}" data-tag="Form" href="{address}"></a>'


BODY = f"""<h1>Form</h1><p>Your name</p><p>{place("name", "line", "Your name & title?")}</p>
<p>Comments</p><p>{place("comments", "area", "Comments")}</p>
<ul><li>{place("tea", "check", "Drinks: tea")} tea</li></ul>
<ul><li>{place("again", "choice", "Would you come again?", "Yes")} yes</li>
<li>{place("again", "choice", "Would you come again?", "No")} no</li></ul>
<p>See <a href="https://example.org">a site</a>.</p>"""
NEEDS_NOTHING = Expected()
PAPER = replace(SCREEN, name="greyscale", fields=False)


@pytest.fixture(scope="module")
def screen(
    set_pages: Setter, make_binding: Maker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    target = tmp_path_factory.mktemp("fields") / "form.pdf"
    section = Section(set_pages(BODY, CSS), "launch", "arabic")
    assert bind(make_binding(section), SCREEN, target).findings == ()
    return target


def widgets(path: Path) -> list[object]:
    with pikepdf.open(path) as pdf:
        annotations = [one for page in pdf.pages for one in page.get("/Annots", ())]
        return [one.Subtype for one in annotations]


@pytest.mark.parametrize(
    "field",
    [
        Field("form-x/name", "line", "Your name & title? 100% sure = yes"),
        Field("form-x/q", "choice", "Où? – “là”", "Ça & là"),
    ],
)
def test_an_address_gives_its_field_back(field: Field) -> None:
    assert field_at(address_of(field)) == field


@pytest.mark.parametrize(
    "address", ["field:", "field:x", "field:x?kind=sound&label=L", "field:?kind=line"]
)
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="field"):
        field_at(address)


def test_a_screen_file_has_fields_that_another_library_lists(screen: Path) -> None:
    fields = PdfReader(screen).get_fields()
    assert fields is not None
    assert {name: (one["/FT"], one["/TU"]) for name, one in fields.items()} == {
        "launch/form-x/name": ("/Tx", "Your name & title?"),
        "launch/form-x/comments": ("/Tx", "Comments"),
        "launch/form-x/tea": ("/Btn", "Drinks: tea"),
        "launch/form-x/again": ("/Btn", "Would you come again?"),
    }
    assert fields["launch/form-x/again"]["/_States_"] == ["/Off", "/yes", "/no"]


def test_what_is_filled_in_is_read_back(screen: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(screen))
    said = {
        "launch/form-x/name": "Zoë Ångström",
        "launch/form-x/tea": "/Yes",
        "launch/form-x/again": "/no",
    }
    writer.update_page_form_field_values(writer.pages[0], said, auto_regenerate=False)
    writer.write(tmp_path / "filled.pdf")
    fields = PdfReader(tmp_path / "filled.pdf").get_fields()
    assert fields is not None
    assert {name: fields[name].get("/V") for name in said} == said


def test_a_screen_file_passes_the_gate_and_the_judges(screen: Path) -> None:
    assert gate(screen, NEEDS_NOTHING, "form.pdf", NEEDS) == ()
    assert list(verapdf(screen, Place("form.pdf"))) == []


def test_a_paper_form_has_no_fields_and_keeps_its_links(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    section = Section(set_pages(BODY, CSS), "launch", "arabic")
    bind(make_binding(section), PAPER, tmp_path / "paper.pdf")
    assert widgets(tmp_path / "paper.pdf") == [Name.Link]
    with pikepdf.open(tmp_path / "paper.pdf") as pdf:
        assert "/AcroForm" not in pdf.Root
    assert gate(tmp_path / "paper.pdf", NEEDS_NOTHING, "paper.pdf", NEEDS) == ()


def test_cells_keep_their_places_where_their_fields_go(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    body = f"""<h1>Form</h1><table><thead><tr><th scope="col">Part</th><th scope="col">1</th></tr>
    </thead><tbody><tr><th scope="row">Opening</th><td>{place("a", "choice", "Opening", "1")}</td>
    </tr></tbody></table>"""
    section = Section(set_pages(body, CSS), "launch", "arabic")
    bind(make_binding(section), PAPER, tmp_path / "paper.pdf")
    assert gate(tmp_path / "paper.pdf", NEEDS_NOTHING, "paper.pdf", NEEDS) == ()


def test_two_works_of_a_bundle_may_have_the_same_form(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    other = BODY.replace("<h1>Form</h1>", "<h1>Another</h1>")
    binding = make_binding(
        Section(set_pages(BODY, CSS), "launch", "arabic", part="launch"),
        Section(set_pages(other, CSS), "briefs/two", "arabic", part="briefs/two"),
        home="kit",
        part_titles={"launch": "Launch", "briefs/two": "Two"},
    )
    assert bind(binding, SCREEN, tmp_path / "bundle.pdf").findings == ()
    names = PdfReader(tmp_path / "bundle.pdf").get_fields() or {}
    assert {"launch/form-x/name", "briefs/two/form-x/name"} < set(names)
    assert len(names) == 8
    assert gate(tmp_path / "bundle.pdf", NEEDS_NOTHING, "bundle.pdf", NEEDS) == ()


def test_a_name_that_stands_twice_is_refused(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    body = f"<h1>F</h1><p>{place('a', 'line', 'A')}</p><p>{place('a', 'line', 'Not A')}</p>"
    section = Section(set_pages(body, CSS), "launch", "arabic")
    with pytest.raises(FindingsError) as caught:
        bind(make_binding(section), SCREEN, tmp_path / "twice.pdf")
    assert {finding.rule for finding in caught.value.findings} == {"B109"}


def test_the_same_form_is_bound_to_the_same_bytes(
    screen: Path, set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    section = Section(set_pages(BODY, CSS), "launch", "arabic")
    bind(make_binding(section), SCREEN, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == screen.read_bytes()


def test_forms_with_and_without_fields_are_told_apart() -> None:
    assert Form("screen", fields=True).digest != Form("screen").digest


def test_a_face_with_the_letters_is_looked_for_in_the_whole_file(
    set_pages: Setter, make_binding: Maker
) -> None:
    lettered = Section(set_pages(BODY, CSS), "launch", "arabic")
    offers = replace(lettered.gathering.offers, faces=())
    bare = replace(lettered, gathering=replace(lettered.gathering, offers=offers))
    known = make_binding(lettered).fonts
    for sections, faults in (((bare, lettered), []), ((bare,), ["B110"])):
        with pikepdf.Pdf.new() as pdf:
            fields = Fields(pdf, make_binding(*sections))
            annotation = pdf.make_indirect(Dictionary(Rect=Array([0, 0, 90, 20])))
            address = address_of(Field("form-x/name", "line", "Your name"))
            leaves = Leaves(bare, (), (0.0, 0.0), (), pdf)
            assert fields.make(annotation, address, leaves, pdf.make_indirect(Dictionary()))
            fields.write(lambda digest: Face(known(digest)))
            assert [finding.rule for finding in fields.findings] == faults
            assert ("/DR" in pdf.Root.AcroForm) == (not faults)
