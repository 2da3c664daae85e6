"""The light edition as its readers get it: all that the screen's has, and less to send."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter

from publish.checking.conformance import conformance
from publish.checking.preflight.preflight import preflight
from publish.checking.preflight.requirements import LIGHT
from publish.checking.verapdf import verapdf
from publish.errors import Place

SIDE = 900
FIGURE = """
/// figure | A picture of a {name}
    id: fig-{id}
    src: figures/{name}
    alt: A {name}
    width: {width}
    source: Made for tests.
///
"""


def photograph() -> Image.Image:
    random = np.random.default_rng(7)
    coarse = Image.fromarray(random.integers(0, 255, (24, 24, 3), dtype=np.uint8))
    soft = np.asarray(coarse.resize((SIDE, SIDE), Image.Resampling.BICUBIC))
    grain = random.normal(0, 6, (SIDE, SIDE, 3))
    return Image.fromarray(np.clip(soft + grain, 0, 255).astype(np.uint8))


def screenshot() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), "#f4f6f8")
    pencil = ImageDraw.Draw(picture)
    for line in range(20, SIDE, 30):
        pencil.text((20, line), "Register here, pay there, and keep the receipt. " * 3, fill="#111")
    return picture


def cut_out() -> Image.Image:
    picture = photograph().convert("RGBA")
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).ellipse((60, 60, SIDE - 60, SIDE - 60), fill=255)
    picture.putalpha(mask.filter(ImageFilter.GaussianBlur(5)))
    return picture


PICTURES: dict[str, tuple[Callable[[], Image.Image], dict[str, Any], str]] = {
    "photo.jpg": (photograph, {"quality": 93, "exif": b"Exif\0\0" + bytes(900)}, "100%"),
    "grey.jpg": (lambda: photograph().convert("L"), {"quality": 93}, "60%"),
    "large.png": (photograph, {}, "60%"),
    "shot.png": (screenshot, {}, "100%"),
    "cut-out.png": (cut_out, {}, "40%"),
    "stamp.png": (lambda: photograph().resize((40, 40)), {}, "100%"),
}
EDITIONS = 'editions = ["screen", "light"]\n'


def give_pictures(project: Any) -> None:
    """Put pictures into a chapter of the small guide, which has a light edition then."""
    folder = project.file("guide/figures")
    folder.mkdir()
    figures = []
    for name, (make, options, width) in PICTURES.items():
        make().save(folder / name, **options)
        figures.append(FIGURE.format(name=name, id=name.partition(".")[0], width=width))
    chapter = project.file("guide/en/03-three.md")
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text + "\n".join(figures), encoding="utf-8")
    project.edit("guide/publication.toml", "date", f"{EDITIONS}date")


@pytest.fixture(scope="module")
def both(project_in: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The small guide with pictures, built in both editions: (project, build.json)."""
    folder = tmp_path_factory.mktemp("light")
    project = project_in(folder / "project", folder / "cache")
    give_pictures(project)
    return project, project.build("guide")


def paths(both: Any) -> dict[str, Path]:
    project, record = both
    return {file["edition"]: project.root / "output" / file["path"] for file in record["files"]}


def test_a_light_file_is_a_fraction_of_the_screens_and_of_the_same_pages(both) -> None:
    _, record = both
    files = {file["edition"]: file for file in record["files"]}
    assert files["light"]["bytes"] < files["screen"]["bytes"] / 5
    assert files["light"]["pages"] == files["screen"]["pages"]
    assert files["light"]["conformance"] == files["screen"]["conformance"] != []
    assert {one["pages_of"] for one in record["gatherings"]} == {"screen"}
    # One picture of the test is too coarse for any screen; the layout has gaps between figures.
    assert {found["rule"] for found in record["findings"]} <= {"P250", "T127"}


def test_both_judges_find_that_a_light_file_keeps_its_standards(both) -> None:
    light = paths(both)["light"]
    assert [*conformance(light, Place(), "ua1"), *conformance(light, Place(), "2a")] == []
    assert list(verapdf(light, Place())) == []


def test_both_judges_notice_a_light_file_whose_pictures_are_smoothed(both, tmp_path) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(paths(both)["light"]) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
                item.Interpolate = True
        pdf.save(broken)
    assert conformance(broken, Place(), "2a")
    assert list(verapdf(broken, Place(), ["2a"]))


def held(path: Path) -> tuple[Any, ...]:
    """Return what a reader of the file has besides its pictures."""
    with pikepdf.open(path) as pdf:
        tags = [
            (str(item.S), str(item.get("/Alt", "")))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
        ]
        links = [
            ([round(float(v), 2) for v in link.Rect], str(link.get("/Dest", "")))
            for page in pdf.pages
            for link in page.obj.get("/Annots", ())
        ]
        about = {key: str(value) for key, value in pdf.docinfo.items()}
        with pdf.open_outline() as outline:
            marks = [item.title for item in outline.root]
    text = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    return sorted(tags), links, marks, about, text


