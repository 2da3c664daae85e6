"""The XMP packet of a file: what it says of itself, by prefixed name."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

from pypdf.generic import StreamObject

from publish.checking.opened import Opened, raw, resolved

# The prefixes that the standards give to these namespaces; a file may use others.
NAMESPACES: Mapping[str, str] = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_MOST = 5_000_000  # bytes of a packet; a long one has some thousands


def packet_of(opened: Opened) -> ElementTree.Element | None:
    """Return the document's XMP packet, None where there is none that can be read."""
    stream = resolved(raw(opened.root, "/Metadata"))
    if not isinstance(stream, StreamObject) or len(data := stream.get_data()) > _MOST:
        return None
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return None


def xmp_texts(opened: Opened) -> dict[str, str]:
    """Return the texts of the packet by name ("dc:title"); of several languages the first."""
    packet = packet_of(opened)
    found: dict[str, str] = {}
    if packet is None:
        return found
    prefixes = {f"{{{namespace}}}": prefix for prefix, namespace in NAMESPACES.items()}
    for description in packet.iter(_RDF + "Description"):
        for tag, value in description.attrib.items():
            if name := _prefixed(tag, prefixes):
                found.setdefault(name, value)
        for element in description:
            if name := _prefixed(element.tag, prefixes):
                first = next(element.iter(_RDF + "li"), element)
                found.setdefault(name, "".join(first.itertext()).strip())
    return found


def _prefixed(tag: str, prefixes: Mapping[str, str]) -> str:
    namespace, bracket, local = tag.rpartition("}")
    prefix = prefixes.get(namespace + bracket)
    return f"{prefix}:{local}" if prefix else ""
