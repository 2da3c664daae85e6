"""Files that travel inside a finished one: an archived work carries what it was made from.

Source: ISO 19005-3:2012, 6.8 (embedded files), annex E (associated files); ISO 32000-1:2008,
7.11.4.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.binding.trees import name_tree

# Source: what the work was made from; Data: what its charts and tables show; Supplement: the rest.
Relationship = Literal["Source", "Data", "Supplement"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to be carried along.

    Attributes:
        name: path with forward slashes, relative to the project that it would be rebuilt in.
        media_type: "text/markdown".
        description: a few words for a viewer's list of attachments.
    """

    name: str
    content: bytes
    media_type: str
    relationship: Relationship
    description: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


def attach(pdf: pikepdf.Pdf, attachments: Iterable[Attachment], moment: dt.datetime) -> None:
    """Embed `attachments`, dated `moment`, and associate them with the document."""
    specifications = [
        (attachment.name.encode(), _specification(pdf, attachment, moment))
        for attachment in sorted(attachments, key=lambda attachment: attachment.name.encode())
    ]
    if not specifications:
        return
    names = pdf.Root.get("/Names", Dictionary())
    names.EmbeddedFiles = name_tree(pdf, specifications)
    pdf.Root.Names = names
    pdf.Root.AF = Array([specification for _, specification in specifications])


def _specification(pdf: pikepdf.Pdf, attachment: Attachment, moment: dt.datetime) -> pikepdf.Object:
    date = String(moment.astimezone(dt.UTC).strftime("D:%Y%m%d%H%M%S+00'00'"))
    content = attachment.content
    checksum = hashlib.md5(content, usedforsecurity=False).digest()  # ISO 32000-1, table 46
    stream = pdf.make_stream(
        content,
        Type=Name.EmbeddedFile,
        Subtype=Name("/" + attachment.media_type),
        Params=Dictionary(
            Size=len(content), CreationDate=date, ModDate=date, CheckSum=String(checksum)
        ),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            AFRelationship=Name("/" + attachment.relationship),
            Desc=String(attachment.description),
            EF=Dictionary(F=stream, UF=stream),
        )
    )
