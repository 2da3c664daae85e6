"""What a file says of itself: its standard, its title and dates, whether it is trapped."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf.generic import NameObject

from publish.checking.opened import Opened, dictionary, raw, resolved, text
from publish.checking.packet import packet_of, xmp_texts
from publish.checking.preflight.requirements import Requirements
from publish.checking.preflight.wording import EXPORT_X4
from publish.errors import Finding, Rule

PDFX = Rule(
    "P219",
    "A press file says that it is PDF/X-4.",
    "ISO 15930-7:2010, 6.10: the printer's program treats it by that standard.",
)
METADATA = Rule(
    "P220",
    "A press file has its title, dates, identifiers and version in its XMP metadata.",
    "ISO 15930-7:2010, 6.10: a printer tells a corrected file from the one before by them.",
)
AGREEING = Rule(
    "P221",
    "The two metadata of a file agree.",
    "ISO 15930-7:2010, 6.10; ISO 19005-2:2011, 6.6.3: what differs is wrong in one place.",
)
TRAPPED = Rule(
    "P222",
    "A press file says whether it is trapped already.",
    "ISO 32000-1:2008, 14.11.6; ISO 15930-7:2010, 6.10: a printer would trap it twice, or not.",
)
ARCHIVE = Rule(
    "P237",
    "An archive file says its part and level of PDF/A.",
    "ISO 19005-3:2012, 6.6.4: archives take in what says that it may be kept.",
)

RULES: tuple[Rule, ...] = (PDFX, METADATA, AGREEING, TRAPPED, ARCHIVE)

_NEEDED = (
    "dc:title",
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
)
# ISO 19005-2:2011, table 1: what stands in both metadata, dates aside, which have a rule (P112).
_TWICE = {
    "/Title": "dc:title",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
}
_TITLE = "give the document a title (File, Properties), and export anew; "


def check_pdfx(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield a press file that does not say that it is PDF/X-4."""
    said = xmp_texts(opened).get("pdfxid:GTS_PDFXVersion", "")
    older = text(dictionary(opened.reader.trailer.get("/Info")), "/GTS_PDFXVersion")
    if said == "PDF/X-4":
        return
    if said or older:
        message = f"the file says that it is {said or older}, not PDF/X-4"
    else:
        message = "the file does not say that it is PDF/X-4"
    yield PDFX.at(opened.place, message, EXPORT_X4)


def check_metadata(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield what the XMP packet of a press file lacks."""
    if packet_of(opened) is None:
        yield METADATA.at(opened.place, "the file has no XMP metadata that can be read", EXPORT_X4)
        return
    given = xmp_texts(opened)
    if missing := [name for name in _NEEDED if not given.get(name, "").strip()]:
        message = f"its XMP metadata lack {', '.join(missing)}"
        yield METADATA.at(opened.place, message, _TITLE + EXPORT_X4)


def check_agreeing(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield what the two metadata say differently."""
    info, given = dictionary(opened.reader.trailer.get("/Info")), xmp_texts(opened)
    for key, name in _TWICE.items():
        one, other = text(info, key).strip(), given.get(name, "")
        if one and other and one != other:
            message = f"{key[1:]} is “{one}” in one place and “{other}” in another"
            remedy = "set it anew in the program that wrote the file, or in Acrobat's properties"
            yield AGREEING.at(opened.place, message[:300], remedy)


def check_trapped(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield a press file that does not say, or says in two ways, whether it is trapped."""
    said = resolved(raw(dictionary(opened.reader.trailer.get("/Info")), "/Trapped"))
    other = xmp_texts(opened).get("pdf:Trapped", "")
    remedy = "Acrobat: Preflight, Fixups, Set Trapped; " + EXPORT_X4
    if not isinstance(said, NameObject) or said not in ("/True", "/False"):
        yield TRAPPED.at(opened.place, "the file does not say whether it is trapped", remedy)
    elif other and other != said[1:]:
        message = f"the file says in one place Trapped {said[1:]}, in another {other}"
        yield TRAPPED.at(opened.place, message, remedy)


def check_archive(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield an archive file that does not say to which part of PDF/A it holds."""
    given = xmp_texts(opened)
    part, level = given.get("pdfaid:part", ""), given.get("pdfaid:conformance", "")
    remedy = (
        "Word: Save as PDF, Options, PDF/A compliant; LibreOffice: Export as PDF, Archive (PDF/A); "
        "InDesign: convert in Acrobat (Preflight, PDF/A)"
    )
    if part not in ("2", "3"):
        what = f"PDF/A-{part}" if part else "no PDF/A"
        yield ARCHIVE.at(opened.place, f"the file says that it is {what}", remedy)
    elif level != "A":
        message = f"the file is PDF/A-{part} of level {level or 'none'}; A keeps its structure too"
        yield ARCHIVE.at(opened.place, message, remedy)
