"""Bundles as other libraries read them: pypdf the ways and the tags, PDFium the text at a place."""

from __future__ import annotations

import gc
import json
import posixpath
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2 as pdfium
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from publish.checking.opened import read_all_objects

BACK = ("references", "glossary", "index")  # anchors of what is merged
EDGE = 34.0  # points from either side: the steps at the fore-edge stand there
FOOT = 57.5  # points from the lower edge: the folios stand in them, and nothing else does


@dataclass(frozen=True)
class Target:
    """A place on a page, counted from 0, in points from the lower left corner."""

    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Way:
    """A link: where it is on its page, what it says, where it leads to."""

    page: int
    box: tuple[float, ...]
    says: str  # to those who cannot see the page
    name: str = ""  # of a destination in this file, or in `file`
    file: str = ""  # as written: relative
    address: str = ""


@dataclass(frozen=True)
class Bookmark:
    level: int
    title: str
    target: Target


@dataclass
class Element:
    """A structure element and what is below it; marks are (page, MCID)."""

    kind: str
    table: DictionaryObject
    number: int
    kids: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    links: list[int] = field(default_factory=list)  # object numbers of annotations

    @property
    def attributes(self) -> list[Any]:
        return [item.get_object() for item in _items(self.table, "/A")]

    def below(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            yield from kid.below()


class Reading:
    """A finished file as two libraries read it, neither of which wrote it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        data = path.read_bytes()
        self.reader = pypdf.PdfReader(BytesIO(data))
        read_all_objects(self.reader)  # pypdf would begin anew for each
        self.seen = pdfium.PdfDocument(data)
        self._texts: dict[int, pdfium.PdfTextPage] = {}

    # Text

    def _text_page(self, page: int) -> pdfium.PdfTextPage:
        if page not in self._texts:
            self._texts[page] = self.seen[page].get_textpage()
        return self._texts[page]

    def content(self, page: int) -> bytes:
        """Return what draws a page."""
        parts = _items(self.reader.pages[page], "/Contents")
        return b"\n".join(part.get_object().get_data() for part in parts)

    def within(self, page: int, left: float, bottom: float, right: float, top: float) -> str:
        """Return the text in a rectangle of a page, its words parted by single spaces."""
        text = self._text_page(page).get_text_bounded(left, bottom, right, top)
        return " ".join(text.replace("\xad", "").replace("￾", "").split())

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page above its foot."""
        return [self.within(n, -99, FOOT, 9999, 9999) for n in range(len(self.seen))]

    @cached_property
    def folios(self) -> list[tuple[str, str]]:
        """What stands at the foot of each page, left and right."""
        found = []
        for n in range(len(self.seen)):
            width = self.seen[n].get_width()
            halves = ((EDGE, width / 2), (width / 2, width - EDGE))
            left, right = (self.within(n, a, -99, b, FOOT) for a, b in halves)
            found.append((left, right))
        return found

    def text(self, page: int) -> str:
        """Return the text of a page, its foot and its margins with it."""
        return self.within(page, -99, -99, 9999, 9999)

    def at(self, target: Target, length: int = 90) -> str:
        """Return how the text at a place begins, the foot left out."""
        # Half a line of grace: a box's upper edge may cut through its first capitals.
        text = self.within(target.page, target.x - 4, FOOT, 9999, target.y + 3)
        return text[:length]

    def under(self, way: Way) -> str:
        """Return the words that a link lies upon."""
        left, bottom, right, top = way.box
        return self.within(way.page, left - 0.5, bottom + 3, right - 0.5, top - 3)

    def after(self, way: Way) -> str:
        """Return what follows a link on its line: a page number."""
        _, bottom, right, top = way.box
        middle = (bottom + top) / 2
        room = max(25.0, 2.2 * abs(top - bottom))  # for three digits as large as the link
        return self.within(way.page, right + 0.5, middle - 1, right + room, middle + 1)

    def below(self, target: Target) -> str:
        """Return the text of a page from a place on downwards."""
        return self.within(target.page, -99, -99, 9999, target.y + 12)

    # Ways

    @cached_property
    def labels(self) -> list[str]:
        return list(self.reader.page_labels)

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}

    @cached_property
    def places(self) -> dict[str, Target]:
        """The named destinations."""
        found = {}
        for key, value in _tree(self.reader.trailer["/Root"]["/Names"]["/Dests"], "/Names"):
            found[str(key)] = self._target(value.get_object())
        return found

    def _target(self, array: ArrayObject) -> Target:
        page = list.__getitem__(array, 0)  # as it is written: a reference
        assert array[1] == "/XYZ"
        return Target(self._numbers[page.idnum], float(array[2]), float(array[3]))

    @cached_property
    def ways(self) -> list[Way]:
        """All links in the order of the pages."""
        found = []
        for n, page in enumerate(self.reader.pages):
            for reference in page.get("/Annots", ()):
                table = reference.get_object()
                if table["/Subtype"] == "/Widget":  # a place to fill in leads nowhere
                    continue
                assert table["/Subtype"] == "/Link"
                x1, y1, x2, y2 = (round(float(value), 2) for value in table["/Rect"])
                box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
                says = str(table["/Contents"])
                action = table.get("/A", {})
                if "/Dest" in table:
                    found.append(Way(n, box, says, name=str(table["/Dest"])))
                elif action["/S"] == "/GoToR":
                    file = str(action["/F"]["/UF"])
                    found.append(Way(n, box, says, name=str(action["/D"]), file=file))
                else:
                    assert action["/S"] == "/URI"
                    found.append(Way(n, box, says, address=str(action["/URI"])))
        return found

    @cached_property
    def bookmarks(self) -> list[Bookmark]:
        found: list[Bookmark] = []

        def walk(item: Any, level: int) -> None:
            while item:
                target = self._target(item["/Dest"])
                found.append(Bookmark(level, str(item["/Title"]), target))
                walk(item.get("/First"), level + 1)
                item = item.get("/Next")

        walk(self.reader.trailer["/Root"]["/Outlines"].get("/First"), 1)
        return found

    # Tags

    @cached_property
    def document(self) -> Element:
        """The tag tree, its one Document at the top."""
        tree = self.reader.trailer["/Root"]["/StructTreeRoot"]
        kids = _items(tree, "/K")
        assert len(kids) == 1
        return self._element(kids[0], None)

    def _element(self, reference: IndirectObject, page: int | None) -> Element:
        table = reference.get_object()
        if "/Pg" in table:
            page = self._numbers[table.raw_get("/Pg").idnum]
        element = Element(str(table["/S"])[1:], table, reference.idnum)
        for kid in _items(table, "/K"):
            found = kid.get_object()
            if isinstance(found, int):
                element.marks.append((page, int(found)))
            elif found.get("/Type") == "/MCR":
                on = self._numbers[found.raw_get("/Pg").idnum] if "/Pg" in found else page
                element.marks.append((on, int(found["/MCID"])))
            elif found.get("/Type") == "/OBJR":
                element.links.append(found.raw_get("/Obj").idnum)
            else:
                element.kids.append(self._element(kid, page))
        return element

    @cached_property
    def parents(self) -> dict[int, Any]:
        """The parent tree: number → element, or a list of them by MCID."""
        tree = self.reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]
        return {int(key): value for key, value in _tree(tree, "/Nums")}

    @cached_property
    def ids(self) -> set[str]:
        """The ids that the ID tree names."""
        tree = self.reader.trailer["/Root"]["/StructTreeRoot"].get("/IDTree")
        return {str(key) for key, _ in _tree(tree, "/Names")} if tree else set()


