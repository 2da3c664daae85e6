"""Documents of others in the catalogue: each fault has its line and its remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from publish.catalogue.model import Catalogue
from publish.catalogue.reading import read_catalogue
from publish.errors import Finding, Place

Read = Callable[[str], tuple[Catalogue, tuple[Finding, ...]]]

WORK = 'title = "T"\nkind = "brief"\nlanguages = ["en"]\nchapters = ["a.md"]\n'
TERMS = 'licence = "CC-BY-4.0"\n'


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a catalogue with a work "brief" and a file partners/leaflet.pdf."""

    def read_project(documents: str) -> tuple[Catalogue, tuple[Finding, ...]]:
        sources = tmp_path / "sources"
        (sources / "brief" / "en").mkdir(parents=True)
        (sources / "brief" / "en" / "a.md").write_text("# A\n", encoding="utf-8")
        (sources / "brief" / "publication.toml").write_text(WORK, encoding="utf-8")
        (sources / "partners").mkdir()
        (sources / "partners" / "leaflet.pdf").write_bytes(b"%PDF-1.7")
        (tmp_path / "private.pdf").write_bytes(b"%PDF-1.7")
        catalogue = f'[imprint]\nname = "House"\n{documents}'
        (sources / "catalogue.toml").write_text(catalogue, encoding="utf-8")
        return read_catalogue(tmp_path)

    return read_project


def document(**values: str) -> str:
    given = {"slug": "leaflet", "title": "Leaflet", "file": "partners/leaflet.pdf", **values}
    lines = "".join(f'{key} = "{value}"\n' for key, value in given.items())
    return f"[[document]]\n{lines}"


def test_a_document_bears_its_titles_and_its_place(read: Read) -> None:
    catalogue, findings = read(
        '[[document]]\nslug = "partners/leaflet"\ntitle = { en = "Leaflet", fr = "Dépliant" }\n'
        'file = "partners/leaflet.pdf"\nlanguage = "fr"\nfit = "centre"\n' + TERMS
    )
    assert findings == ()
    one = catalogue.documents["partners/leaflet"]
    assert (one.title["fr"], one.title["es"], one.lang, one.fit) == (
        "Dépliant", "Leaflet", "fr", "centre",
    )  # fmt: skip
    assert one.file.read_bytes() == b"%PDF-1.7"
    assert one.place == Place("sources/catalogue.toml", 3, 1)
    assert one.places["file"] == Place("sources/catalogue.toml", 6, 8)


@pytest.mark.parametrize(
    ("values", "rule", "line", "remedy"),
    [
        ({"file": "partners/leaflett.pdf"}, "C175", 6, "did you mean `partners/leaflet.pdf`?"),
        ({"file": "nothing/like/it.docx"}, "C175", 6, "put the PDF there, or correct the path"),
        ({"file": "partners"}, "C175", 6, "did you mean `partners/leaflet.pdf`?"),
        ({"file": "x" * 5000}, "C175", 6, "put the PDF there, or correct the path"),
        ({"file": "../private.pdf"}, "C176", 6, "put the file itself into sources/ and give"),
        ({"file": "/etc/passwd"}, "C176", 6, "put the file itself into sources/ and give"),
        ({"slug": "brief"}, "C174", 4, "give the document another slug"),
        ({"slug": "Ein Blatt"}, "C117", 4, "use small letters, digits, single hyphens"),
        ({"slug": "bundles/all"}, "C117", 4, "not `bundles/…`"),
        ({"url": "partner.example"}, "C116", 7, "write it in full"),
        ({"fit": "stretch"}, "C106", 7, "use one of: keep, centre, scale"),
    ],
)
def test_a_fault_of_a_document_has_its_place_and_its_remedy(
    read: Read, values: dict[str, str], rule: str, line: int, remedy: str
) -> None:
    _, findings = read(document(**values, licence="CC-BY-4.0"))
    assert [(found.rule, found.place.line) for found in findings] == [(rule, line)]
    assert remedy in findings[0].remedy


def test_a_link_that_leads_out_of_the_sources_is_refused(read: Read, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "borrowed.pdf").symlink_to(tmp_path / "private.pdf")
    _, findings = read(document(file="borrowed.pdf", licence="CC-BY-4.0"))
    assert [found.rule for found in findings] == ["C176"]


def test_terms_that_nobody_knows_are_asked_for(read: Read) -> None:
    _, findings = read(document())
    assert [(found.rule, found.severity, found.place.line) for found in findings] == [
        ("C177", "warning", 3)
    ]
