"""What goes to the printer, as others see it: Ghostscript's separations, Poppler's colours."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pikepdf
import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image, ImageCms

LIMIT = 300  # per cent of ink: the printer's of both works
INKS = ("Cyan", "Magenta", "Yellow", "Black")
AT_ONCE = 20  # pages
NEUTRALS = {(45, 45, 45), (95, 100, 105)}  # of the brand: they are printed in black alone
NOT_INSTALLED = [tool for tool in ("gs", "pdftoppm") if not shutil.which(tool)]

pytestmark = pytest.mark.skipif(bool(NOT_INSTALLED), reason=f"{NOT_INSTALLED} not installed")


def offset(pdf: Path) -> float:
    """Return how far the trim lies within the sheet, in points."""
    page = pypdf.PdfReader(pdf).pages[0]
    return float(page.trimbox.left - page.mediabox.left)


def resolution(pdf: Path, about: float) -> tuple[float, int]:
    """Return a resolution at which the trim begins at a whole pixel, and at which one."""
    pixels = round(offset(pdf) * about / 72)
    return 72 * pixels / offset(pdf), pixels


def plates(pdf: Path, folder: Path, about: float = 72) -> Iterator[np.ndarray]:
    """Yield for each page the inks within its trim, in per cent: rows, columns, inks."""
    dots, edge = resolution(pdf, about)
    pages = len(pypdf.PdfReader(pdf).pages)
    for first in range(1, pages + 1, AT_ONCE):
        last = min(first + AT_ONCE - 1, pages)
        options = ("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", f"-r{dots:.5f}")
        chosen = (f"-dFirstPage={first}", f"-dLastPage={last}")
        target = f"-sOutputFile={folder}/%d.tif"
        subprocess.run(["gs", *options, *chosen, target, str(pdf)], check=True)
        for number in range(1, last - first + 2):
            found = [Image.open(folder / f"{number}({ink}).tif").convert("L") for ink in INKS]
            inks = np.stack([255 - np.asarray(plate, float) for plate in found], axis=-1) / 2.55
            yield inks[edge:-edge, edge:-edge]
        for file in folder.iterdir():
            file.unlink()


def first_of_screen(issue, press: Path) -> int:
    """Return the page of the screen's file, from 0, that the press file begins with."""
    return 2 if issue.beside(press, "cover").exists() else 0


def test_no_page_has_more_ink_than_the_printer_allows(issue, tmp_path):
    for pdf in issue.files("press", "cover"):
        most = [float(page.sum(axis=-1).max()) for page in plates(pdf, tmp_path)]
        print(f"{pdf.name}: {max(most):.0f} per cent of ink at most")
        assert max(most) <= LIMIT + 1


def test_too_much_ink_is_seen(issue, tmp_path):
    (cover, *_) = issue.files("cover")
    with pikepdf.open(cover) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(b"q 1 1 1 0.2 k 300 300 9 9 re f Q"))
        pdf.save(tmp_path / "black.pdf")
    (folder := tmp_path / "plates").mkdir()
    (page,) = plates(tmp_path / "black.pdf", folder)
    assert page.sum(axis=-1).max() > LIMIT + 1


def words_on_white(page: pdfium.PdfPage, dots: float) -> list[tuple[int, int, int, int]]:
    """Return where neutral words stand on white: top, bottom, left, right in pixels."""
    seen = np.asarray(page.render(scale=dots / 72).to_pil().convert("RGB"))
    places = []
    for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        colour = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFPageObj_GetFillColor(text, *colour)
        if tuple(part.value for part in colour[:3]) not in NEUTRALS:
            continue
        left, bottom, right, top = (side * dots / 72 for side in text.get_bounds())
        high, low = seen.shape[0] - top, seen.shape[0] - bottom
        place = (int(high), int(low) + 1, int(left), int(right) + 1)
        y0, y1, x0, x1 = place
        ring = seen[max(y0 - 2, 0) : y1 + 2, max(x0 - 2, 0) : x1 + 2]
        if not ring.size:
            continue
        sides = (ring[0], ring[-1], ring[:, 0], ring[:, -1])
        if all((side == 255).all() for side in sides):
            places.append(place)
    return places


def coloured_words(issue, press: Path, pages: Iterator[np.ndarray]) -> tuple[int, list[int]]:
    """Return how many neutral words are on white, and pages where they are on other plates."""
    screen = pdfium.PdfDocument(issue.beside(press, "screen"))
    dots, _ = resolution(press, 72)
    known, faults = 0, []
    for number, inks in enumerate(pages):
        if first_of_screen(issue, press) + number >= len(screen):  # blanks at the end
            break
        page = screen[first_of_screen(issue, press) + number]
        if page.get_width() > page.get_height():  # turned on the press sheet
            continue
        for y0, y1, x0, x1 in words_on_white(page, dots):
            known += 1
            if inks[y0:y1, x0:x1, :3].max(initial=0) > 0:
                faults.append(number + 1)
    return known, faults


