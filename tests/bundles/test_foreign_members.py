"""A bundle with documents of others: tagged, untagged, oversized, turned, scripted; or refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String

A4 = (595.276, 841.89)
TEXT = b"BT /F 12 Tf 60 200 Td (Words) Tj ET 1 0 0 rg 10 10 20 20 re f"


def document(slug: str, fit: str = "keep") -> str:
    return (
        f'[[document]]\nslug = "{slug}"\ntitle = "The {slug} one"\nfile = "partners/{slug}.pdf"\n'
        f'licence = "CC0-1.0"\nfit = "{fit}"\n\n'
    )


def bundle(name: str, *members: str, editions: str = '["screen"]') -> str:
    listed = json.dumps(["brief", *members])
    return (
        f'[[bundle]]\nname = "{name}"\ntitle = "The {name} package"\npublications = {listed}\n'
        f"editions = {editions}\n\n"
    )


def untagged(size: tuple[float, float] = A4) -> pikepdf.Pdf:
    """A document of two pages, with a font in it that is all its own."""
    pdf = pikepdf.Pdf.new()
    square = pdf.make_stream(b"600 0 0 0 500 500 d1 0 0 500 500 re f")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 600, 500]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        FirstChar=32,
        LastChar=122,
        Widths=Array([600] * 91),
        Encoding=Dictionary(Differences=Array([32, *[Name.a] * 91])),
        CharProcs=Dictionary(a=square),
        Resources=Dictionary(),
    )
    font = pdf.make_indirect(font)
    for _ in range(2):
        pdf.add_blank_page(page_size=size)
        page = pdf.pages[-1].obj
        page.Contents = pdf.make_stream(TEXT)
        page.Resources = Dictionary(Font=Dictionary(F=font))
    return pdf


def tagged() -> pikepdf.Pdf:
    """A document of one figure that describes itself, with a bookmark and a link."""
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=A4)
    pdf.add_blank_page(page_size=(300, 300))  # empty, and of another size
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(b"/Figure <</MCID 0>> BDC 10 10 90 90 re f EMC")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 100, 100]))
    link.A = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    link = pdf.make_indirect(link)
    page.Annots = Array([link])
    look = Dictionary(O=Name.Layout, BBox=Array([10, 10, 100, 100]))
    reference = Dictionary(Type=Name.OBJR, Obj=link, Pg=page)
    figure = Dictionary(S=Name.Figure, K=0, Pg=page, Alt=String("A square"), A=look)
    kids = Array([pdf.make_indirect(figure), reference])
    way = pdf.make_indirect(Dictionary(S=Name.Link, K=kids, Pg=page, Alt=String("A square")))
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=way)
    with pdf.open_outline() as outline:
        outline.root += [pikepdf.OutlineItem("A square", 0)]
    return pdf


def partners(folder: Path) -> None:
    """Write documents of every kind."""
    folder.mkdir()
    tagged().save(folder / "tagged.pdf")
    untagged().save(folder / "untagged.pdf")
    untagged((900, 1300)).save(folder / "oversized.pdf")
    turned = untagged((A4[1], A4[0]))
    for page in turned.pages:
        page.obj.Rotate = 90
    turned.save(folder / "turned.pdf")
    scripted = tagged()
    scripted.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("evil()"))
    scripted.save(folder / "scripted.pdf")
    lock = pikepdf.Encryption(owner="owner", user="user")
    untagged().save(folder / "encrypted.pdf", encryption=lock)
    whole = (folder / "untagged.pdf").read_bytes()
    (folder / "truncated.pdf").write_bytes(whole[: len(whole) // 2])


@pytest.fixture(scope="module")
def build(tmp_path_factory, project_in):
    """Build bundles of a brief and some documents; return the project, what was said, the code."""
    folder = tmp_path_factory.mktemp("members")

    def built(name: str, catalogue: str) -> tuple[Any, str, int]:
        project = project_in(folder / name, folder / "cache")
        partners(project.file("partners"))
        project.edit("brief/en/01-brief.md", " See @guide:sec-two.", "")
        path = project.file("catalogue.toml")
        text = path.read_text(encoding="utf-8").replace('"guide", ', "")
        path.write_text(f"{text}\n{catalogue}", encoding="utf-8")
        done = project.publish("build")
        return project, done.stderr, done.returncode

    return built


@pytest.fixture(scope="module")
def packages(build):
    """Three bundles: one keeps the standards, one has all kinds of documents, one is printed."""
    everything = ("tagged", "untagged", "oversized", "turned", "scripted")
    catalogue = document("tagged") + document("untagged", "scale")
    catalogue += document("oversized", "centre") + document("turned") + document("scripted")
    catalogue += bundle("kept", "tagged")
    catalogue += bundle("mixed", *everything, editions='["screen", "greyscale"]')
    catalogue += bundle("printed", "untagged", "oversized", editions='["press"]')
    project, said, code = build("packages", catalogue)
    assert code == 0, said
    record = json.loads((project.root / "output" / "build.json").read_text(encoding="utf-8"))
    return project, record


def test_a_bundle_claims_what_all_its_members_keep(packages):
    _, record = packages
    claims = {file["path"]: file["conformance"] for file in record["files"]}
    assert claims["bundles/kept-en.pdf"] == ["PDF/UA-1", "PDF/A-2a"]
    assert claims["bundles/mixed-en.pdf"] == []
    assert claims["brief/brief-en-screen.pdf"] == ["PDF/UA-1", "PDF/A-2a"]


def test_what_readers_lose_is_told_once_at_the_documents_line(packages):
    project, record = packages
    lines = project.file("catalogue.toml").read_text(encoding="utf-8").splitlines()
    every = [one for one in record["findings"] if one["rule"].startswith("B")]
    found = [one for one in every if one["rule"] != "B162"]
    told = {
        (lines[one["line"] - 1].split("/")[-1].removesuffix('.pdf"'), one["rule"]) for one in found
    }
    assert told == {
        ("untagged", "B178"),
        ("oversized", "B178"),
        ("oversized", "B181"),
        ("turned", "B178"),
        ("scripted", "B174"),
    }
    assert len(found) == len(told)


def test_a_bundle_that_claims_nothing_says_because_of_what(packages):
    project, record = packages
    lines = project.file("catalogue.toml").read_text(encoding="utf-8").splitlines()
    told = {
        lines[one["line"] - 1].rpartition(" [")[2]: one["message"]
        for one in record["findings"]
        if one["rule"] == "B162"
    }
    assert set(told) == {
        '"brief", "untagged", "oversized"]',
        '"brief", "tagged", "untagged", "oversized", "turned", "scripted"]',
    }
    assert "because of `untagged`, `oversized` " in told['"brief", "untagged", "oversized"]']


def test_pages_have_the_sizes_that_were_declared_and_the_bundles_number(packages):
    project, _ = packages
    reader = pypdf.PdfReader(project.root / "output" / "bundles" / "mixed-en.pdf")
    sizes = [tuple(round(v) for v in page.mediabox[2:]) for page in reader.pages]
    assert sizes.count((300, 300)) == 2
    assert set(sizes) == {(595, 842), (300, 300)}
    assert all("/Rotate" not in page for page in reader.pages)
    numbered = [
        n for n, page in enumerate(reader.pages, 1) if f"[{n}]" in page.extract_text().split()
    ]
    assert len(numbered) == 1 + 2 + 2 + 2 + 2 + 2  # the brief's page and those of the documents


def test_documents_for_screens_go_to_press_in_the_inks_of_the_press(packages):
    project, record = packages
    assert "bundles/printed-en-press.pdf" in {file["path"] for file in record["files"]}
    reader = pypdf.PdfReader(project.root / "output" / "bundles" / "printed-en-press.pdf")
    theirs = [page for page in reader.pages if b"60 200 Td" in page.get_contents().get_data()]
    assert len(theirs) == 4
    for page in theirs:
        content = page.get_contents().get_data()
        assert b" rg" not in content and b" k" in content
        assert page.mediabox.width > page.trimbox.width  # marks stand around it


def test_bookmarks_and_links_of_documents_are_there(packages):
    project, _ = packages
    reader = pypdf.PdfReader(project.root / "output" / "bundles" / "kept-en.pdf")
    outline = reader.outline
    at = [one.title for one in outline if not isinstance(one, list)].index("The tagged one")
    flat = json.dumps([str(getattr(one, "title", one)) for one in outline])
    assert at >= 0 and "A square" in flat
    links = [link.get_object() for page in reader.pages for link in page.get("/Annots", ())]
    assert "https://example.org/" in {link.get("/A", {}).get("/URI") for link in links}


def test_nothing_that_does_anything_is_in_a_file(packages):
    project, _ = packages
    for path in (project.root / "output").rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            for one in pdf.objects:
                if isinstance(one, Dictionary):
                    assert "/JS" not in one and "/AA" not in one
            assert "/OpenAction" not in pdf.Root


def test_what_is_refused_is_refused_by_name_all_at_once(build):
    catalogue = document("encrypted") + document("truncated")
    project, said, code = build("refused", catalogue + bundle("all", "encrypted", "truncated"))
    assert code == 1
    lines = project.file("catalogue.toml").read_text(encoding="utf-8").splitlines()
    for slug, rule in (("encrypted", "B171"), ("truncated", "B170")):
        line = 1 + next(n for n, text in enumerate(lines) if f"partners/{slug}.pdf" in text)
        assert f"sources/catalogue.toml:{line}:8: {rule}" in said
    assert not (project.root / "output" / "bundles").exists()
