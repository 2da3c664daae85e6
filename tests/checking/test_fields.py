"""Fields to fill in: a file that passes is broken in one way at a time, and each is noticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from publish.checking.gate import Expected, gate, gate_of_known_pages
from publish.checking.verapdf import verapdf
from publish.errors import Place

TESTS = Path(__file__).parents[1]
NOTHING = Expected()


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden form as a work of its own, built once."""
    root = tmp_path_factory.mktemp("form")
    shutil.copytree(TESTS / "fixtures" / "small", root / "sources")
    chapter = root / "sources" / "guide" / "en" / "02-forms.md"
    shutil.copy(TESTS / "golden" / "forms" / "input.md", chapter)
    about = root / "sources" / "guide" / "publication.toml"
    text = about.read_text(encoding="utf-8")
    assert "chapters = [" in text
    text = text.replace("chapters = [", f'chapters = ["{chapter.name}", ', 1)
    about.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "publish", "build", "guide", "--project", str(root)]
    command += ["--edition", "screen", "--cache", str(root / "cache")]
    environment = {**os.environ, "PYTHONPATH": str(TESTS.parent / "src")}
    subprocess.run(command, env=environment, check=True)
    return root / "output" / "guide" / "guide-en-screen.pdf"


def widgets(pdf: Pdf, kind: str = "") -> list[pikepdf.Object]:
    found = [
        one
        for page in pdf.pages
        for one in page.get("/Annots", ())
        if one.Subtype == Name.Widget and (not kind or str(one.get("/FT")) == kind)
    ]
    assert found
    return found


def a_field_has_no_appearance(pdf: Pdf) -> None:
    del widgets(pdf, "/Tx")[0].AP


def a_box_has_only_one_appearance(pdf: Pdf) -> None:
    box = widgets(pdf, "/Btn")[0]
    box.AP.N = box.AP.N.Yes


def a_state_has_no_appearance(pdf: Pdf) -> None:
    widgets(pdf, "/Btn")[0].AS = Name("/Perhaps")


def viewers_are_to_draw_the_fields(pdf: Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def a_field_does_not_say_what_is_asked(pdf: Pdf) -> None:
    del widgets(pdf, "/Tx")[0].TU


def a_field_has_no_name(pdf: Pdf) -> None:
    del widgets(pdf, "/Tx")[0].T


def two_fields_have_one_name(pdf: Pdf) -> None:
    one, other = widgets(pdf, "/Tx")[:2]
    one.T = other.T


def a_field_is_hidden(pdf: Pdf) -> None:
    widgets(pdf)[0].F = 2


def a_field_is_not_printed(pdf: Pdf) -> None:
    widgets(pdf)[0].F = 0


def a_field_does_something(pdf: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    widgets(pdf, "/Tx")[0].AA = Dictionary(K=script)


def a_field_has_a_tag_of_another_kind(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/S") == Name.Form:
            item.S = Name.Span


def a_field_is_left_out_of_the_form(pdf: Pdf) -> None:
    pdf.Root.AcroForm.Fields = Array(list(pdf.Root.AcroForm.Fields)[1:])


def a_field_stands_on_no_page(pdf: Pdf) -> None:
    stray = Dictionary(FT=Name.Tx, T=String("stray"), TU=String("Stray"))
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(stray))


def what_is_typed_has_no_face(pdf: Pdf) -> None:
    del pdf.Root.AcroForm.DR


def the_face_is_not_embedded(pdf: Pdf) -> None:
    del pdf.Root.AcroForm.DR.Font.F0.FontDescriptor.FontFile2


BREAKINGS: tuple[Callable[[Pdf], None], ...] = (
    a_field_has_no_appearance,
    a_box_has_only_one_appearance,
    a_state_has_no_appearance,
    viewers_are_to_draw_the_fields,
    a_field_does_not_say_what_is_asked,
    a_field_has_no_name,
    two_fields_have_one_name,
    a_field_is_hidden,
    a_field_is_not_printed,
    a_field_does_something,
    a_field_has_a_tag_of_another_kind,
    a_field_is_left_out_of_the_form,
    a_field_stands_on_no_page,
    what_is_typed_has_no_face,
    the_face_is_not_embedded,
)


def broken(form: Path, tmp_path: Path, breaking: Callable[[Pdf], None]) -> Path:
    path = tmp_path / "broken.pdf"
    with pikepdf.open(form) as pdf:
        breaking(pdf)
        pdf.save(path)
    return path


def test_a_form_of_the_builder_passes(form):
    assert gate(form, NOTHING, "form.pdf") == ()
    assert gate_of_known_pages(form, NOTHING, "form.pdf") == ()
    assert list(verapdf(form, Place("form.pdf"))) == []


@pytest.mark.parametrize("breaking", BREAKINGS, ids=[one.__name__ for one in BREAKINGS])
def test_the_gate_notices_that(form, tmp_path, breaking):
    path = broken(form, tmp_path, breaking)
    assert "P130" in {finding.rule for finding in gate(path, NOTHING, "broken.pdf")}
    assert "P130" in {finding.rule for finding in gate_of_known_pages(path, NOTHING, "broken.pdf")}


@pytest.mark.parametrize(
    "breaking",
    [
        a_field_has_no_appearance,
        viewers_are_to_draw_the_fields,
        a_field_does_not_say_what_is_asked,
        a_field_is_hidden,
        a_field_does_something,
        a_field_has_a_tag_of_another_kind,
    ],
    ids=lambda breaking: breaking.__name__,
)
def test_verapdf_notices_that_too(form, tmp_path, breaking):
    assert list(verapdf(broken(form, tmp_path, breaking), Place("broken.pdf")))
