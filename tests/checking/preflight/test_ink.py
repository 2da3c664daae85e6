"""What is reckoned of ink is what Ghostscript's separations have."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from publish.checking.preflight.preflight import preflight
from publish.checking.preflight.requirements import PRESS

from .drawing import picture, redraw, separation, state

Make = Callable[[Callable[[Pdf], None]], Path]

CMYK = Name.DeviceCMYK
SQUARE = "100 200 72 72 re f"
PLACE = "72 0 0 72 100 200 cm /I1 Do"
PIXEL = bytes((200, 150, 100, 50))  # 196 per cent
RNG = np.random.default_rng(4)
SOFT = np.kron(RNG.integers(0, 200, (4, 4, 4)), np.ones((32, 32, 1))).astype(np.uint8)


def jpeg(mode: str, values: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(values, mode).save(out, "JPEG", quality=95, subsampling=0)
    return out.getvalue()


def placed(width: int, height: int, space, data: bytes, **more) -> Callable[[Pdf], None]:
    def drawing(pdf: Pdf) -> None:
        made = space(pdf) if callable(space) else space
        redraw(pdf, PLACE, XObject={"/I1": picture(pdf, width, height, made, data, **more)})

    return drawing


def over(
    colour: str, under: str, between: str = "", shape: str = SQUARE, **entries
) -> Callable[[Pdf], None]:
    content = f"{under} k {SQUARE} {between} /G1 gs {colour} k {shape}"
    return lambda pdf: redraw(pdf, content, ExtGState={"/G1": state(**entries)})


def gradient(pdf: Pdf) -> None:
    first, last = Array([0.2, 0.9, 0.1, 0]), Array([0.9, 0.2, 0.9, 0.3])
    inner = [
        Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=a, C1=b, N=1)
        for a, b in ((first, last), (last, first))
    ]
    function = Dictionary(
        FunctionType=3, Domain=Array([0, 1]), Functions=Array(inner), Bounds=Array([0.5]),
        Encode=Array([0, 1, 0, 1]),
    )  # fmt: skip
    shading = Dictionary(
        ShadingType=2, ColorSpace=CMYK, Coords=Array([100, 0, 172, 0]), Function=function
    )
    redraw(pdf, "100 200 72 72 re W n /S1 sh", Shading={"/S1": shading})


def predicted() -> bytes:
    """Return pixels as a PNG stores them: each row says how it is predicted, here by the last."""
    rows = SOFT.reshape(128, 512)
    above = np.vstack([np.zeros((1, 512), np.uint8), rows[:-1]])
    lines = np.hstack([np.full((128, 1), 2, np.uint8), rows - above])
    return zlib.compress(lines.tobytes())


PREDICTED = Dictionary(Predictor=15, Colors=4, BitsPerComponent=8, Columns=128)
SIXTEEN = SOFT.astype(">u2") * 257
NIBBLES = bytes([0x8F, 0x3A] * 32)  # two inks of four bits

CASES: dict[str, Callable[[Pdf], None]] = {
    "CMYK": lambda pdf: redraw(pdf, f"0.9 0.7 0.5 0.3 k {SQUARE}"),
    "grey": lambda pdf: redraw(pdf, f"0.3 g {SQUARE}"),
    "a Separation of black": lambda pdf: redraw(
        pdf, f"/C1 cs 0.6 scn {SQUARE}", ColorSpace={"/C1": separation(pdf, "Black")}
    ),
    "DeviceN": lambda pdf: redraw(
        pdf, f"/C1 cs 0.6 0.9 scn {SQUARE}",
        ColorSpace={"/C1": separation(pdf, "Cyan", "Magenta")},
    ),
    "a gradient": gradient,
    "multiplied": over("0.5 0.1 0.4 0", "0.6 0.6 0 0.2", BM=Name.Multiply),
    "overprinted": over("0 0 0.9 0", "0.6 0.6 0.2 0", op=True, OPM=1),
    "overprinted on a white ground that hides the dark one": over(
        "0 0 0 1", "0.9 0.9 0.2 0.4", "0 0 0 0 k 0 0 m 110 210 m 162 210 l 162 262 l 110 262 l h f",
        "120 220 9 9 re f",
        op=True, OPM=1,
    ),
    "a picture": placed(128, 128, CMYK, SOFT.tobytes()),
    "a picture upside down": placed(
        128, 128, CMYK, SOFT.tobytes(), Decode=Array([1, 0, 1, 0, 1, 0, 1, 0])
    ),
    "a JPEG": placed(128, 128, CMYK, jpeg("CMYK", SOFT), Filter=Name.DCTDecode,
                     Decode=Array([1, 0, 1, 0, 1, 0, 1, 0])),
    "a grey JPEG": placed(
        128, 128, Name.DeviceGray, jpeg("L", SOFT[:, :, 0]), Filter=Name.DCTDecode
    ),
    "a predicted picture": placed(
        128, 128, CMYK, predicted(), Filter=Name.FlateDecode, DecodeParms=PREDICTED
    ),
    "a picture of sixteen bits": placed(
        128, 128, CMYK, SIXTEEN.tobytes(), BitsPerComponent=16
    ),
    "a picture of four bits": placed(
        8, 8, lambda pdf: separation(pdf, "Cyan", "Black"), NIBBLES, BitsPerComponent=4
    ),
    "a palette": placed(
        8, 8, Array([Name.Indexed, CMYK, 1, bytes(4) + PIXEL]), b"\0\1" * 32
    ),
    "a stencil": lambda pdf: redraw(
        pdf, f"0.5 0.5 0.5 0.5 k {PLACE}",
        XObject={"/I1": picture(
            pdf, 8, 8, None, b"\xaa" * 8, ImageMask=True, BitsPerComponent=1
        )},
    ),
    "line art": placed(8, 8, Name.DeviceGray, b"\xaa" * 8, BitsPerComponent=1),
}  # fmt: skip


def reckoned(path: Path) -> float:
    """Return what preflight says of the most ink on the first page."""
    needs = dataclasses.replace(PRESS, ink_limit=1.0)
    found = [f for f in preflight(path, needs, "x.pdf") if f.rule == "P254" and f.page == 1]
    assert found, "no ink is found"
    return float(re.match(r"[\d.]+", found[0].message)[0])


def separated(path: Path, folder: Path) -> float:
    """Return the most ink on the first page, of all pixels of Ghostscript's separations."""
    subprocess.run(
        ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-r72", "-dLastPage=1",
         "-dOverprint=/simulate", f"-sOutputFile={folder}/p%d.tif", str(path)],
        check=True, capture_output=True,
    )  # fmt: skip
    plates = [
        255 - np.asarray(Image.open(plate).convert("L"), float)
        for plate in sorted(folder.glob("p1(*).tif"))
    ]
    return float(sum(plates).max() / 2.55)