def _items(table: DictionaryObject, key: str) -> list[Any]:
    if key not in table:
        return []
    found = table.raw_get(key)
    whole = found.get_object()
    return list(whole) if isinstance(whole, ArrayObject) else [found]


def _tree(node: Any, leaf: str) -> Iterator[tuple[Any, Any]]:
    node = node.get_object()
    for kid in node.get("/Kids", ()):
        yield from _tree(kid, leaf)
    flat = list(node.get(leaf, ()))
    yield from zip(flat[::2], flat[1::2], strict=True)


@dataclass(frozen=True)
class Member:
    """A work that is bound in a bundle, and its single file.

    Attributes:
        pages: page of the single file → page of the bundle, counted from 0.
        left_out: pages of the single file that the bundle has not.
        blanks: pages of the bundle between the member's that are not its own.
    """

    slug: str
    file: str  # relative to output/
    single: Reading
    divider: int
    pages: dict[int, int]
    left_out: list[int]
    blanks: list[int]

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.file)

    @property
    def contents(self) -> range:
        """Pages of the single file with its contents and lists."""
        return _chapter(self.single, "contents", self.slug)

    def moved(self, target: Target) -> Target | None:
        """Return where a place of the single file is in the bundle."""
        page = self.pages.get(target.page)
        return None if page is None else Target(page, target.x, target.y)


