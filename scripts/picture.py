"""Draw docs/pages.png, the picture of pages in the README, from the PDFs in output/.

Usage: python scripts/picture.py   (after `make pdf`)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

ROOT = Path(__file__).resolve().parent.parent
GUIDE = "workers-guide/workers-guide-en-screen.pdf"
BRIEF = "policy/informal-economy/informal-economy-en-screen.pdf"
WIDTH = 1600  # of the picture, in pixels
GROUND = (236, 239, 242)
MARGIN, GAP, COLUMNS = 64, 40, 4
SOFT = 14  # radius of a page's shadow


@dataclass(frozen=True, slots=True)
class Shown:
    """A page to show: a phrase that stands on it, so that the choice survives new page numbers."""

    file: str
    phrase: str
    skip: int = 0  # pages with the phrase that come before the one to show


PAGES = (
    Shown(GUIDE, "What the standards ask for"),
    Shown(GUIDE, "Understanding the standards"),
    Shown(GUIDE, "Who pays, who decides"),
    Shown(GUIDE, "Incapacity through injury at work", 1),
    Shown(BRIEF, "In this brief"),
    Shown(BRIEF, "One payment instead of two"),
    Shown(GUIDE, "The 18 principles as questions", 1),
    Shown(GUIDE, "Index A"),
)


def find(document: pypdfium2.PdfDocument, shown: Shown) -> int:
    """Return the index of the page that `shown` describes.

    Raises:
        LookupError: no page holds the phrase, or too few do.
    """
    left = shown.skip
    for number in range(len(document)):
        text = " ".join(document[number].get_textpage().get_text_range().split())
        if shown.phrase in text:
            if not left:
                return number
            left -= 1
    raise LookupError(f"{shown.file}: “{shown.phrase}” stands on {shown.skip - left} pages")


def draw(file: Path, number: int, width: int) -> Image.Image:
    """Return a page as a picture `width` pixels wide, drawn at three times the size first."""
    document = pypdfium2.PdfDocument(file)
    page = document[number]
    large: Image.Image = page.render(scale=3 * width / page.get_width()).to_pil().convert("RGB")
    return large.resize((width, round(large.height / 3)), Image.Resampling.LANCZOS)


def lay(ground: Image.Image, page: Image.Image, left: int, top: int) -> None:
    """Lay a page on the ground, with a soft shadow under it and a hairline about it."""
    shadow = Image.new("L", ground.size, 0)
    box = (left, top + 6, left + page.width, top + page.height + 6)
    ImageDraw.Draw(shadow).rectangle(box, fill=70)
    shadow = shadow.filter(ImageFilter.GaussianBlur(SOFT))
    ground.paste((70, 76, 92), (0, 0), shadow)
    ground.paste(page, (left, top))
    edge = (left - 1, top - 1, left + page.width, top + page.height)
    ImageDraw.Draw(ground).rectangle(edge, outline=(214, 219, 224))


def main() -> None:
    """Write the picture."""
    width = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS
    sheets = []
    for shown in PAGES:
        file = ROOT / "output" / shown.file
        number = find(pypdfium2.PdfDocument(file), shown)
        sheets.append(draw(file, number, width))
    height = max(sheet.height for sheet in sheets)
    rows = -(-len(sheets) // COLUMNS)
    size = (WIDTH, 2 * MARGIN + rows * height + (rows - 1) * GAP)
    ground = Image.new("RGB", size, GROUND)
    for at, sheet in enumerate(sheets):
        left = MARGIN + at % COLUMNS * (width + GAP)
        lay(ground, sheet, left, MARGIN + at // COLUMNS * (height + GAP))
    small = ground.quantize(
        256, method=Image.Quantize.MEDIANCUT, kmeans=6, dither=Image.Dither.NONE
    )
    small.save(ROOT / "docs" / "pages.png", optimize=True)


if __name__ == "__main__":
    main()
