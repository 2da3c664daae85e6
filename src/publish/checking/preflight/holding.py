"""What a file holds besides its pages: attached files, layers, PostScript, substitutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pypdf.generic import DictionaryObject

from publish.checking.opened import (
    Opened,
    dictionary,
    entry,
    items,
    number_of,
    raw,
    resolved,
    text,
    tree_entries,
)
from publish.checking.preflight.requirements import Requirements
from publish.checking.preflight.survey import Part, parts_of
from publish.checking.preflight.wording import counted, has, on_pages
from publish.errors import Finding, Rule

ATTACHED = Rule(
    "P230",
    "A press file carries no other files; an archive file says what those it carries are to it.",
    "ISO 19005-3:2012, 6.8: what nobody knows the purpose of is thrown away, or feared.",
)
LAYERS = Rule(
    "P231",
    "A press file has no layers that can be switched on and off.",
    "ISO 15930-7:2010, 6.24; ISO 32000-1:2008, 8.11: another state of them may be printed.",
    "warning",
)
POSTSCRIPT = Rule(
    "P232",
    "A file holds no PostScript.",
    "ISO 15930-7:2010, 6.14; ISO 19005-2:2011, 6.2.9.2: it is a program; few viewers run it.",
)
SUBSTITUTES = Rule(
    "P233",
    "Pictures have no substitutes for other occasions.",
    "ISO 32000-1:2008, 8.9.5.4 and 14.11.7; ISO 19005-2:2011, 6.2.8: the wrong one is printed.",
)
TRANSFER = Rule(
    "P234",
    "Pages bring no transfer curves and no halftones of their own.",
    "ISO 15930-7:2010, 6.13; ISO 19005-2:2011, 6.2.5: the press has its own; both add up.",
)
OUTSIDE = Rule(
    "P239",
    "All that is printed is in the file itself.",
    "ISO 32000-1:2008, 7.3.8 and 8.10.4; ISO 19005-2:2011, 6.1.7.1: the printer lacks the rest.",
)

RULES: tuple[Rule, ...] = (ATTACHED, LAYERS, POSTSCRIPT, SUBSTITUTES, TRANSFER, OUTSIDE)

_RELATIONS = {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}
_STILL = "export the file anew; InDesign and Acrobat leave this out when they write PDF/X-4"


def check_attached(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield attached files that a press file has, or that an archive file says too little of."""
    names = entry(entry(opened.root, "/Names"), "/EmbeddedFiles")
    found = {str(resolved(key)): dictionary(value) for key, value in tree_entries(names, "/Names")}
    if needs.standard == "press":
        if found:
            message = f"the file carries {counted(len(found), 'other file')}"
            remedy = "send them beside it (Acrobat: remove them under Attachments)"
            yield ATTACHED.at(opened.place, message, remedy)
        return
    known = {number_of(dictionary(one)) for one in items(raw(opened.root, "/AF"))}
    for name, file in sorted(found.items()):
        for fault in _said_of(file, associated=number_of(file) in known):
            remedy = "attach it with its relationship, type and name, as PDF/A-3 asks"
            yield ATTACHED.at(opened.place, f"the attached file “{name}” {fault}"[:300], remedy)


def _said_of(file: DictionaryObject, *, associated: bool) -> Iterator[str]:
    """Yield what an attached file lacks (ISO 19005-3:2012, 6.8; annex E)."""
    stream = entry(entry(file, "/EF"), "/F")
    if not stream:
        yield "is not there"
    elif not text(stream, "/Subtype"):
        yield "does not say its type"
    if not text(file, "/F") or not text(file, "/UF"):
        yield "has no name in both places"
    if text(file, "/AFRelationship") not in _RELATIONS:
        yield "does not say what it is to the document"
    if not associated:
        yield "belongs to no part of the document"


def check_layers(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield layers."""
    layers = items(raw(entry(opened.root, "/OCProperties"), "/OCGs"))
    if layers:
        listed = ", ".join(text(dictionary(layer), "/Name") for layer in layers[:5])
        message = f"the file has {counted(len(layers), 'layer')}: {listed}"
        remedy = "merge the layers (Acrobat: Layers, Flatten), or export without them"
        yield LAYERS.at(opened.place, message[:300], remedy)


def check_postscript(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield PostScript that pages call."""
    yield from _of_parts(
        opened, POSTSCRIPT, _is_postscript, "{} {} PostScript in place of a picture"
    )


def _is_postscript(part: Part) -> bool:
    kinds = (text(part.table, "/Subtype"), text(part.table, "/Subtype2"))
    return part.kind == "object" and ("/PS" in kinds or "/PS" in part.table)


def check_substitutes(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield pictures that have others for other occasions."""
    yield from _of_parts(opened, SUBSTITUTES, _has_substitute, "{} {} pictures with substitutes")


def _has_substitute(part: Part) -> bool:
    return part.kind == "object" and ("/Alternates" in part.table or "/OPI" in part.table)


def check_outside(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield what lies in other files."""
    yield from _of_parts(opened, OUTSIDE, _lies_outside, "{} {} parts that lie in other files")


def _lies_outside(part: Part) -> bool:
    return part.kind == "object" and ("/Ref" in part.table or "/F" in part.table)


def check_curves(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield graphics states with transfer curves of their own."""
    yield from _of_parts(opened, TRANSFER, _has_curve, "{} {} transfer curves of their own")


def _has_curve(part: Part) -> bool:
    curves = "/TR" in part.table or text(part.table, "/TR2") not in ("", "/Default")
    return part.kind == "state" and (curves or "/HTP" in part.table)


def check_halftones(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield graphics states with halftones of their own."""
    yield from _of_parts(opened, TRANSFER, _has_halftone, "{} {} halftones of their own")


def _has_halftone(part: Part) -> bool:
    return part.kind == "state" and text(part.table, "/HT") not in ("", "/Default")


def _of_parts(
    opened: Opened, rule: Rule, is_wrong: Callable[[Part], bool], message: str
) -> Iterator[Finding]:
    """Yield one finding for all parts that are wrong in one way; pages fill the message."""
    pages = [part.page for part in parts_of(opened) if is_wrong(part)]
    if pages:
        yield rule.at(opened.place, message.format(on_pages(pages), has(pages)), _STILL, pages[0])
