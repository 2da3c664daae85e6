"""Links made whole: names of the work, pages of other works, descriptions for readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.binding.fields import Fields
from publish.binding.leaves import Leaves
from publish.binding.model import Binding, PagePlan, Section, word
from publish.binding.structure import Structure
from publish.errors import Finding, Rule
from publish.manuscript.fields import SCHEME as FIELD
from publish.units import Box

NO_TARGET = Rule(
    "B102",
    "A reference leads to something that is in the work.",
    "The link would do nothing and the page number would stay blank.",
)
NO_FILE = Rule(
    "B103",
    "A link to another work leads to a file that is delivered with it.",
    "The link is taken out of this file; the printed reference stays.",
    "warning",
)
RULES: tuple[Rule, ...] = (NO_TARGET, NO_FILE)

_SCHEME = "xref:"
_Link = tuple[str, Box]  # where to, and from where on the page
_PRINT = 1 << 2  # annotation flag (ISO 32000-1:2008, 12.5.3); PDF/A wants it


def destination_name(work: str, anchor: str) -> bytes:
    """Return the name of an anchor in a finished file: "workers-guide.sec-x"."""
    return quote(f"{work}.{anchor}", safe="/:-._~!$&'()*+,;=@").encode()


def no_target(section: Section, work: str, anchor: str) -> Finding:
    """Return the finding that `section` refers to an anchor that `work` has not."""
    named = anchor if work == section.work else f"{work}:{anchor}"
    return NO_TARGET.at(
        section.place,
        f"nothing in “{work}” has the id “{anchor}”",
        f"correct the reference “@{named}”, or give its target that id",
    )


@dataclass(slots=True)
class Linker:
    """Resolves the links of one binding.

    Attributes:
        fields: makes fields of places to fill in; None for a form that is filled in on paper.
    """

    binding: Binding
    plan: PagePlan
    structure: Structure
    fields: Fields | None = None
    findings: list[Finding] = field(default_factory=list)

    def resolve(self, leaves: Leaves) -> None:
        """Make the links on a section's pages lead where they should; drop those that cannot."""
        for page in leaves.pages:
            annotations = page.get("/Annots")
            if annotations is None:
                continue
            kept: list[pikepdf.Object] = []
            before: list[_Link] = []  # those that lead where the last one leads
            for annotation in annotations:
                link = _target(annotation), _rectangle(annotation)
                double = any(_is_double(other, link) for other in before)
                if self.structure.is_inside_link(annotation) or double:
                    self.structure.forget(annotation)
                    continue
                before = [*(other for other in before if other[0] == link[0]), link]
                if self._keep(annotation, leaves, page):
                    kept.append(annotation)
            _put_annotations(page, kept, len(annotations))

    def remove(self, leaves: Leaves) -> None:
        """Take all annotations off a section's pages, for a form without links."""
        for page in leaves.pages:
            annotations = page.get("/Annots")
            if annotations is not None:
                for annotation in annotations:
                    self.structure.forget(annotation)
                _put_annotations(page, [], len(annotations))

    def _keep(self, annotation: pikepdf.Object, leaves: Leaves, page: pikepdf.Object) -> bool:
        address = _target(annotation)
        if address.startswith(FIELD) and "/Dest" not in annotation:
            if self.fields and self.fields.make(annotation, address, leaves, page):
                return True
            self.structure.forget(annotation)
            return False
        target = unquote(address)
        if target.startswith(_SCHEME):
            work, mark, anchor = target[len(_SCHEME) :].rpartition("#")
            kept = self._lead(annotation, leaves, work if mark else leaves.section.work, anchor)
        elif "/Dest" in annotation:
            kept = self._lead(annotation, leaves, leaves.section.work, target)
        else:
            kept = True
            if not str(annotation.get("/Contents", "")):  # WeasyPrint puts the address there
                annotation.Contents = String(target)
        if not kept:
            self.structure.forget(annotation)
            return False
        annotation.F = int(annotation.get("/F", 0)) | _PRINT
        return True

    def _lead(self, annotation: pikepdf.Object, leaves: Leaves, work: str, anchor: str) -> bool:
        """Make an annotation lead to an anchor of `work`; False where there is none."""
        found, label = self.plan.found(work, anchor), ""
        if found:
            label = self.plan.number(leaves.section.work, work, anchor)
            if "/A" in annotation:
                del annotation["/A"]
            annotation.Dest = String(destination_name(*found))
        elif work in self.plan.by_work or not (
            label := self.binding.other_works.get(f"{work}#{anchor}", "")
        ):
            self.findings.append(no_target(leaves.section, work, anchor))
            return False
        elif work in self.binding.other_files:
            self._lead_away(annotation, work, anchor)
        else:
            self.findings.append(
                NO_FILE.at(
                    leaves.section.place,
                    f"the link to “{anchor}” of “{work}” leads to no delivered file",
                    f"build “{work}” as well, or let the reference stand as print only",
                )
            )
            return False
        words = self.binding.words
        annotation.Contents = String(f"{word(words, 'go_to')} {word(words, 'page')} {label}")
        return True

    def _lead_away(self, annotation: pikepdf.Object, work: str, anchor: str) -> None:
        path = self.binding.other_files[work]
        if "/Dest" in annotation:
            del annotation["/Dest"]
        # Without /Type, which only what is embedded must have (ISO 32000-1, table 44): veraPDF asks
        # of every /Filespec of an archived file how it belongs to it.
        annotation.A = Dictionary(
            Type=Name.Action,
            S=Name.GoToR,
            F=Dictionary(F=String(path), UF=String(path)),
            D=String(destination_name(work, anchor)),
        )


def _target(annotation: pikepdf.Object) -> str:
    """Return the local anchor or the address that an annotation leads to."""
    if "/Dest" in annotation:
        return str(annotation.Dest)
    action = annotation.get("/A", Dictionary())
    return str(action.get("/URI", ""))


def _is_double(before: _Link, link: _Link) -> bool:
    """Does `link` only repeat one before it, on the same place of the page?

    WeasyPrint makes one more for each element inside a link.
    """
    (left, low, right, high), (x1, y1, x2, y2) = before[1], link[1]
    covered = left - 1 <= x1 and x2 <= right + 1 and low - 1 <= y1 and y2 <= high + 1
    return before[0] == link[0] and covered


def _rectangle(annotation: pikepdf.Object) -> Box:
    x1, y1, x2, y2 = (float(value) for value in annotation.Rect)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _put_annotations(page: pikepdf.Object, kept: list[pikepdf.Object], before: int) -> None:
    if len(kept) == before:
        page.Tabs = Name.S  # in the order of the tags (ISO 14289-1:2014, 7.18.3)
        return
    if kept:
        page.Annots = Array(kept)
        page.Tabs = Name.S
    else:
        del page["/Annots"]
