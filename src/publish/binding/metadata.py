"""What a finished file says of itself: XMP, document information, output intent.

Source: ISO 19005-2:2011, 6.6 (metadata); ISO 14289-1:2014, 5 (the PDF/UA identifier); XMP
Specification Part 1 and 2.
"""

from __future__ import annotations

import datetime as dt
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.binding.model import Binding, Metadata

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


def describe(pdf: pikepdf.Pdf, binding: Binding) -> None:
    """Write the metadata and the output intent of `binding` into `pdf`."""
    about = binding.metadata
    pdf.Root.Lang = String(about.lang)
    pdf.Root.Metadata = pdf.make_stream(xmp(about).encode(), Type=Name.Metadata, Subtype=Name.XML)
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


def xmp(about: Metadata) -> str:
    """Return the XMP packet of `about`, agreeing with the document information."""
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
        _plain("pdfaid:part", "2"),
        _plain("pdfaid:conformance", "A"),
        _plain("pdfuaid:part", "1"),
    ]
    listed = "\n".join(line for line in properties if line)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
{listed}
</rdf:Description>
{_UA_SCHEMA}
</rdf:RDF>
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
