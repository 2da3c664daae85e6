"""Links, bookmarks, page numbers and contents of a bundle, read back by other libraries.

A member's pages are found by their text alone; its single file says where each link must lead.
"""

from __future__ import annotations

import posixpath
import re

import pikepdf
import pytest

NUMBER = re.compile(r"\[?(\d+|[ivxlc]+)\]?$")
HEADING = 34.0  # points that the heading of what is merged takes, its line alone


def own_numbers(bundle, page):
    """Return what the foot of a page says: the work's number and the bundle's."""
    left, right = bundle.whole.folios[page]
    outer, inner = (left, right) if page % 2 else (right, left)
    return outer, inner


def printed(bundle, page, reader):
    """Return the number by which a page of `reader` (empty: the bundle's own) names a page."""
    folios = [folio for folio in bundle.whole.folios[page] if folio]
    own = [folio for folio in folios if not folio.startswith("[")]
    owner = bundle.owners.get(page, "")
    label = bundle.whole.labels[page]
    if not reader:
        return label
    if not owner:
        return f"[{label}]"
    return own[0] if own else ""


# Links


def faults_of_members(bundle):
    """Yield links of members that lead elsewhere than those of their single files do."""
    whole = bundle.whole
    for member in bundle.members.values():
        single = member.single
        by_page = {page: [] for page in member.pages.values()}
        for way in whole.ways:
            if way.page in by_page:
                by_page[way.page].append(way)
        for n, page in member.pages.items():
            theirs = [way for way in single.ways if way.page == n]
            if [w.box for w in theirs] != [w.box for w in by_page[page]]:
                yield f"page {page + 1}: not the links of page {n + 1} of {member.slug}"
                continue
            for way, bound in zip(theirs, by_page[page], strict=True):
                yield from (
                    f"page {page + 1}, “{whole.under(bound)}”: {fault}"
                    for fault in faults_of_link(bundle, member, way, bound)
                )


def faults_of_link(bundle, member, way, bound):
    """Yield what is wrong with a link, by the same link in the member's single file."""
    whole = bundle.whole
    if way.address or bound.address:
        if (way.address, way.says) != (bound.address, bound.says):
            yield f"it leads to {bound.address or bound.name}, not to {way.address or way.name}"
        return
    target_of, wanted = member, way.name
    if way.file:
        there = posixpath.normpath(posixpath.join(member.folder, way.file))
        target_of = next((one for one in bundle.members.values() if one.file == there), None)
        if target_of is None:  # not bound here
            here = posixpath.normpath(posixpath.join(posixpath.dirname(bundle.slug), bound.file))
            if (bound.file and here, bound.name) != (there, way.name):
                yield f"it leads to {bound.name} in “{here}”, not to {way.name} in “{there}”"
            return
    if bound.file:
        yield f"it leaves the file for {bound.file}"
        return
    if bound.name not in whole.places:
        yield f"it leads to {bound.name}, which is nowhere"
        return
    there, here = target_of.single.places[wanted], whole.places[bound.name]
    moved = target_of.moved(there)
    if moved is None and bundle.owners.get(here.page):
        yield f"it leads into a work, not to {wanted} in what is merged"
    if moved is not None and moved != here:
        yield f"it leads to {here}, not to {moved}"
    text, wanted_text = whole.at(here), target_of.single.at(there)
    if moved is None and wanted.endswith((".glossary", ".index", ".references")):
        # What is merged has more below its heading than the work's own.
        text, wanted_text = (
            one.within(at.page, at.x - 4, at.y - HEADING, 9999, at.y + 3)
            for one, at in ((whole, here), (target_of.single, there))
        )
    # A reference is found as the work prints it: with the letter after the year that it has there.
    # What follows a term in what is merged are the terms of other works.
    merged = 24 if ".ref-" in wanted else 6
    length = 90 if moved else merged
    here_said, there_said = (bundle.plain(bundle.squeezed(one)) for one in (text, wanted_text))
    if here_said[:length] != there_said[:length]:
        yield f"it leads to “{text}”, not to “{wanted_text}”"
    number = printed(bundle, here.page, member.slug)
    if number and not bound.says.endswith(f" {number}"):
        yield f"it says “{bound.says}” and leads to page {number}"


def faults_of_own(bundle):
    """Yield links of the bundle's own pages that lead elsewhere than they say."""
    whole = bundle.whole
    for way in whole.ways:
        if way.page in bundle.owners or way.page in bundle.foreign or way.address:
            continue
        named = f"page {way.page + 1}, “{whole.under(way)}”"
        if way.file or way.name not in whole.places:
            yield f"{named}: it leads to {way.file or way.name}"
            continue
        page = whole.places[way.name].page
        if not way.says.endswith(f" {whole.labels[page]}"):
            yield f"{named}: it says “{way.says}” and leads to page {whole.labels[page]}"


