"""Documents of others as a build takes them in: in a process of their own, once, or not."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.building import foreign
from publish.building.foreign import admitted
from publish.building.store import Store
from publish.catalogue.model import Document
from publish.checking.confinement import Limits
from publish.errors import Place

HOUSE = Path(__file__).parents[2] / "layouts" / "brand"
IDENTITY = {path.relative_to(HOUSE).as_posix(): path for path in HOUSE.rglob("*.icc")}
A4 = (595.28, 841.89)
PLACE = Place("sources/catalogue.toml", 12, 8)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., Document]:
    """Make a document of a PDF or of bytes: (source, **fields)."""

    def make(source: pikepdf.Pdf | bytes, **fields: object) -> Document:
        path = tmp_path / "theirs.pdf"
        if isinstance(source, bytes):
            path.write_bytes(source)
        else:
            source.save(path)
        given = {"fit": "keep", "places": {"file": PLACE}, **fields}
        return Document("leaflet", {"en": "Leaflet"}, path, "en", **given)  # type: ignore[arg-type]  # by name

    return make


def plain(pages: int = 1) -> pikepdf.Pdf:
    pdf = pikepdf.Pdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(200, 300))
        pdf.pages[-1].obj.Contents = pdf.make_stream(b"0 0 9 9 re f")
    return pdf


def tagged() -> pikepdf.Pdf:
    """A document of one tagged rectangle that describes itself."""
    pdf = plain()
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(b"/Figure <</MCID 0>> BDC 10 10 9 9 re f EMC")
    look = Dictionary(O=Name.Layout, BBox=Array([10, 10, 19, 19]))
    figure = Dictionary(
        Type=Name.StructElem, S=Name.Figure, K=0, Pg=page, Alt=String("A square"), A=look
    )
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=pdf.make_indirect(figure))
    return pdf


def test_a_document_becomes_a_gathering_and_is_read_once(document, store, monkeypatch):
    given = document(tagged())
    first, findings = admitted(given, A4, store, IDENTITY)
    assert first is not None
    assert (first.offers.pages, first.offers.findings, findings) == (1, (), ())
    with pikepdf.open(first.pdf) as pdf:
        assert pdf.pages[0].MediaBox[2] == 200
    monkeypatch.setattr(foreign, "answer_of", None)  # it would be read again
    again, _ = admitted(given, A4, store, IDENTITY)
    assert again == first


@pytest.mark.parametrize(
    "change",
    [{"fit": "scale"}, {"lang": "fr"}, {"slug": "other"}],
    ids=["fit", "language", "slug"],
)
def test_what_it_depends_on_makes_it_another(document, store, change):
    given = document(plain())
    first, _ = admitted(given, A4, store, IDENTITY)
    other, _ = admitted(dataclasses.replace(given, **change), A4, store, IDENTITY)
    assert first is not None and other is not None
    assert first.key != other.key
    assert first.key == admitted(given, A4, store, IDENTITY)[0].key


def test_a_changed_file_or_another_page_makes_it_another(document, store):
    first, _ = admitted(document(plain()), A4, store, IDENTITY)
    second, _ = admitted(document(plain(2)), A4, store, IDENTITY)
    third, _ = admitted(document(plain(2)), (400, 500), store, IDENTITY)
    assert len({one.key for one in (first, second, third) if one}) == 3


def test_a_damaged_copy_in_the_cache_is_made_again(document, store):
    given = document(plain())
    first, _ = admitted(given, A4, store, IDENTITY)
    assert first is not None
    first.pdf.write_bytes(b"%PDF-1.7 torn")
    again, _ = admitted(given, A4, store, IDENTITY)
    assert again == first
    with pikepdf.open(first.pdf) as pdf:
        assert len(pdf.pages) == 1


def test_what_is_found_stands_at_the_catalogues_line_also_from_the_cache(document, store):
    pdf = tagged()
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("evil()"))
    given = document(pdf)
    for _ in range(2):
        _, findings = admitted(given, A4, store, IDENTITY)
        assert [(one.rule, one.place, one.severity) for one in findings] == [
            ("B174", PLACE, "warning")
        ]


def test_a_document_that_keeps_the_standards_says_so(document, store):
    gathering, findings = admitted(document(tagged()), A4, store, IDENTITY)
    assert gathering is not None
    assert (gathering.offers.keeps, findings) == (True, ())


def test_one_that_breaks_them_says_which_and_where(document, store):
    pdf = tagged()
    del pdf.Root.StructTreeRoot.K.Alt
    gathering, findings = admitted(document(pdf), A4, store, IDENTITY)
    assert gathering is not None
    assert not gathering.offers.keeps
    assert {one.rule for one in findings} == {"B196"}
    assert "PDF/UA-1" in findings[0].message and "Figure" in findings[0].message
    assert findings[0].remedy


def locked(folder: Path, **encryption: object) -> bytes:
    path = folder / "locked.pdf"
    plain().save(path, encryption=pikepdf.Encryption(owner="o", **encryption))
    return path.read_bytes()


def test_a_file_that_asks_for_a_password_has_a_named_error(document, store, tmp_path):
    given = document(locked(tmp_path, user="secret"))
    assert admitted(given, A4, store, IDENTITY)[0] is None
    (found,) = admitted(given, A4, store, IDENTITY)[1]
    assert (found.rule, found.place, found.severity) == ("B171", PLACE, "error")
    assert found.message == "it asks for a password"
    assert "its publisher" in found.remedy


@pytest.mark.parametrize("withheld", ["modify_assembly", "extract"])
def test_one_whose_publisher_withholds_assembling_is_refused(document, store, tmp_path, withheld):
    rights = pikepdf.Permissions(**{"modify_assembly": True, withheld: False})
    given = document(locked(tmp_path, user="", allow=rights))
    gathering, (found,) = admitted(given, A4, store, IDENTITY)
    assert gathering is None
    assert (found.rule, "does not allow" in found.message) == ("B171", True)


def test_one_whose_publisher_allows_it_is_bound_without_encryption(document, store, tmp_path):
    rights = pikepdf.Permissions(print_highres=False, modify_assembly=True)
    gathering, _ = admitted(document(locked(tmp_path, user="", allow=rights)), A4, store, IDENTITY)
    assert gathering is not None
    with pikepdf.open(gathering.pdf) as pdf:
        assert not pdf.is_encrypted


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9, 0.99])
def test_a_file_that_is_cut_short_has_a_named_error(document, store, tmp_path, cut):
    plain(40).save(tmp_path / "whole.pdf")
    whole = (tmp_path / "whole.pdf").read_bytes()
    gathering, (found,) = admitted(document(whole[: int(cut * len(whole))]), A4, store, IDENTITY)
    assert gathering is None
    assert (found.rule, found.place, found.severity) == ("B170", PLACE, "error")
    assert found.remedy


def test_a_text_that_is_called_a_pdf_is_said_to_be_none(document, store):
    gathering, (found,) = admitted(document(b"No PDF at all.\n" * 40), A4, store, IDENTITY)
    assert gathering is None
    assert (found.rule, found.message) == ("B170", "it is no PDF, whatever its name says")


def test_one_with_more_pages_than_any_book_has_a_named_error(document, store):
    pdf = plain()
    page = pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 9, 9])))
    kids = [pdf.make_indirect(Dictionary(dict(page.items()))) for _ in range(5_001)]
    pdf.Root.Pages.Kids = Array(kids)
    pdf.Root.Pages.Count = len(kids)
    for kid in kids:
        kid.Parent, kid.Resources = pdf.Root.Pages, Dictionary()
    gathering, (found,) = admitted(document(pdf), A4, store, IDENTITY)
    assert gathering is None
    assert (found.rule, "it has 5,001 pages" in found.message) == ("B172", True)


@pytest.mark.parametrize(
    "limits",
    [Limits(seconds=60, memory=90 << 20, written=1 << 30), Limits(seconds=60, written=1000)],
    ids=["memory", "disk"],
)
def test_one_that_takes_more_than_it_may_has_a_named_error(document, store, limits):
    gathering, (found,) = admitted(document(plain(50)), A4, store, IDENTITY, limits)
    assert gathering is None
    assert (found.rule, found.place) == ("B172", PLACE)


def test_one_that_takes_too_long_has_a_named_error(document, store, monkeypatch):
    def late(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(foreign, "answer_of", late)
    gathering, (found,) = admitted(document(plain()), A4, store, IDENTITY)
    assert gathering is None
    assert (found.rule, found.message) == ("B172", "it takes more than 120 s to read")


def test_reading_leaves_nothing_behind(document, store, tmp_path, monkeypatch):
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(rooms))
    admitted(document(tagged()), A4, store, IDENTITY)
    admitted(document(b"%PDF-1.7 nothing"), A4, store, IDENTITY)
    assert list(rooms.iterdir()) == []
