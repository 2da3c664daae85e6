"""Pictures of a light file: no finer than a screen shows them, and the same to the eye."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFilter

from publish.binding.resampling import Fineness, resample

FINENESS = Fineness(110, 75)
SIDE = 600  # pixels of the usual test picture
SHOWN = 144.0  # points: two inches, so that 300 pixels an inch are there and 220 in all enough
ENOUGH = 220

Numbers = np.ndarray[Any, Any]


def photograph(side: int = SIDE, seed: int = 1) -> Image.Image:
    """Return what is like a photograph: soft shapes, edges, grain."""
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 255, (side // 40 + 1, side // 40 + 1, 3), dtype=np.uint8)
    picture = Image.fromarray(coarse).resize((side, side), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(20):
        x, y, r = random.integers(0, side, 3)
        colour = tuple(int(part) for part in random.integers(0, 255, 3))
        draw.ellipse((x - r // 8, y - r // 8, x + r // 8, y + r // 8), fill=colour)
    grain = random.normal(0, 5, (side, side, 3))
    return Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))


def jpeg(picture: Image.Image, quality: int = 92, **more: Any) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", quality=quality, **more)
    return target.getvalue()


def flat(data: bytes) -> dict[str, Any]:
    return {"data": zlib.compress(data), "Filter": Name.FlateDecode}


class Sheet:
    """A page of 200 points square with pictures on it."""

    def __init__(self) -> None:
        self.pdf = pikepdf.Pdf.new()
        self.pdf.add_blank_page(page_size=(200, 200))
        self.resources = Dictionary(XObject=Dictionary())
        self.page = self.pdf.pages[0].obj
        self.page.Resources = self.resources

    def image(self, data: bytes, width: int, height: int, **entries: Any) -> pikepdf.Stream:
        image = self.pdf.make_stream(
            data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height
        )
        for name, value in ({"BitsPerComponent": 8} | entries).items():
            image[f"/{name}"] = value
        return image

    def photograph(self, picture: Image.Image, data: bytes = b"") -> pikepdf.Stream:
        space = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}
        entries = {"ColorSpace": space[picture.mode], "Filter": Name.DCTDecode}
        return self.image(data or jpeg(picture), *picture.size, **entries)

    def show(self, image: pikepdf.Stream, content: bytes | None = None, name: str = "P") -> None:
        self.resources.XObject[f"/{name}"] = image
        drawn = content or b"q\n%f 0 0 %f 20 20 cm\n/P Do\nQ" % (SHOWN, SHOWN)
        self.page.Contents = self.pdf.make_stream(drawn)

    def look(self) -> Numbers:
        """Return the page as a viewer shows it at the fineness of the light edition."""
        file = BytesIO()
        self.pdf.save(file)
        with pypdfium2.PdfDocument(file.getvalue()) as document:
            picture = document[0].render(scale=110 / 72).to_pil().convert("RGB")
        return np.asarray(picture.filter(ImageFilter.BoxBlur(1)), np.int16)

    def lighten(self, most: float = 6.0) -> None:
        """Make the pictures lighter; what a reader sees stays the same, in the mean of pixels."""
        before = self.look()
        resample(self.pdf, FINENESS)
        assert np.abs(self.look() - before).mean() < most


def weight(image: pikepdf.Stream) -> int:
    return len(image.read_raw_bytes())


def test_a_photograph_keeps_the_pixels_that_its_size_needs() -> None:
    sheet = Sheet()
    image = sheet.photograph(photograph())
    image.Interpolate = True
    before = weight(image)
    sheet.show(image)
    sheet.lighten()
    assert (image.Width, image.Height) == (ENOUGH, ENOUGH)
    assert image.Filter == Name.DCTDecode
    assert weight(image) < before / 3
    assert "/Interpolate" not in image


def test_the_same_pictures_give_the_same_bytes() -> None:
    def made() -> bytes:
        sheet = Sheet()
        sheet.show(sheet.photograph(photograph()))
        resample(sheet.pdf, FINENESS)
        return bytes(sheet.resources.XObject.P.read_raw_bytes())

    assert made() == made()


def test_a_picture_that_is_coarse_enough_stays_byte_for_byte() -> None:
    sheet = Sheet()
    image = sheet.photograph(photograph(250), jpeg(photograph(250), 75))
    before = image.read_raw_bytes()
    sheet.show(image)
    sheet.lighten()
    assert image.read_raw_bytes() == before


def test_what_a_camera_writes_into_a_picture_goes_and_the_picture_stays() -> None:
    sheet = Sheet()
    picture = photograph(250)
    plain = jpeg(picture, 75)
    exif = Image.Exif()
    exif[0x010E] = "where the photographer lives " * 200
    remarks = jpeg(picture, 75, exif=exif, comment=b"x" * 4000, icc_profile=b"y" * 3000)
    image = sheet.photograph(picture, remarks)
    sheet.show(image)
    sheet.lighten(0.01)
    assert image.read_raw_bytes() == plain


def test_a_photograph_without_loss_becomes_jpeg_and_a_drawing_does_not() -> None:
    sheet = Sheet()
    image = sheet.image(
        **flat(photograph().tobytes()), width=SIDE, height=SIDE, ColorSpace=Name.DeviceRGB
    )
    sheet.show(image)
    sheet.lighten()
    assert (image.Filter, int(image.Width)) == (Name.DCTDecode, ENOUGH)
    drawing = Image.new("RGB", (SIDE, SIDE), "#f4f6f8")
    pencil = ImageDraw.Draw(drawing)
    for line in range(10, SIDE, 24):
        pencil.text((10, line), "All work, all workers, all branches " * 3, fill="#230050")
    sheet = Sheet()
    image = sheet.image(
        **flat(drawing.tobytes()), width=SIDE, height=SIDE, ColorSpace=Name.DeviceRGB
    )
    sheet.show(image)
    sheet.lighten()
    assert (image.Filter, int(image.Width)) == (Name.FlateDecode, ENOUGH)
    assert image.ColorSpace[0] == Name.Indexed


def test_the_largest_size_that_a_picture_is_shown_at_counts_wherever_that_is() -> None:
    small = b"q\n20 0 0 20 0 0 cm\n/P Do\nQ\n"
    cases: dict[str, tuple[bytes, Callable[[Sheet], None]]] = {
        "turned": (small + b"q\n0 144 -144 0 180 20 cm\n/P Do\nQ", lambda _: None),
        "in a form": (small + b"q\n2 0 0 2 0 0 cm\n/F Do\nQ", in_a_form),
        "in a pattern": (small + b"/Pattern cs\n/T scn\n0 0 200 200 re\nf", in_a_pattern),
        "in a mask": (small + b"2 0 0 2 0 0 cm\n/M gs\n0 0 99 99 re\nf", in_a_mask),
        "on a large sheet": (small + b"q\n72 0 0 72 0 0 cm\n/P Do\nQ", large_unit),
        "by another name": (small + b"q\n144 0 0 144 0 0 cm\n/#50 Do\nQ", lambda _: None),
    }
    for where, (content, prepare) in cases.items():
        sheet = Sheet()
        image = sheet.photograph(photograph())
        sheet.show(image, content)
        prepare(sheet)
        resample(sheet.pdf, FINENESS)
        assert int(image.Width) == ENOUGH, where


def form(sheet: Sheet, content: bytes, **entries: Any) -> pikepdf.Stream:
    image = sheet.resources.XObject.P
    return sheet.pdf.make_stream(
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 200, 200]),
        Resources=Dictionary(XObject=Dictionary(P=image)),
        **entries,
    )


def in_a_form(sheet: Sheet) -> None:
    inner = form(sheet, b"72 0 0 72 0 0 cm\n/P Do")
    outer = form(sheet, b"/G Do", Matrix=Array([1, 0, 0, 1, 5, 5]))
    outer.Resources.XObject.G = inner
    sheet.resources.XObject.F = outer


def in_a_pattern(sheet: Sheet) -> None:
    cell = sheet.pdf.make_stream(b"36 0 0 36 0 0 cm\n/P Do")
    for name, value in form(sheet, b"").items():
        if name in ("/BBox", "/Resources"):
            cell[name] = value
    cell.PatternType, cell.PaintType, cell.TilingType = 1, 1, 1
    cell.XStep, cell.YStep, cell.Matrix = 40, 40, Array([4, 0, 0, 4, 0, 0])
    sheet.resources.Pattern = Dictionary(T=cell)


def in_a_mask(sheet: Sheet) -> None:
    group = form(sheet, b"72 0 0 72 0 0 cm\n/P Do", Group=Dictionary(S=Name.Transparency))
    state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))
    sheet.resources.ExtGState = Dictionary(M=state)


def large_unit(sheet: Sheet) -> None:
    sheet.page.UserUnit = 2


def veiled(colour: str = "#ff00ff") -> tuple[Image.Image, Image.Image]:
    """Return a picture whose hidden part has a loud colour, and its mask."""
    mask = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(mask).ellipse((90, 90, 510, 510), fill=255)
    picture = Image.new("RGB", (SIDE, SIDE), colour)
    picture.paste(photograph().convert("L"), (0, 0), mask)
    return picture, mask


def masked(sheet: Sheet, picture: Image.Image, mask: Image.Image, **more: Any) -> pikepdf.Stream:
    image = sheet.image(
        **flat(picture.tobytes()), width=SIDE, height=SIDE, ColorSpace=Name.DeviceRGB
    )
    width, height = mask.size
    image.SMask = sheet.image(
        **flat(mask.tobytes()), width=width, height=height, ColorSpace=Name.DeviceGray, **more
    )
    return image


@pytest.mark.parametrize("mask_side", [SIDE, 200, 900])
def test_what_a_mask_hides_does_not_shine_through_at_its_edges(mask_side: int) -> None:
    sheet = Sheet()
    picture, mask = veiled()
    image = masked(sheet, picture, mask.resize((mask_side, mask_side)))
    sheet.show(image)
    sheet.lighten(3.0 if mask_side == SIDE else 6.0)
    assert int(image.Width) == ENOUGH
    assert int(image.SMask.Width) == (ENOUGH if mask_side > 300 else mask_side)
    if mask_side == SIDE:
        look = sheet.look()
        assert (look[:, :, 0] - look[:, :, 1]).max() < 12  # what shows is grey


def test_a_mask_that_hides_nothing_goes() -> None:
    sheet = Sheet()
    image = masked(sheet, photograph(), Image.new("L", (SIDE, SIDE), 255))
    sheet.show(image)
    sheet.lighten()
    assert "/SMask" not in image


def gray16() -> tuple[bytes, Image.Image]:
    values = np.asarray(photograph().convert("L"), np.uint16) * 257
    return values.astype(">u2").tobytes(), photograph().convert("L")


def nibbles() -> bytes:
    values = np.asarray(photograph().convert("L")) >> 4
    return ((values[:, ::2] << 4) | values[:, 1::2]).astype(np.uint8).tobytes()


def indexed() -> tuple[bytes, bytes]:
    few = photograph().quantize(64)
    return few.tobytes(), bytes(few.getpalette() or [])[: 64 * 3]


def test_pictures_of_other_depths_and_spaces_look_as_they_did() -> None:
    cases: dict[str, Callable[[Sheet], pikepdf.Stream]] = {
        "grey": lambda sheet: sheet.photograph(photograph().convert("L")),
        "16 bits": lambda sheet: sheet.image(
            **flat(gray16()[0]), width=SIDE, height=SIDE, ColorSpace=Name.DeviceGray,
            BitsPerComponent=16,
        ),
        "4 bits": lambda sheet: sheet.image(
            **flat(nibbles()), width=SIDE, height=SIDE, ColorSpace=Name.DeviceGray,
            BitsPerComponent=4,
        ),
        "turned over": lambda sheet: sheet.image(
            **flat(photograph().convert("L").tobytes()), width=SIDE, height=SIDE,
            ColorSpace=Name.DeviceGray, Decode=Array([1, 0]),
        ),
        "indices": lambda sheet: sheet.image(
            **flat(indexed()[0]), width=SIDE, height=SIDE,
            ColorSpace=Array([Name.Indexed, Name.DeviceRGB, 63, pikepdf.String(indexed()[1])]),
        ),
        "four inks": lambda sheet: sheet.image(
            **flat(photograph().convert("CMYK").tobytes()), width=SIDE, height=SIDE,
            ColorSpace=Name.DeviceCMYK,
        ),
        "four inks, as Adobe writes them": lambda sheet: sheet.image(
            jpeg(photograph().convert("CMYK")), SIDE, SIDE, ColorSpace=Name.DeviceCMYK,
            Filter=Name.DCTDecode, Decode=Array([1, 0] * 4),
        ),
        "packed twice": lambda sheet: sheet.image(
            zlib.compress(jpeg(photograph())), SIDE, SIDE, ColorSpace=Name.DeviceRGB,
            Filter=Array([Name.FlateDecode, Name.DCTDecode]),
        ),
        "calibrated": lambda sheet: sheet.image(
            **flat(photograph().tobytes()), width=SIDE, height=SIDE,
            ColorSpace=Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))]),
        ),
    }  # fmt: skip
    for what, make in cases.items():
        sheet = Sheet()
        image = make(sheet)
        before = weight(image)
        sheet.show(image)
        sheet.lighten()
        assert int(image.Width) == ENOUGH, what
        assert weight(image) < before, what


def scan() -> bytes:
    return photograph(1200).convert("1").tobytes()


def test_what_would_lose_by_it_or_cannot_be_read_stays() -> None:
    loud = photograph()
    cases: dict[str, Callable[[Sheet], pikepdf.Stream]] = {
        "a scan of one bit": lambda sheet: sheet.image(
            **flat(scan()), width=1200, height=1200, ColorSpace=Name.DeviceGray, BitsPerComponent=1
        ),
        "a stencil": lambda sheet: sheet.image(
            **flat(scan()), width=1200, height=1200, ImageMask=True, BitsPerComponent=1
        ),
        "JPEG 2000": lambda sheet: sheet.image(
            jpeg2000(loud), SIDE, SIDE, ColorSpace=Name.DeviceRGB, Filter=Name.JPXDecode
        ),
        "colours keyed out": lambda sheet: sheet.image(
            **flat(loud.tobytes()), width=SIDE, height=SIDE, ColorSpace=Name.DeviceRGB,
            Mask=Array([0, 9, 0, 9, 0, 9]),
        ),
        "colours mixed with the mask": lambda sheet: masked(
            sheet, *veiled(), Matte=Array([0, 0, 0])
        ),
        "a strange space": lambda sheet: sheet.image(
            **flat(loud.tobytes()), width=SIDE, height=SIDE,
            ColorSpace=Array([Name.Lab, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))]),
        ),
        "fewer samples than pixels": lambda sheet: sheet.image(
            **flat(loud.tobytes()[:9000]), width=SIDE, height=SIDE, ColorSpace=Name.DeviceRGB
        ),
        "a torn file": lambda sheet: sheet.photograph(loud, jpeg(loud)[:9000]),
        "another size than it says": lambda sheet: sheet.photograph(loud, jpeg(photograph(500))),
        "scans without end": lambda sheet: sheet.photograph(loud, scans(jpeg(loud))),
        "a monster": lambda sheet: sheet.image(
            **flat(bytes(9000)), width=90000, height=90000, ColorSpace=Name.DeviceRGB
        ),
    }  # fmt: skip
    for what, make in cases.items():
        sheet = Sheet()
        image = make(sheet)
        before = image.unparse(), image.read_raw_bytes()
        sheet.show(image)
        resample(sheet.pdf, FINENESS)
        assert (image.unparse(), image.read_raw_bytes()) == before, what


def scans(data: bytes) -> bytes:
    """Return a JPEG file that says it has thousands of scans."""
    return data[:-2] + b"\xff\xda\0\2" * 2000 + data[-2:]


def jpeg2000(picture: Image.Image) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG2000", no_jp2=False)
    return target.getvalue()


def test_a_picture_whose_size_is_not_sure_stays() -> None:
    def drawn_for_ever(sheet: Sheet) -> None:
        loop = form(sheet, b"/P Do\n" + b"/F Do\n" * 9)
        loop.Resources.XObject.F = loop
        sheet.resources.XObject.F = loop

    def in_a_glyph(sheet: Sheet) -> None:
        resources = Dictionary(XObject=Dictionary(P=sheet.resources.XObject.P))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, Resources=resources)
        sheet.resources.Font = Dictionary(F=font)

    def in_an_annotation(sheet: Sheet) -> None:
        stamp = Dictionary(Subtype=Name.Stamp, AP=Dictionary(N=form(sheet, b"/P Do")))
        sheet.page.Annots = Array([stamp])

    def nonsense(sheet: Sheet) -> None:
        sheet.page.Contents = sheet.pdf.make_stream(b"q\n/X cm\n/P Do\nQ")

    usual = b"q\n72 0 0 72 0 0 cm\n/P Do\n/F Do\nQ"
    for prepare in (drawn_for_ever, in_a_glyph, in_an_annotation, nonsense):
        sheet = Sheet()
        image = sheet.photograph(photograph())
        sheet.show(image, usual)
        prepare(sheet)
        resample(sheet.pdf, FINENESS)
        assert int(image.Width) == SIDE, prepare.__name__


def test_pictures_that_share_a_mask_each_keep_their_own() -> None:
    sheet = Sheet()
    picture, mask = veiled()
    first, second = (masked(sheet, one, mask) for one in (picture, photograph(SIDE, 2)))
    second.SMask = first.SMask
    sheet.resources.XObject.R = second
    sheet.show(first, b"q\n144 0 0 144 0 0 cm\n/P Do\nQ\nq\n36 0 0 36 150 150 cm\n/R Do\nQ")
    sheet.lighten()
    assert [int(one.SMask.Width) for one in (first, second)] == [ENOUGH, 55]
