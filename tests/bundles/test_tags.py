"""The tags of a bundle are those of its members and its own, none lost and none added.

Every element of a member is compared with that of its single file: type, attributes, languages,
texts, the marks in the pages, and its place in the tree.
"""

from __future__ import annotations

import re
from collections import Counter

import pikepdf
import pytest

ATTRIBUTES = ("/A", "/Alt", "/ActualText", "/E", "/Lang", "/T")


def signature(element, home=True):
    """Return an element and all below it as plain data, without what tells files apart.

    What a gathering's tree hangs by is a Part in a single file and a Sect in a bundle.
    """
    table = element.table
    said = tuple((key, said_by(table[key])) for key in ATTRIBUTES if key in table)
    marks = tuple(mcid for _, mcid in element.marks)
    below = tuple(signature(kid, home=False) for kid in element.kids)
    return ("" if home else element.kind, said, marks, len(element.links), below)


def said_by(value):
    """Return attributes as text; the ids of header cells without the number of their section."""
    return re.sub(r"'\d+\.", "'", str(value.get_object()))


def part_of(bundle, slug):
    """Return the element of a member: the one whose divider's page its first child is on."""
    divider = bundle.members[slug].divider
    (part,) = [
        part
        for part in bundle.whole.document.kids
        if part.kids and part.kids[0].kind == "Sect" and pages_of(part.kids[0]) == {divider}
    ]
    return part


def pages_of(element):
    return {page for one in element.below() for page, _ in one.marks}


def faults_of_trees(bundle):
    """Yield what of a member's tags is not in the bundle as it is in its single file."""
    for member in bundle.members.values():
        _, *bound = part_of(bundle, member.slug).kids
        whole = [part for part in member.single.document.kids if pages_of(part)]
        theirs = [part for part in whole if pages_of(part) <= set(member.pages)]
        if len(bound) != len(theirs):
            yield f"{member.slug}: {len(bound)} gatherings, {len(theirs)} in its single file"
            continue
        for here, there in zip(bound, theirs, strict=True):
            if signature(here) != signature(there):
                yield f"{member.slug}: {sorted(pages_of(there))[0]} is not tagged as it was"
            moved = {member.pages[page] for page in pages_of(there)}
            if pages_of(here) != moved:
                yield f"{member.slug}: {sorted(pages_of(there))[0]} is tagged on other pages"


def counted(*elements):
    return Counter(one.kind for element in elements for one in element.below())


def test_the_tags_are_the_sum_of_those_of_the_members_and_the_bundles_own(bundle):
    assert list(faults_of_trees(bundle)) == []
    whole = counted(bundle.whole.document)
    parts = [part_of(bundle, slug) for slug in bundle.members]
    own = [part for part in bundle.whole.document.kids if part not in parts]
    total = Counter(Document=1) + counted(*own)
    for part, member in zip(parts, bundle.members.values(), strict=True):
        shown = bundle.squeezed(bundle.whole.text(member.divider))
        assert bundle.squeezed(str(part.table["/T"])) in shown
        alone = member.single.document
        kept = [one for one in alone.kids if pages_of(one) and pages_of(one) <= set(member.pages)]
        left = [one for one in alone.kids if one not in kept]
        # As said: what the single file has, less what the bundle has instead, and a divider.
        total += counted(alone) - counted(*left) - Counter(Document=1) + counted(part.kids[0])
        total += Counter(Part=1, Sect=len(kept)) - Counter()
        total.subtract(Counter(Part=len(kept)))
    assert whole == total


@pytest.mark.parametrize(("name", "heading"), [("small", "Dehors")])
def test_a_member_in_another_language_says_so_all_the_way_down(odd, read_file, name, heading):
    whole = read_file(odd.root / "output" / "bundles" / f"{name}-en.pdf")
    divider = whole.places[f"bundles/{name}.member-dehors"].page
    (part,) = [
        one for one in whole.document.kids if one.kids and pages_of(one.kids[0]) == {divider}
    ]
    _, *gatherings = part.kids
    assert gatherings
    assert {str(one.table["/Lang"]) for one in gatherings} == {"fr"}
    assert any(heading in whole.text(page) for one in gatherings for page in pages_of(one))
    others = [one for one in whole.document.kids if one is not part]
    assert not [one for one in others if str(one.table.get("/Lang", "en")) != "en"]


# Ways up and down, order, ids