@dataclass(frozen=True)
class Bound:
    """A bundle and its members, paired page by page by what stands on them."""

    slug: str
    whole: Reading
    members: dict[str, Member]
    foreign: range  # pages of documents of others and their dividers, at the end

    @property
    def name(self) -> str:
        return self.slug.partition("/")[2]

    @property
    def dividers(self) -> list[int]:
        names = self.whole.places.items()
        return sorted(at.page for name, at in names if name.startswith(f"{self.slug}.member-"))

    @property
    def contents(self) -> range:
        """Pages with the contents and lists over all works."""
        return range(self.whole.places[f"{self.slug}.contents"].page, self.dividers[0])

    @property
    def index(self) -> range:
        place = self.whole.places.get(f"{self.slug}.index")
        return range(place.page if place else len(self.whole.pages), len(self.whole.pages))

    @property
    def inner(self) -> range:
        """Pages between the title leaf and the back cover: those that bear numbers."""
        return range(self.contents[0], len(self.whole.pages) - 1)

    @staticmethod
    def plain(text: str) -> str:
        """Return a text without what differs between a bundle and a single file: numbers."""
        return re.sub(r"\[?\d+\]?", "#", text)

    @staticmethod
    def squeezed(text: str) -> str:
        """Return a text without what setting puts in: spaces, hyphens at the ends of lines."""
        return re.sub(r"[\s\xad\u2010\u200b￾\x02-]", "", text)

    @cached_property
    def owners(self) -> dict[int, str]:
        """Slug of the member that each page belongs to; a bundle's own pages are not in it."""
        return {page: one.slug for one in self.members.values() for page in one.pages.values()}


def _chapter(reading: Reading, anchor: str, slug: str) -> range:
    """Return the pages from an anchor to the next bookmark of the first level."""
    place = reading.places.get(f"{slug}.{anchor}")
    if place is None:
        return range(0)
    later = [m.target.page for m in reading.bookmarks if m.level == 1]
    after = [page for page in later if page > place.page]
    return range(place.page, min(after, default=len(reading.pages)))


@cache
def _single(file: Path) -> Reading:
    return Reading(file)


def pair(slug: str, file: Path, whole: Reading, divider: int, end: int, name: str) -> Member:
    """Find a member's pages in the bundle, after its divider, by their text alone."""
    single = _single(file)
    pages: dict[int, int] = {}
    left_out, blanks = [], []
    at = divider + 1
    for n, text in enumerate(single.pages):
        ahead = at
        while ahead < end and not whole.pages[ahead] and text:
            ahead += 1
        if ahead < end and Bound.plain(whole.pages[ahead]) == Bound.plain(text):
            blanks += range(at, ahead)
            pages[n] = ahead
            at = ahead + 1
        else:
            left_out.append(n)
    blanks += range(at, end)
    return Member(slug, name, single, divider, pages, left_out, blanks)