def test_black_words_are_on_the_black_plate_only(issue, tmp_path):
    for pdf in issue.files("press"):
        known, faults = coloured_words(issue, pdf, plates(pdf, tmp_path))
        print(f"{pdf.name}: {known} lines of black text on white are on the black plate only")
        assert faults == []
        assert known > 15 * len(pypdf.PdfReader(pdf).pages)


def test_black_words_in_several_inks_are_seen(issue, tmp_path):
    brief = min(issue.files("press"), key=lambda path: path.stat().st_size)
    with pikepdf.open(brief) as pdf:
        page = pdf.pages[3]
        page.contents_coalesce()
        content, changed = re.subn(
            rb"\n0 0 0 (\S+) k", rb"\n0.3 0.2 0.2 \1 k", page.Contents.read_bytes()
        )
        assert changed
        page.Contents.write(content)
        pdf.save(tmp_path / "rich.pdf")
    (folder := tmp_path / "plates").mkdir()
    pages = islice(plates(tmp_path / "rich.pdf", folder), 5)
    _, faults = coloured_words(issue, brief, pages)
    assert set(faults) == {4}


LAB = ImageCms.buildTransform(
    ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
)


def lab(picture: Image.Image) -> np.ndarray:
    """Return CIE L*, a*, b* of each pixel."""
    values = np.asarray(ImageCms.applyTransform(picture.convert("RGB"), LAB))
    lightness = values[..., :1] / 2.55
    return np.concatenate([lightness, values[..., 1:].view(np.int8)], axis=-1).astype(float)


def rendered(pdf: Path, folder: Path, dots: float, first: int = 1) -> Iterator[Image.Image]:
    """Yield the pages as Poppler renders them, wide ones turned as they are on a press sheet."""
    folder.mkdir()
    command = ["pdftoppm", "-r", f"{dots:.5f}", "-f", str(first), str(pdf), f"{folder}/p"]
    subprocess.run(command, check=True)
    for file in sorted(folder.iterdir()):
        page = Image.open(file)
        yield page.rotate(90, expand=True) if page.width > page.height else page


def inked(pages: Iterator[Image.Image], edge: int) -> Iterator[Image.Image]:
    """Yield pages on which there is anything: a printer gets blanks that a screen does not."""
    for page in pages:
        trim = page.crop((edge, edge, page.width - edge, page.height - edge))
        if trim.convert("L").getextrema()[0] < 250:
            yield page


PAPER = 97  # L* of what is white or nearly


def differences(issue, press: Path, other: Path, folder: Path) -> list[float]:
    """Return the mean colour difference (CIE 1976) of each page of text to another's."""
    dots, edge = resolution(press, 50)
    ours = inked(rendered(press, folder / "ours", dots), edge)
    others = inked(rendered(other, folder / "others", dots, first_of_screen(issue, press) + 1), 0)
    found = []
    for sheet, page in zip(ours, others, strict=False):
        trim = sheet.crop((edge, edge, edge + page.width, edge + page.height))
        if (lab(page)[..., 0] > PAPER).mean() < 0.7:
            continue  # a cover, a flyer: grounds of full colour are duller in ink, as they must be
        found.append(float(np.sqrt(((lab(trim) - lab(page)) ** 2).sum(axis=-1)).mean()))
    shutil.rmtree(folder / "ours"), shutil.rmtree(folder / "others")
    return found


MOST = 4.0  # of one page; the brightest colours are duller in ink
USUAL = 1.5  # of all pages: hardly to be seen, side by side


def test_poppler_shows_press_and_screen_alike(issue, tmp_path):
    for press in issue.files("press"):
        found = differences(issue, press, issue.beside(press, "screen"), tmp_path)
        mean, worst = sum(found) / len(found), max(found)
        print(f"{press.name}: mean colour difference {mean:.2f}, of the worst page {worst:.2f}")
        assert worst < MOST
        assert mean < USUAL


def test_a_press_file_without_colours_is_seen(issue, tmp_path):
    (sheets,) = [path for path in issue.files("press") if path.name.startswith("principles")]
    found = differences(issue, sheets, issue.beside(sheets, "greyscale"), tmp_path)
    assert max(found) > MOST  # each page bears a band of colour