@pytest.mark.skipif(not shutil.which("gs"), reason="needs Ghostscript")
@pytest.mark.parametrize("drawing", CASES.values(), ids=CASES)
def test_ink_is_that_of_the_separations(
    drawing: Callable[[Pdf], None], broken_press_file: Make, tmp_path: Path
) -> None:
    path = broken_press_file(drawing)
    assert reckoned(path) == pytest.approx(separated(path, tmp_path), abs=2.5)


def test_specks_in_a_picture_do_not_count(broken_press_file: Make) -> None:
    """A pixel or two over the limit dry; a square millimetre does not."""

    def specks(count: int) -> Callable[[Pdf], None]:
        pixels = np.full((128, 128, 4), 100, np.uint8)
        pixels[:count, :count] = 255
        return placed(128, 128, CMYK, pixels.tobytes())

    needs = dataclasses.replace(PRESS, ink_limit=300.0)

    def over_limit(count: int) -> bool:
        path = broken_press_file(specks(count))
        return any(found.rule == "P254" for found in preflight(path, needs, "x.pdf"))

    assert not over_limit(3)
    assert over_limit(8)


def test_ink_outside_the_bleed_does_not_count(broken_press_file: Make) -> None:
    path = broken_press_file(lambda pdf: redraw(pdf, "1 1 1 1 k 2 2 9 9 re f"))
    assert "P254" not in {found.rule for found in preflight(path, PRESS, "x.pdf")}
