"""What has been read already: one command reads many works that refer to one another."""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.errors import Finding
from publish.manuscript.citations import Bibliography
from publish.manuscript.context import Table
from publish.manuscript.crossrefs import OtherWork


@dataclass(slots=True)
class Library:
    """What works have in common, kept while one command reads all of them.

    Nothing in it depends on which work asked first.

    Attributes:
        others: what can be referred to in a work, by slug, language and edition.
        tables: of the files of sources/, by name.
        bibliographies: of the house, by locale, with what is wrong with them.
    """

    others: dict[tuple[str, str, str], OtherWork] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    bibliographies: dict[str, tuple[Bibliography, tuple[Finding, ...]]] = field(
        default_factory=dict
    )