def faults_of_marks(reading):
    """Yield marks in the pages that the tree lacks, and marks that do not know their element."""
    named = {mark: element.number for element in reading.document.below() for mark in element.marks}
    for n, page in enumerate(reading.reader.pages):
        present = [int(mcid) for mcid in re.findall(rb"/MCID\s+(\d+)", reading.content(n))]
        if len(present) != len(set(present)):
            yield f"page {n + 1} marks twice"
        if set(present) != {mcid for on, mcid in named if on == n}:
            yield f"page {n + 1}: the tree and the page have other marks"
        row = reading.parents.get(page["/StructParents"], []) if present else []
        for mcid in present:
            known = row and mcid < len(row.get_object())
            up = list.__getitem__(row.get_object(), mcid) if known else None
            if getattr(up, "idnum", None) != named.get((n, mcid)):
                yield f"page {n + 1}: mark {mcid} does not know its element"
    links = {number: one.number for one in reading.document.below() for number in one.links}
    for n, page in enumerate(reading.reader.pages):
        for reference in page.get("/Annots", ()):
            up = reading.parents.get(reference.get_object().get("/StructParent", -1))
            if up is None or links.get(reference.idnum) != up.idnum:
                yield f"page {n + 1}: a link does not know its element"
    numbers = [p["/StructParents"] for p in reading.reader.pages if "/StructParents" in p]
    if len(numbers) != len(set(numbers)):
        yield "two pages have the same number in the parent tree"


def faults_of_order(reading):
    """Yield gatherings that are read before others on earlier pages."""
    leaves = [
        gathering
        for part in reading.document.kids
        for gathering in (part.kids if part.table.get("/T") else [part])
    ]
    firsts = [min(pages_of(one)) for one in leaves if pages_of(one)]
    if firsts != sorted(firsts):
        yield "what is read first is not first in the pages"


def faults_of_ids(reading):
    """Yield ids that stand twice or are not in the ID tree, and header cells that are nowhere."""
    ids = [str(one.table["/ID"]) for one in reading.document.below() if "/ID" in one.table]
    if len(ids) != len(set(ids)):
        yield "an id stands twice"
    if set(ids) != reading.ids:
        yield "the ID tree does not name all ids"
    for one in reading.document.below():
        for attributes in one.attributes:
            for header in attributes.get("/Headers", ()):
                if str(header) not in ids:
                    yield f"there is no header cell {header}"


CHECKS = (faults_of_marks, faults_of_order, faults_of_ids)


@pytest.mark.parametrize("check", CHECKS)
def test_all_ways_between_tags_and_pages_are_whole(bundle, check):
    assert list(check(bundle.whole)) == []


def untagged(pdf):
    """Take a paragraph out of the tree."""
    work = next(k for k in pdf.Root.StructTreeRoot.K[0].K if "/T" in k)
    del work.K[4].K[2]


def without_language(pdf):
    """Say of a paragraph that it is in another language."""
    work = next(k for k in pdf.Root.StructTreeRoot.K[0].K if "/T" in k)
    work.K[4].K[1].Lang = "fr"


def out_of_order(pdf):
    """Let the second chapter be read before the first."""
    work = next(k for k in pdf.Root.StructTreeRoot.K[0].K if "/T" in k)
    kids = list(work.K)
    kids[4], kids[5] = kids[5], kids[4]
    work.K = pikepdf.Array(kids)


def same_number(pdf):
    """Let two pages have the same row of the parent tree, as tools do that merge pages."""
    one, other = [page for page in pdf.pages if "/StructParents" in page][4:6]
    one.StructParents = int(other.StructParents)


def same_ids(pdf):
    """Let notes and cells have the ids of their own gathering, as merging leaves them."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/ID" in one and "/S" in one:
            one.ID = str(one.ID).partition(".")[2]


@pytest.mark.parametrize(
    ("breaking", "check"),
    [
        (untagged, faults_of_marks),
        (same_number, faults_of_marks),
        (out_of_order, faults_of_order),
        (same_ids, faults_of_ids),
    ],
)
def test_a_broken_way_is_seen(broken, breaking, check):
    assert list(check(broken(breaking).whole))


@pytest.mark.parametrize("breaking", [untagged, without_language, out_of_order])
def test_tags_that_are_not_the_members_are_seen(broken, breaking):
    assert list(faults_of_trees(broken(breaking)))