def test_every_link_of_a_member_leads_to_what_it_leads_to_in_its_single_file(bundle):
    assert list(faults_of_members(bundle)) == []


def test_every_link_of_the_bundles_own_pages_leads_where_it_says(bundle):
    assert list(faults_of_own(bundle)) == []


LEFT = {  # the files that links of a bundle lead to, beside single files' that lead to its members
    "complete": set(),
    "twins": {"../outside/outside-en-screen.pdf"},
    "one": {f"../{slug}/{slug}-en-screen.pdf" for slug in ("guide", "twin", "outside")},
    "covers": {"../twin/twin-en-screen.pdf"},
    "small": {"../brief/brief-en-screen.pdf"},
}


def test_no_link_leaves_the_bundle_for_a_work_that_is_bound_in_it(bundle):
    alone = {way.file for one in bundle.members.values() for way in one.single.ways} - {""}
    assert alone  # between the single files they lead from file to file
    assert {way.file for way in bundle.whole.ways} - {""} == LEFT[bundle.name]


def is_within(inner, outer):
    left, low, right, high = outer
    return left - 1 <= inner[0] and inner[2] <= right + 1 and low - 1 <= inner[1] <= high + 1


def doubles(bundle):
    """Yield links that lie on the place of another one that leads to the same."""
    seen = {}
    for way in bundle.whole.ways:
        boxes = seen.setdefault((way.page, way.name, way.address), [])
        if any(is_within(way.box, box) and is_within(box, way.box) for box in boxes):
            yield f"page {way.page + 1}, “{bundle.whole.under(way)}”"
        boxes.append(way.box)


def test_no_link_lies_twice_on_the_same_place(bundle):
    """Readers would hear it twice; typesetting makes one for each element in a link."""
    assert list(doubles(bundle)) == []


def swap_places(pdf):
    """Let two names of places change their targets: one of a work, one of the other."""
    names = pdf.Root.Names.Dests
    leaves = list(names.get("/Kids", [names]))
    entries = [(leaf.Names, at) for leaf in leaves for at in range(0, len(leaf.Names), 2)]
    found = {str(names[at]): (names, at + 1) for names, at in entries}
    (one, m), (other, n) = (found[name] for name in SWAPPED)
    one[m], other[n] = pdf.make_indirect(other[n]), pdf.make_indirect(one[m])


SWAPPED = ("guide.sec-two", "twin.sec-two")  # of the same title and number


def away(pdf):
    """Let a link lead out of the file again."""
    found = next(
        note
        for page in pdf.pages
        for note in page.get("/Annots", ())
        if str(note.get("/Dest", "")) == "brief.sec-brief" and page.get("/StructParents", 0) > 9
    )
    file = pikepdf.Dictionary(F="../a.pdf", UF="../a.pdf")
    found.A = pikepdf.Dictionary(S=pikepdf.Name.GoToR, F=file, D=found.Dest)
    del found.Dest


def mistold(pdf):
    """Let a link say another page than it leads to."""
    note = next(n for n in pdf.pages[13].Annots if "/Dest" in n)
    note.Contents = "Go to page 999"


def fewer(pdf):
    """Lose a link."""
    del pdf.pages[12].Annots[1]


def doubled(pdf):
    """Let a link lie on another one."""
    notes = pdf.pages[4].Annots
    notes.append(pdf.make_indirect(pikepdf.Dictionary(dict(notes[0].items()))))


def test_a_link_that_lies_twice_is_seen(broken):
    assert list(doubles(broken(doubled)))


@pytest.mark.parametrize("breaking", [swap_places, away, mistold, fewer])
def test_a_link_that_leads_elsewhere_is_seen(broken, breaking):
    assert list(faults_of_members(broken(breaking)))


def test_a_contents_line_that_leads_elsewhere_is_seen(broken):
    assert list(faults_of_own(broken(swap_places)))


# Bookmarks


def has_title(bundle, words, title):
    """Is a title among words? What stands beside its second line may come between the two."""
    whole, every = bundle.plain(bundle.squeezed(title)), bundle.plain(words)
    pieces = (bundle.plain(bundle.squeezed(piece)) for piece in title.split())
    return whole in every or all(piece in every for piece in pieces)


