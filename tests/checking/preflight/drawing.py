"""Ways to draw on a page of the small press file."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

MM = 72 / 25.4
LEFT, BOTTOM, RIGHT, TOP = 12 * MM, 12 * MM, 12 * MM + 148 * MM, 12 * MM + 210 * MM  # the trim
BLEED = 3 * MM
SQUARE = "100 200 50 50 re f"


def draw(pdf: Pdf, content: str | bytes, page: int = 0, **resources) -> None:
    """Add content to a page, and resources by category: `Font={"/F9": font}`."""
    sheet = pdf.pages[page]
    data = content.encode() if isinstance(content, str) else content
    sheet.Contents = Array([*streams(sheet), pdf.make_stream(b"q\n" + data + b"\nQ")])
    give(sheet, **resources)


def redraw(pdf: Pdf, content: str, page: int = 0, **resources) -> None:
    """Put content in the place of what a page has."""
    sheet = pdf.pages[page]
    sheet.Contents = pdf.make_stream(content.encode())
    give(sheet, **resources)


def streams(sheet: pikepdf.Page) -> list[Stream]:
    contents = sheet.Contents
    return list(contents) if isinstance(contents, Array) else [contents]


def give(sheet: pikepdf.Page, **resources) -> None:
    """Give a page resources of its own: the pages of the small file share what they have."""
    own = Dictionary({key: Dictionary(dict(value)) for key, value in sheet.Resources.items()})
    for category, named in resources.items():
        mine = own.get(f"/{category}", Dictionary())
        for name, value in named.items():
            mine[name] = value
        own[f"/{category}"] = mine
    sheet.Resources = own


def picture(pdf: Pdf, width: int, height: int, space, data: bytes, **more) -> Stream:
    entries = {"BitsPerComponent": 8, **more}
    return pdf.make_stream(
        data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height,
        **({"ColorSpace": space} if space is not None else {}), **entries,
    )  # fmt: skip


def form(pdf: Pdf, content: str, box=(0, 0, 1000, 1000), **more) -> Stream:
    return pdf.make_stream(
        content.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array(list(box)), **more
    )


def text(pdf: Pdf, size: float, colour: str, at: tuple[float, float] = (100, 300)) -> str:
    """Return the operators that show the first line of the small file again."""
    shown = streams(pdf.pages[0])[0].read_bytes()
    codes = shown.split(b"[")[1].split(b"]")[0].decode()
    return f"BT {colour} /F1 {size} Tf {at[0]} {at[1]} Td [{codes}] TJ ET"


def state(**entries) -> Dictionary:
    return Dictionary(Type=Name.ExtGState, **entries)


def separation(pdf: Pdf, *names: str) -> Array:
    """Return a Separation or DeviceN space whose alternate is CMYK."""
    tint = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([0, 1, 1, 0]), N=1
    )
    if len(names) == 1:
        return Array([Name.Separation, Name(f"/{names[0]}"), Name.DeviceCMYK, tint])
    sampled = pdf.make_stream(
        bytes(4 * 2 ** len(names)), FunctionType=0, Domain=Array([0, 1] * len(names)),
        Range=Array([0, 1] * 4), Size=Array([2] * len(names)), BitsPerSample=8,
    )  # fmt: skip
    listed = Array([Name(f"/{name}") for name in names])
    return Array([Name.DeviceN, listed, Name.DeviceCMYK, sampled])


def profile(pdf: Pdf, count: int, kind: bytes) -> Array:
    """Return an ICC-based space; of the profile only its header is there."""
    header = bytearray(128)
    header[16:20] = kind
    return Array([Name.ICCBased, pdf.make_stream(bytes(header), N=count)])