def bound(output: Path, name: str, lang: str, file: Path | None = None) -> Bound:
    """Read a bundle and the single files of its members, which are told by its named places.

    Args:
        file: the bundle's, where it is another than the one that was built.
    """
    whole = Reading(file or output / "bundles" / f"{name}-{lang}.pdf")
    home = f"bundles/{name}"
    files = [file for file in _record(output)["files"] if file["edition"] == "screen"]
    # A divider's heading has an anchor of the bundle's own.
    dividers = {
        one["publication"]: whole.places[anchor].page
        for one in files
        if one["language"] == lang
        and (anchor := f"{home}.member-{one['publication'].replace('/', '-')}") in whole.places
    }
    slugs = sorted(dividers, key=dividers.__getitem__)
    own = [whole.places[f"{home}.{name}"].page for name in BACK if f"{home}.{name}" in whole.places]
    end = min(own, default=len(whole.pages) - 1)  # or the back cover
    every = [at.page for name, at in whole.places.items() if name.startswith(f"{home}.member-")]
    foreign = range(min(set(every) - set(dividers.values()), default=end), end)
    ends = [*(dividers[slug] for slug in slugs[1:]), foreign.start]
    members = {}
    for slug, last in zip(slugs, ends, strict=True):
        path = next(f["path"] for f in files if (f["publication"], f["language"]) == (slug, lang))
        members[slug] = pair(slug, output / path, whole, dividers[slug], last, path)
    return Bound(home, whole, members, foreign)