def faults_of_bookmarks(bundle):
    """Yield bookmarks that are not those of the single files below one of each work."""
    whole, marks = bundle.whole, bundle.whole.bookmarks
    for mark in marks:
        words = bundle.squeezed(whole.text(mark.target.page))
        title = re.sub(r"^(\d+|[A-Z]|\D+ [A-Z])[  ]+", "", mark.title)
        if not has_title(bundle, words, title):
            yield f"“{mark.title}” is not on page {mark.target.page + 1}"
    for member in bundle.members.values():
        below = [
            mark for mark in marks if mark.target.page in member.pages.values() and mark.level > 1
        ]
        theirs = [
            (mark.level + 1, mark.title, member.moved(mark.target))
            for mark in member.single.bookmarks
            if mark.target.page in member.pages
        ]
        if [(mark.level, mark.title, mark.target) for mark in below] != theirs:
            yield f"{member.slug}: not the bookmarks of its single file"
    tops = [mark for mark in marks if mark.level == 1]
    works = [mark.target.page for mark in tops if mark.target.page in bundle.dividers]
    if works != list(bundle.dividers):
        yield "the works are not the bookmarks of the first level"
    order = [(mark.target.page, -mark.target.y) for mark in marks]
    if [page for page, _ in order] != sorted(page for page, _ in order):
        yield "bookmarks are not in the order of the pages"


def test_bookmarks_are_those_of_the_works_each_below_its_title(bundle):
    assert list(faults_of_bookmarks(bundle)) == []


def second_level_first(pdf):
    """Let a chapter's bookmark lead to the page of the next."""
    work = pdf.Root.Outlines.First
    while "/First" not in work or int(work.Count) > -4:
        work = work.Next
    work.First.Dest = work.First.Next.Next.Dest


def without_work(pdf):
    """Lose a work's bookmark, and all below it."""
    first = pdf.Root.Outlines.First.Next
    first.Title = "Something else"


@pytest.mark.parametrize("breaking", [second_level_first, without_work])
def test_a_bookmark_that_leads_elsewhere_is_seen(broken, breaking):
    assert list(faults_of_bookmarks(broken(breaking)))


# Numbers of pages


def faults_of_numbers(bundle):
    """Yield pages whose label or foot do not say the number of the page."""
    whole = bundle.whole
    if whole.labels != [str(n) for n in range(1, len(whole.pages) + 1)]:
        yield "the labels of the pages are not their numbers"
    for n, folios in enumerate(whole.folios):
        if n in bundle.foreign and folios[0] != "":
            numbers = {folio for folio in folios if folio.startswith("[")}
            if numbers - {f"[{n + 1}]"}:
                yield f"page {n + 1} bears {folios}"
        elif n not in bundle.owners:
            numbers = {folio for folio in folios if NUMBER.fullmatch(folio)}
            if numbers - {str(n + 1)} or (
                len(numbers) == 0 and whole.text(n) and n in bundle.inner
            ):
                yield f"page {n + 1} bears {folios}"
    for member in bundle.members.values():
        for m, page in member.pages.items():
            label, alone = member.single.labels[m], member.single.folios[m]
            shown = [folio for folio in alone if NUMBER.fullmatch(folio)]
            if shown and sorted(whole.folios[page]) != sorted((label, f"[{page + 1}]")):
                yield f"page {page + 1} bears {whole.folios[page]}, not “{label}” of {member.slug}"
            if not shown and whole.folios[page] != alone:
                yield f"page {page + 1} bears {whole.folios[page]}, and none alone"
            if shown and shown != [f for f in whole.folios[page] if f != f"[{page + 1}]"]:
                yield f"page {page + 1} bears {whole.folios[page]}, alone {alone}"
            # The work's own number stands where it stands alone, the bundle's on the other side.
            if shown and whole.folios[page][alone.index(shown[0])] != shown[0]:
                yield f"page {page + 1}: its number is on the wrong side"
            if m % 2 != page % 2:
                yield f"page {page + 1} is “{label}” of {member.slug}: a left page at the right"


def test_labels_and_the_numbers_at_the_foot_of_all_pages_agree(bundle):
    assert list(faults_of_numbers(bundle)) == []
    assert any(left and right for left, right in bundle.whole.folios)


INSTEAD = {"twins": {"Glossary", "Index", "References"}, "one": set(), "covers": set()}


