"""One small press file that passes, made by hand, to be broken in one way at a time."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, StreamDecodeLevel, String

BRAND = Path(__file__).parents[3] / "layouts" / "brand"
MM = 72 / 25.4
TRIM = (12 * MM, 12 * MM, 12 * MM + 148 * MM, 12 * MM + 210 * MM)  # A5 on a larger sheet
BLEED = tuple(edge + move * 3 * MM for edge, move in zip(TRIM, (-1, -1, 1, 1), strict=True))
MEDIA = (0, 0, TRIM[2] + TRIM[0], TRIM[3] + TRIM[1])
TITLE = "A small work"
LINES = ("Every worker has a right", "to social security.")
DATE = "2026-01-15T12:00:00Z"
PDF_DATE = "D:20260115120000+00'00'"

XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{TITLE}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>a test</xmp:CreatorTool>
<xmp:CreateDate>{DATE}</xmp:CreateDate><xmp:ModifyDate>{DATE}</xmp:ModifyDate>
<xmp:MetadataDate>{DATE}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:0b9a3a54-4a1b-4d5e-9a53-1d6a0d6f0a11</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>a test</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def embed_font(pdf: Pdf, file: str = "overpass/Overpass_400Regular.ttf") -> Dictionary:
    """Embed the glyphs of `LINES` and return the font."""
    whole = TTFont(BRAND / "fonts" / file)
    options = subset.Options(notdef_outline=True, retain_gids=True, glyph_names=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(LINES))
    cutter.subset(whole)
    data = io.BytesIO()
    whole.save(data)
    scale = 1000 / whole["head"].unitsPerEm
    used = {glyph_of(whole, char): char for line in LINES for char in line}
    widths = Array([])
    for glyph in sorted(used):
        advance = whole["hmtx"][whole.getGlyphName(glyph)][0]
        widths.extend([glyph, Array([round(advance * scale, 3)])])
    name = Name("/ABCDEF+Overpass-Regular")
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=4, ItalicAngle=0,
        FontBBox=Array([-200, -300, 1200, 1000]), Ascent=800, Descent=-250, CapHeight=700,
        StemV=80, FontFile2=pdf.make_stream(data.getvalue(), Length1=len(data.getvalue())),
    )  # fmt: skip
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDToGIDMap=Name.Identity,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor), DW=0, W=widths,
    )  # fmt: skip
    rows = "\n".join(f"<{glyph:04x}> <{ord(char):04x}>" for glyph, char in sorted(used.items()))
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /T def 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(used)} beginbfchar\n{rows}\nendbfchar endcmap end end"
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(to_unicode.encode()),
        )
    )  # fmt: skip


def glyph_of(font: TTFont, char: str) -> int:
    return font.getGlyphID(font.getBestCmap()[ord(char)])


def page_content() -> bytes:
    """Return a page: a band of colour that bleeds on three sides, and two lines in black."""
    whole = TTFont(BRAND / "fonts" / "overpass/Overpass_400Regular.ttf")
    left, _, right, top = BLEED
    lines = [
        f"0.9 0.6 0 0.1 k {left:.3f} {top - 60:.3f} {right - left:.3f} 60 re f",
        f"BT 0 0 0 1 k /F1 11 Tf 14 TL {TRIM[0] + 40:.3f} {TRIM[3] - 120:.3f} Td",
    ]
    for line in LINES:
        codes = "".join(f"{glyph_of(whole, char):04x}" for char in line)
        lines.append(f"[<{codes}>] TJ T*")
    return "\n".join([*lines, "ET"]).encode()


def make_press_file(path: Path, pages: int = 4) -> Path:
    """Write a PDF/X-4 file of a few pages that are alike."""
    pdf = Pdf.new()
    font = embed_font(pdf)
    content = pdf.make_stream(page_content())
    for _ in range(pages):
        page = Dictionary(
            Type=Name.Page, MediaBox=Array(MEDIA), BleedBox=Array(BLEED), TrimBox=Array(TRIM),
            Resources=Dictionary(Font=Dictionary(F1=font)), Contents=content,
        )  # fmt: skip
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    profile = (BRAND / "colour" / "FOGRA39L_coated.icc").read_bytes()
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier="FOGRA39",
                OutputCondition="Coated FOGRA39", RegistryName="http://www.color.org",
                Info="Coated FOGRA39", DestOutputProfile=pdf.make_stream(profile, N=4),
            )
        ]
    )  # fmt: skip
    pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(TITLE), Creator=String("a test"), Producer=String("a test"),
            CreationDate=String(PDF_DATE), ModDate=String(PDF_DATE), Trapped=Name("/False"),
        )
    )  # fmt: skip
    save(pdf, path)
    return path


def save(pdf: Pdf, path: Path, **options: Any) -> None:
    pdf.save(
        path,
        force_version="1.6",
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        **options,
    )


@pytest.fixture(scope="session")
def press_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A press file with nothing to mend."""
    return make_press_file(tmp_path_factory.mktemp("press") / "good.pdf")


@pytest.fixture
def broken_press_file(press_file: Path, tmp_path: Path) -> Callable[[Callable[[Pdf], None]], Path]:
    """Return a function that breaks a copy of the press file and returns the copy."""

    def make(breaking: Callable[[Pdf], None]) -> Path:
        path = tmp_path / "broken.pdf"
        with pikepdf.open(press_file) as pdf:
            breaking(pdf)
            # streams stay as they are
            save(pdf, path, compress_streams=False, stream_decode_level=StreamDecodeLevel.none)
        return path

    return make