def test_a_light_file_keeps_text_tags_links_and_bookmarks(both) -> None:
    files = paths(both)
    assert held(files["light"]) == held(files["screen"])


def test_every_page_of_a_light_file_looks_like_the_screens(both) -> None:
    files = paths(both)
    with (
        pypdfium2.PdfDocument(files["light"]) as light,
        pypdfium2.PdfDocument(files["screen"]) as screen,
    ):
        for number in range(len(screen)):
            shown = [
                document[number].render(scale=1).to_pil().filter(ImageFilter.BoxBlur(1))
                for document in (light, screen)
            ]
            apart = np.abs(np.asarray(shown[0], np.int16) - np.asarray(shown[1], np.int16))
            assert apart.mean() < 1.5, number + 1
            assert np.percentile(apart, 99) < 40, number + 1


def test_a_light_file_is_made_of_the_same_bytes_again(both, tmp_path) -> None:
    project, record = both
    known = {file["path"]: file["sha256"] for file in record["files"]}
    again = type(project)(project.root, tmp_path / "cache").build("guide", "--force")
    assert {file["path"]: file["sha256"] for file in again["files"]} == known


def test_pictures_are_no_finer_than_a_screen_shows_them(both) -> None:
    _, record = both
    weights = {file["edition"]: file["weight"] for file in record["files"]}
    assert max(picture["resolution"] for picture in weights["screen"]["pictures"]) > 150
    unlike = [one for one in weights["light"]["pictures"] if not 90 <= one["resolution"] <= 135]
    # What would gain nothing stays as it is on screen: here, sharp letters on a plain ground.
    assert all(one in weights["screen"]["pictures"] for one in unlike)
    assert len(unlike) <= 1


def test_conditions_name_the_edition_whose_text_a_light_file_has(project) -> None:
    chapter = project.file("guide/en/02-two.md")
    text = chapter.read_text(encoding="utf-8")
    condition = "\n/// when\n    editions: [{}]\nFor {} alone.\n///\n"
    both = condition.format("screen", "screens") + condition.format("light", "mail")
    chapter.write_text(text + both, encoding="utf-8")
    done = project.publish("build", "guide")
    assert done.returncode == 1
    assert "the edition `light` has the text of `screen`" in done.stderr
    chapter.write_text(text + condition.format("screen", "screens"), encoding="utf-8")
    project.edit("guide/publication.toml", "date", f"{EDITIONS}date")
    record = project.build("guide")
    assert {one["pages_of"] for one in record["gatherings"]} == {"screen"}
    for file in record["files"]:
        pages = pypdf.PdfReader(project.root / "output" / file["path"]).pages
        words = " ".join(page.extract_text() for page in pages).split()  # also at hard spaces
        assert "For screens alone." in " ".join(words)


def test_preflight_finds_pictures_that_are_too_coarse_even_for_a_screen(both) -> None:
    files = paths(both)
    coarse = preflight(files["light"], LIGHT, "light.pdf")
    assert [(found.rule, found.severity) for found in coarse] == [("P250", "warning")]


def test_a_file_over_its_budget_is_told_with_what_is_heaviest(project) -> None:
    give_pictures(project)
    project.edit("guide/publication.toml", EDITIONS, 'budgets = { screen = "1.5 MB" }\n' + EDITIONS)
    done = project.publish("build", "guide")
    assert done.returncode == 0, done.stderr
    assert "B190 warning: guide-en-screen.pdf is " in done.stderr
    record = json.loads((project.root / "output" / "build.json").read_text())
    (found,) = (one for one in record["findings"] if one["rule"] == "B190")
    line = project.file("guide/publication.toml").read_text().splitlines()[found["line"] - 1]
    assert line.startswith("budgets")
    assert "its budget is 1.5 MB. By weight: pictures 9" in found["message"]
    assert f"{SIDE} × {SIDE} pixels" in found["message"]
    assert "light" in found["remedy"]
    files = {file["edition"]: file for file in record["files"]}
    weight = files["screen"]["weight"]
    assert sum(weight["parts"].values()) == files["screen"]["bytes"]
    heaviest = weight["pictures"][0]
    assert (heaviest["page"], heaviest["work"]) == (found["page"], "guide")
    report = (project.root / "output" / "report.html").read_text(encoding="utf-8")
    assert "1.5 MB, exceeded" in report
    # Again, from the record: the same is told, though nothing is bound.
    assert "B190" in project.publish("build", "guide").stderr
    project.edit("guide/publication.toml", '"1.5 MB"', '"30 MB"')
    assert "B190" not in project.publish("build", "guide").stderr
