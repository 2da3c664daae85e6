"""Small works for the tests of the dialect, and the switch that rewrites what they expect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from publish.catalogue.model import Catalogue, Imprint, Part, Publication
from publish.errors import Finding
from publish.manuscript.model import Manuscript
from publish.manuscript.reading import read

REPOSITORY = Path(__file__).parents[2]
HOME = REPOSITORY / "layouts" / "brand"
BRAND = {path.relative_to(HOME).as_posix(): path for path in HOME.rglob("*.*")}

Reader = Callable[..., tuple[Manuscript, tuple[Finding, ...]]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="rewrite the golden files")


@pytest.fixture
def golden_update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--golden-update", default=False))


def publication(slug: str, lang: str, kind: str, chapters: tuple[str, ...]) -> Publication:
    title = {lang: f"Work {slug}"}
    return Publication(
        slug, title, {}, title, kind, kind, (lang,), (Part("", chapters),),
        place=f"sources/{slug}/publication.toml",
    )  # fmt: skip


@pytest.fixture
def small_work() -> Publication:
    """A guide of one chapter."""
    return publication("course", "en", "guide", ("01-one.md",))


@pytest.fixture
def brand() -> dict[str, Path]:
    return BRAND


@pytest.fixture
def read_text(tmp_path: Path) -> Reader:
    """Write a work of one chapter and other files under sources/, and read it."""

    def reader(
        text: str | bytes, files: dict[str, str | bytes] | None = None, lang: str = "en",
        kind: str = "guide", edition: str = "screen", audience: str = "",
        chapters: tuple[str, ...] = ("01-one.md",), cache: Path | None = None,
    ) -> tuple[Manuscript, tuple[Finding, ...]]:  # fmt: skip
        name = f"course/{lang}/01-one.md"
        works = {"course": publication("course", lang, kind, chapters)}
        for path, content in {name: text, **(files or {})}.items():
            target = tmp_path / "sources" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
            slug = path.split("/")[0]
            if path.endswith(".md") and path.count("/") == 2 and slug not in works:
                works[slug] = publication(slug, lang, "guide", (path.split("/")[2],))
        catalogue = Catalogue(tmp_path, Imprint("Test Press"), works)
        return read(
            catalogue,
            works["course"],
            lang,
            brand=BRAND,
            edition=edition,
            audience=audience,
            cache=cache,
        )

    return reader