def _record(output: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((output / "build.json").read_text())
    return found


@pytest.fixture(scope="session")
def built(works: Any) -> Path:
    """What was built of this repository's works and bundles."""
    output: Path = works.root / "output"
    return output


@pytest.fixture(scope="session")
def odd(once: Any, project_in: Any, project_at: Any) -> Any:
    """Small works and bundles that are odd in every way, built once in a test run."""

    def make(folder: Path) -> None:
        project = project_in(folder / "project", folder / "cache")
        furnish(project.root)
        project.build("outside", "--lang", "fr")
        document = project.root / "output" / "outside" / "outside-fr-screen.pdf"
        document.rename(project.file("dehors.pdf"))
        (project.root / "sources" / "catalogue.toml").write_text(PUBLICATIONS + IMPRINT + BUNDLES)
        project.build()

    folder = once("odd", make)
    return project_at(folder / "project", folder / "cache")


@pytest.fixture(scope="session")
def complete(built: Path) -> Bound:
    """The bundle of all works."""
    gc.disable()  # to look for garbage among millions of objects slows this test and all others
    try:
        return bound(built, "complete", "en")
    finally:
        gc.freeze()
        gc.enable()


ODD = ("twins", "one", "covers", "small")


@pytest.fixture(scope="session", params=["complete", *ODD])
def bundle(request: pytest.FixtureRequest) -> Bound:
    """Each bundle that is built for the screen, read together with its members' single files."""
    name = request.param
    if name in ODD:
        return bound(request.getfixturevalue("odd").root / "output", name, "en")
    found: Bound = request.getfixturevalue(name)
    return found


@pytest.fixture
def broken(odd: Any, tmp_path: Path) -> Callable[[Callable[[pikepdf.Pdf], None]], Bound]:
    """Break a copy of the bundle of two works with the same anchors, and read it."""

    def make(breaking: Callable[[pikepdf.Pdf], None]) -> Bound:
        path, output = tmp_path / "broken.pdf", odd.root / "output"
        with pikepdf.open(output / "bundles" / "twins-en.pdf") as pdf:
            breaking(pdf)
            pdf.save(path)
        return bound(output, "twins", "en", path)

    return make


@pytest.fixture(scope="session")
def read_bundle() -> Callable[..., Bound]:
    """Read a bundle and its members' single files: (output, name, language, the bundle's file)."""
    return bound


@pytest.fixture(scope="session")
def read_file() -> type[Reading]:
    """Read one file."""
    return Reading


# The odd project: the small one, a work with the same titles, anchors and numbers, a work that is
# bound in some bundles only, one on smaller pages, one whose text depends on the edition, and a
# tagged document in another language.

PUBLICATIONS = 'publications = ["guide", "twin", "brief", "outside", "pocket"]\n'
IMPRINT = '[imprint]\nname = "Small Press"\nplace = "Anytown"\n'
BUNDLES = """
[[bundle]]
name = "twins"
title = "Two of a kind"
publications = ["guide", "twin", "brief"]
editions = ["screen", "press", "greyscale"]
merge = ["glossary", "index", "references"]

[[bundle]]
name = "one"
title = "One alone"
publications = ["brief"]
merge = []

[[bundle]]
name = "covers"
title = "With their covers"
publications = ["outside", "guide", "brief"]
layout = "covered"
merge = []

[[bundle]]
name = "small"
title = "With a small one, and one in French"
publications = ["guide", "pocket", "dehors"]

[[document]]
slug = "dehors"
title = "Dehors"
file = "dehors.pdf"
language = "fr"
licence = "CC-BY-4.0"
"""
REPORTS = """
@techreport{un2024b, author = {{United Nations}}, title = {Another report},
  institution = {United Nations}, year = {2024}, address = {Geneva}}
@techreport{un2024c, author = {{United Nations}}, title = {Yet another report},
  institution = {United Nations}, year = {2024}, address = {Vienna}}
"""
CONDITIONS = """
See @outside:sec-brief and @twin:sec-two, and [*le droit*]{lang=fr}.

/// when
    editions: press

Only in print.
///

/// when
    editions: screen

Only on screens.
///
"""
LAYOUTS = Path(__file__).parents[2] / "layouts"


def furnish(root: Path) -> None:
    """Make the small project in `root` odd."""
    sources = root / "sources"
    with (sources / "references.bib").open("a") as references:
        references.write(REPORTS)
    with (sources / "guide" / "en" / "01-one.md").open("a") as chapter:
        chapter.write("\nMore of the same year [@un2024b].\n")
    shutil.copytree(sources / "guide", sources / "twin")
    for chapter in (sources / "twin" / "en").iterdir():
        text = re.sub(r"(?m)^(#+ .*)$", r"\1\n\nThis is the twin.", chapter.read_text())
        chapter.write_text(text.replace("@un2024b", "@un2024c"))
    with (sources / "brief" / "en" / "01-brief.md").open("a") as chapter:
        chapter.write(CONDITIONS)
    _work(sources / "outside", 'kind = "brief"\nlanguages = ["en", "fr"]')
    (sources / "outside" / "en" / "01.md").write_text("# Out {#sec-brief}\n\nSee @guide:sec-two.\n")
    (sources / "outside" / "fr" / "01.md").write_text("# Dehors {#sec-brief}\n\nTout est dehors.\n")
    _work(sources / "pocket", 'kind = "guide"\nlayout = "pocket"\nlanguages = ["en"]')
    (sources / "pocket" / "en" / "01.md").write_text(
        "# Small {#sec-one}\n\n{{term:social-insurance|Pages}}{{index:words}}, @guide:sec-two.\n"
    )
    (sources / "catalogue.toml").write_text(PUBLICATIONS + IMPRINT)
    sizes = {"width": 148, "height": 210, "inner": 14, "outer": 12, "top": 20}
    _layout(root, "guide", "pocket", {**sizes, "furniture": ["contents", "glossary", "index"]})
    _layout(root, "bundle", "covered", {"members": "cover"})


def _work(folder: Path, table: str) -> None:
    for lang in ("en", "fr"):
        (folder / lang).mkdir(parents=True)
    title = f'title = "The {folder.name} one"'
    (folder / "publication.toml").write_text(f'{title}\n{table}\nchapters = ["01.md"]\n')


def _layout(root: Path, old: str, name: str, settings: dict[str, Any]) -> None:
    """Copy a layout under another name, with other settings."""
    folder = root / "layouts" / name
    shutil.copytree(LAYOUTS / old, folder)
    for sheet in folder.glob(f"{old}*.css.j2"):
        sheet.rename(sheet.with_name(sheet.name.replace(old, name)))
    text = (folder / "layout.toml").read_text()
    for key, value in settings.items():
        text = re.sub(rf"(?m)^{key} = .*$", f"{key} = {json.dumps(value)}", text, count=1)
    (folder / "layout.toml").write_text(text)
