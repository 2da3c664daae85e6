"""What a finished file says of itself: XMP, document information, output intent.

Source: ISO 19005-2:2011, 6.6 (metadata); ISO 14289-1:2014, 5 (the PDF/UA identifier); XMP
Specification Part 1 and 2.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.binding.model import Binding, Form, Intent, Metadata, Standard

_PRODUCER = "publish (WeasyPrint, pikepdf)"

# PDF/A knows no pdfuaid schema: it must be described in the file (ISO 19005-2:2011, 6.6.2.3.3).
_UA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""  # noqa: E501  # a namespace is not to be broken


# ISO 19005-2 and -3, 6.6.4; ISO 14289-1:2014, 5; ISO 15930-7:2010, 6.7
_CONFORMANCE: Mapping[Standard, tuple[tuple[str, str], ...]] = {
    "a2": (("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")),
    "a3": (("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")),
    "x4": (
        ("pdfxid:GTS_PDFXVersion", "PDF/X-4"),
        ("pdf:Trapped", "False"),
        ("xmpMM:VersionID", "1"),
        ("xmpMM:RenditionClass", "default"),
    ),
    "plain": (),
}
_A_SPACES = """
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/\""""
_X_SPACES = """
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/\""""


def describe(pdf: pikepdf.Pdf, binding: Binding, form: Form) -> None:
    """Write the metadata and the output intent of `binding` into `pdf`."""
    _describe(pdf, binding.metadata, form.standard, _identity(binding, form))
    if form.standard == "x4":
        pdf.trailer.Info.Trapped = Name("/False")
    if form.intent is not None:
        pdf.Root.OutputIntents = Array([_printing_condition(pdf, form.intent)])
        return
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String(binding.profile_name),
                Info=String(binding.profile_name),
                DestOutputProfile=pdf.make_stream(binding.profile, N=3),
            )
        ]
    )


def describe_plainly(pdf: pikepdf.Pdf, about: Metadata) -> None:
    """Write metadata that claim no standard, and no output intent."""
    _describe(pdf, about, "plain", "")


def _describe(pdf: pikepdf.Pdf, about: Metadata, standard: Standard, identity: str) -> None:
    pdf.Root.Lang = String(about.lang)
    packet = xmp(about, standard, identity)
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    date = _pdf_date(about.created)
    info = {
        "/Title": about.title,
        "/Author": "; ".join(about.authors),
        "/Subject": about.subject,
        "/Keywords": ", ".join(about.keywords),
        "/Creator": about.creator_tool,
        "/Producer": _PRODUCER,
        "/CreationDate": date,
        "/ModDate": date,
    }
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary({key: String(value) for key, value in info.items() if value})
    )


def _printing_condition(pdf: pikepdf.Pdf, intent: Intent) -> Dictionary:
    """Return the output intent of a press file (ISO 15930-7:2010, 6.2.2)."""
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(intent.condition),
        OutputCondition=String(intent.title or intent.condition),
        RegistryName=String("http://www.color.org"),
        Info=String(intent.title or intent.condition),
        DestOutputProfile=pdf.make_stream(intent.profile, N=4),
    )


def _identity(binding: Binding, form: Form) -> str:
    """Return the name of the file that its content gives it, the same for the same content."""
    sections = [(s.gathering.key, s.numbering, s.blank_before) for s in binding.sections]
    seen = repr((form.digest, sections, binding.blanks_after, binding.metadata))
    return str(uuid.UUID(bytes=hashlib.sha256(seen.encode()).digest()[:16], version=5))


def xmp(about: Metadata, standard: Standard, identity: str) -> str:
    """Return the XMP packet of `about`, agreeing with the document information.

    Args:
        identity: a UUID, which only PDF/X wants.
    """
    date = _utc(about.created).strftime("%Y-%m-%dT%H:%M:%SZ")
    lang = about.lang
    rights = about.rights or about.licence_name
    properties = [
        _plain("dc:format", "application/pdf"),
        _alternatives("dc:title", about.title, lang),
        _list("dc:creator", "Seq", about.authors),
        _alternatives("dc:description", about.subject, lang),
        _list("dc:subject", "Bag", about.keywords),
        _list("dc:language", "Bag", (lang,)),
        _list("dc:publisher", "Bag", (about.publisher,)),
        _list("dc:date", "Seq", (date,)),
        _alternatives("dc:rights", rights, lang),
        _plain("dc:identifier", about.identifiers[0] if about.identifiers else ""),
        _list("xmp:Identifier", "Bag", about.identifiers),
        _plain("xmp:CreatorTool", about.creator_tool),
        _plain("xmp:CreateDate", date),
        _plain("xmp:ModifyDate", date),
        _plain("xmp:MetadataDate", date),
        _plain("pdf:Producer", _PRODUCER),
        _plain("pdf:Keywords", ", ".join(about.keywords)),
        _plain("xmpRights:Marked", "True" if rights else ""),
        _plain("xmpRights:WebStatement", about.licence_url),
        _alternatives("xmpRights:UsageTerms", about.licence_name, lang),
        *(_plain(name, value) for name, value in _CONFORMANCE[standard]),
        _plain("xmpMM:DocumentID", f"uuid:{identity}" if standard == "x4" else ""),
    ]
    listed = "\n".join(line for line in properties if line)
    spaces, schema = (_X_SPACES, "") if standard == "x4" else (_A_SPACES, _UA_SCHEMA + "\n")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"{spaces}>
{listed}
</rdf:Description>
{schema}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _plain(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _list(name: str, kind: str, values: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values if value)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _alternatives(name: str, value: str, lang: str) -> str:
    if not value:
        return ""
    items = "".join(
        f'<rdf:li xml:lang="{escape(tag)}">{escape(value)}</rdf:li>' for tag in ("x-default", lang)
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)


def _pdf_date(moment: dt.datetime) -> str:
    return _utc(moment).strftime("D:%Y%m%d%H%M%S+00'00'")