def test_what_is_left_out_of_a_member_is_what_the_bundle_has_instead(bundle):
    instead = INSTEAD.get(bundle.name, {"Glossary", "Index"})
    for member in bundle.members.values():
        single = member.single
        starts = {m.target.page: m.title for m in single.bookmarks if m.level == 1}
        for page in member.left_out:
            chapter = max((n for n in starts if n <= page), default=-1)
            cover = single.labels[page] in ("Cover", "Cover-2", "Back cover")
            assert cover != (bundle.name == "covers") or starts[chapter] in instead, page
        assert all(bundle.whole.text(page) == "" for page in member.blanks)


def relabelled(pdf):
    pdf.Root.PageLabels.Nums[1].St = 2


def shifted(pdf):
    """Put a page in: all that follow bear another number than is theirs."""
    pdf.add_blank_page()
    pdf.pages.insert(20, pdf.pages[-1])
    del pdf.pages[-1]


@pytest.mark.parametrize("breaking", [relabelled, shifted])
def test_a_page_with_another_number_is_seen(broken, breaking):
    assert list(faults_of_numbers(broken(breaking)))


# Contents, lists, index


def lines_of(bundle, pages):
    """Yield (words of a link, number printed after it, link) of the links on some pages.

    A title over several lines has a link for each; the number stands after the last.
    """
    whole = bundle.whole
    shown = [way for way in whole.ways if way.page in pages and way.name]
    for way, following in zip(shown, [*shown[1:], None], strict=True):
        last = following is None or following.name != way.name
        words, after = whole.under(way), whole.after(way).split() if last else []
        if not re.fullmatch(r"[\d.]+|[A-Z](\.\d+)?", words):  # the link of its number
            yield words, after[0] if after else "", way


def faults_of_contents(bundle):
    """Yield lines of the contents and lists that name another page than that of their title."""
    whole = bundle.whole
    for words, number, way in lines_of(bundle, bundle.contents):
        target = whole.places[way.name]
        title = re.sub(r"^\d[\d.]* ?|^[A-Z](\.\d+)? ?(?=[A-Z“])", "", words)
        if not has_title(bundle, bundle.squeezed(whole.below(target)), title):
            yield f"“{words}” is not on page {target.page + 1}"
        if number and number != whole.labels[target.page]:
            yield f"“{words}” is on page {whole.labels[target.page]}, not {number}"


def test_contents_and_lists_over_all_works_agree_with_the_pages_they_name(bundle):
    assert list(faults_of_contents(bundle)) == []
    named = {way.name for _, _, way in lines_of(bundle, bundle.contents)}
    for member in bundle.members.values():  # every figure and table is listed
        places = {name for name in member.single.places if re.search(r"\.(fig|tbl)-", name)}
        assert places <= named


def faults_of_index(bundle):
    """Yield entries of the index that print another page than that of their mark, or have none."""
    whole = bundle.whole
    for way in whole.ways:
        if way.page in bundle.index and ".idx-" in way.name:
            number = whole.under(way).strip(",")
            if number != whole.labels[whole.places[way.name].page]:
                yield f"“{number}” leads to {way.name}"


def test_every_entry_of_the_index_leads_to_its_mark_and_prints_its_page(bundle):
    assert list(faults_of_index(bundle)) == []
    found = {way.name for way in bundle.whole.ways if way.page in bundle.index}
    singles = [member.single for member in bundle.members.values()]
    theirs = {way.name for one in singles for way in one.ways if ".idx-" in way.name}
    assert theirs == {name for name in found if ".idx-" in name} or not bundle.index


def test_there_is_much_to_read(complete):
    """What is checked above is not checked of nothing."""
    whole = complete.whole
    assert sum(1 for way in whole.ways if way.page in complete.owners) > 600
    assert sum(1 for way in whole.ways if way.page in complete.index) > 200
    assert sum(1 for _, number, _ in lines_of(complete, complete.contents) if number) > 40
    assert sum(1 for left, right in whole.folios if left and right) > 90
    assert len(whole.bookmarks) > 100


def crossed(pdf):
    """Let a title in the contents, and an entry of the index, lead to what the next leads to."""
    notes = [note for page in pdf.pages for note in page.get("/Annots", ()) if "/Dest" in note]
    chapters = [note for note in notes if ".sec-" in str(note.Dest)]
    marks = [note for note in notes if ".idx-" in str(note.Dest)]
    for one, other in ((chapters[0], chapters[6]), (marks[-1], marks[len(marks) // 2])):
        one.Dest, other.Dest = str(other.Dest), str(one.Dest)
        one.Contents, other.Contents = str(other.Contents), str(one.Contents)


def test_contents_and_index_that_lead_elsewhere_are_seen(broken):
    bundle = broken(crossed)
    assert list(faults_of_contents(bundle))
    assert list(faults_of_index(bundle))
