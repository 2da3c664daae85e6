"""A file of somebody else is opened, or it is said why not."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf

from publish.errors import Finding, Place, PublishError, Rule

UNREADABLE = Rule(
    "B170",
    "A document of somebody else is a whole PDF file.",
    "ISO 32000-1:2008, 7.5: of a damaged file nobody knows what is missing from it.",
)
ENCRYPTED = Rule(
    "B171",
    "A document of somebody else may be read and put together with others.",
    "ISO 32000-1:2008, 7.6.3.2: a password, or rights that withhold assembling, are its "
    "publisher's word; a bundle cannot be encrypted for one of its members.",
)
MONSTROUS = Rule(
    "B172",
    "A document of somebody else can be admitted within limits on time, memory and pages.",
    "A file that takes minutes or gigabytes to read stops whatever opens the bundle, too.",
)
RULES: tuple[Rule, ...] = (UNREADABLE, ENCRYPTED, MONSTROUS)

MOST_PAGES = 5_000
# What is put right without loss: a page that needs nothing, or that is there twice.
_HARMLESS = re.compile("Resources is missing|is direct|more than once|creating a new page")
_HEAD = 1024  # bytes at the beginning, within which readers look for the header: 7.5.2
_ANEW = "get the file again, or open it in a viewer and print it to a new PDF"
_ASK = "ask its publisher for a file without protection, or link to it instead"


def opened(path: Path, where: Place) -> pikepdf.Pdf:
    """Open a file of somebody else.

    Raises:
        PublishError: it is no PDF, damaged, protected or monstrous.
    """
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError as fault:
        message = "it asks for a password"
        raise PublishError(ENCRYPTED.at(where, message, _ASK)) from fault
    except (pikepdf.PdfError, OSError) as fault:
        message = "it is no PDF, whatever its name says"
        if not isinstance(fault, pikepdf.PdfError) or _begins_as_pdf(path):
            message = f"it cannot be read: {_first_line(fault)}"
        raise PublishError(UNREADABLE.at(where, message, _ANEW)) from fault
    except MemoryError as fault:
        message = "it takes more memory than a document needs"
        raise PublishError(monstrous(where, message)) from fault
    try:
        _judge(pdf, where)
    except BaseException:
        pdf.close()
        raise
    return pdf


def _begins_as_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return b"%PDF-" in file.read(_HEAD)


def _judge(pdf: pikepdf.Pdf, where: Place) -> None:
    if pdf.is_encrypted and not (pdf.allow.modify_assembly and pdf.allow.extract):
        message = "its publisher does not allow it to be put together with others"
        raise PublishError(ENCRYPTED.at(where, message, _ASK))
    try:
        count = len(pdf.pages)
    except (pikepdf.PdfError, RuntimeError, ValueError) as fault:
        message = f"its pages cannot be found: {_first_line(fault)}"
        raise PublishError(UNREADABLE.at(where, message, _ANEW)) from fault
    if count > MOST_PAGES:
        message = f"it has {count:,} pages; {MOST_PAGES:,} at most are bound"
        raise PublishError(MONSTROUS.at(where, message, "divide it, or link to it instead"))
    complaints = complaints_of(pdf)
    if complaints or not count:
        message = "it has no page"
        if complaints:
            more = "" if complaints[0] == "file is damaged" else f": {complaints[0]}"
            message = f"it is damaged or cut short{more}"
        raise PublishError(UNREADABLE.at(where, message, _ANEW))


def complaints_of(pdf: pikepdf.Pdf) -> list[str]:
    """Return what had to be guessed at so far in reading a file."""
    return [said for said in map(_first_line, pdf.get_warnings()) if not _HARMLESS.search(said)]


def monstrous(where: Place, message: str) -> Finding:
    """Return the finding that a file cannot be admitted within the limits."""
    return MONSTROUS.at(where, message, "ask who made it for another; do not send it on")


def _first_line(fault: object) -> str:
    """Return what a library complains of, without the path of the file and offsets."""
    said = str(fault).strip().splitlines() or [""]
    return said[0].rpartition(": ")[2][:200]
