"""Audiences: what one reader sees and another does not.

A work that is read for an audience is numbered whole, as if everybody saw everything: Exercise 2.1
is Exercise 2.1 for all. What the audience does not see is then taken out, before anything is
resolved, so that nothing of it is cited, indexed, drawn or printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from publish.catalogue.vocabulary import AUDIENCES
from publish.errors import Place, Rule
from publish.manuscript.context import Work
from publish.manuscript.elements import replace
from publish.manuscript.galley import Galley
from publish.manuscript.kinds import Block
from publish.manuscript.model import Target

UNSEEN = Rule(
    "M216",
    "A text refers to nothing that its readers do not see.",
    "Participants would look in vain, and learn that something is kept from them.",
)
RULES: tuple[Rule, ...] = (UNSEEN,)

UNSEEN_MARK = "unseen"  # an attribute of elements that are to be taken out
_FACILITATORS = ("answer", "facilitator")  # boxes that participants do not see


def divides(block: Block, audience: str) -> bool:
    """Say whether a condition parts one audience from another in a reading for one of them."""
    return block.kind == "when" and audience in AUDIENCES and bool(block.items("audiences"))


def is_unseen(block: Block, audience: str) -> bool:
    """Say whether a block is kept from an audience; a reading for everybody keeps nothing."""
    if block.kind in _FACILITATORS:
        return audience == "participants"
    return divides(block, audience) and audience not in block.items("audiences")


def part_audiences(galley: Galley, conditions: Mapping[Element, Block]) -> None:
    """Unwrap the conditions that hold; mark what the others hide."""
    parents = {child: parent for parent in galley.root.iter() for child in parent}
    for element, block in conditions.items():
        if "participants" not in block.items("audiences"):
            galley.private += list(element)
        if element.get(UNSEEN_MARK):
            for heading in element.iter("h1"):
                heading.set(UNSEEN_MARK, "1")
            continue
        inner = list(element)
        replace(parents[element], element, inner)
        parents.update((child, parents[element]) for child in inner)


def take_out(work: Work, galleys: Sequence[Galley], targets: dict[str, Target]) -> None:
    """Take out of numbered chapters, and of their targets, what the audience does not see."""
    for galley in galleys:
        gone = _removed(galley)
        heading = galley.heading
        if heading is not None and heading.get(UNSEEN_MARK):
            gone.append(heading)
            galley.heading, galley.id = None, f"sec-{galley.name}"
            work.report(UNSEEN, galley.top, "the chapter's heading is kept from these readers",
                        "put it before the condition")  # fmt: skip
        unseen = galley.sheet.scanned.unseen
        if not gone and not unseen:
            continue
        for element in (inner for one in gone for inner in one.iter()):
            galley.things.pop(element, None)
            if element.tag == "m-insert" and element.get("kind") == "index":
                work.unseen_terms.add(element.get("key", ""))
            name = element.get("id", "")
            if name in targets:
                work.unseen.add(name)
                del targets[name]
        _drop_notes(galley, gone, unseen)
        shown = {image.get("src") for image in galley.root.iter("img")}
        galley.pictures = {url: one for url, one in galley.pictures.items() if url in shown}


def _removed(galley: Galley) -> list[Element]:
    """Remove the marked elements and return them."""
    gone = []
    for parent in list(galley.root.iter()):
        for child in list(parent):
            if child.get(UNSEEN_MARK):
                replace(parent, child, [])
                gone.append(child)
    return gone


def _drop_notes(galley: Galley, gone: Sequence[Element], unseen: dict[str, Place]) -> None:
    """Forget notes that only what is gone refers to, and those that were written in it."""
    trees = [tree for tree in (galley.heading, galley.standfirst, galley.root) if tree is not None]
    used = {mark.get("name", "") for tree in trees for mark in tree.iter("m-note")}
    for mark in (mark for element in gone for mark in element.iter("m-note")):
        if mark.get("name", "") not in used:
            galley.notes.pop(mark.get("name", ""), None)
    for name, place in unseen.items():
        if galley.notes.pop(name, None) and name in used:
            galley.sheet.work.report(
                UNSEEN, place, f"the note `{name}` is written where its readers do not see it",
                "put its text outside of the box or the condition")  # fmt: skip
