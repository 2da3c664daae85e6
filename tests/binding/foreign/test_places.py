"""Ways about a document of others: bookmarks, named places and page numbers are its own."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.binding.foreign.wording import pages_in_words


def test_bookmarks_keep_their_levels_and_have_anchors(paper, take):
    pdf = paper(b"", b"", b"")
    with pdf.open_outline() as outline:
        part = pikepdf.OutlineItem("Part")  # it leads nowhere itself
        chapter = pikepdf.OutlineItem("Chapter  one\r\n", 1, "XYZ", left=20, top=250)
        chapter.children.append(pikepdf.OutlineItem("Section", 2, "FitH", top=100))
        part.children.append(chapter)
        outline.root += [part, pikepdf.OutlineItem("End", 2)]
    offers = take(pdf).offers
    assert [(mark.level, mark.title, mark.spot.page) for mark in offers.bookmarks] == [
        (1, "Part", 1),
        (2, "Chapter one", 1),
        (3, "Section", 2),
        (1, "End", 2),
    ]
    assert (offers.bookmarks[1].spot.x, offers.bookmarks[1].spot.y) == (20, 250)
    assert offers.bookmarks[2].spot.y == 100
    assert offers.anchors["bookmark-2"] == offers.bookmarks[1].spot
    assert offers.anchors["page-3"].page == 2


def test_bookmarks_that_go_in_a_circle_come_to_an_end(paper, take):
    pdf = paper()
    page = pdf.pages[0].obj
    first = pdf.make_indirect(Dictionary(Title=String("a"), Dest=Array([page, Name.Fit])))
    second = pdf.make_indirect(Dictionary(Title=String("b"), Dest=Array([page, Name.Fit])))
    first.Next, second.Next, second.First = second, first, first
    pdf.Root.Outlines = Dictionary(First=first, Last=second)
    assert [mark.title for mark in take(pdf).offers.bookmarks] == ["a", "b"]


def test_names_of_places_are_kept_where_they_can_be_ids(paper, take):
    pdf = paper(b"", b"")
    second = pdf.pages[1].obj
    there = Array([second, Name.XYZ, 10, 90, 0])
    names = ["art.3", "page-1", "with space", "chapter:4"]
    flat = [item for name in sorted(names) for item in (String(name), Dictionary(D=there))]
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(flat)))
    pdf.Root.Dests = Dictionary(Old=Array([second, Name.Fit]))
    links = [
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=String(name))
        for name in (*names, "nowhere")
    ]
    pdf.pages[0].obj.Annots = Array(links)
    taken = take(pdf)
    anchors = taken.offers.anchors
    assert anchors["art.3"].y == 90 and anchors["Old"].page == 1
    assert anchors["page-1"].page == 0  # a page's own, whatever the document calls so
    led = [str(one.Dest) for one in taken.pdf.pages[0].obj.Annots]
    assert {anchors[one] for one in led} == {anchors["art.3"]}
    assert taken.said("B177") == "links that are taken out: to places that are not in it (1)"


def test_printed_page_numbers_are_the_documents_own(paper, take):
    pdf = paper(*[b""] * 6)
    front, text = Dictionary(S=Name.r), Dictionary(S=Name.D, St=7)
    annex = Dictionary(P=String("A-"), S=Name.A)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, front, 2, text, 4, annex]))
    assert take(pdf).offers.folios == ("i", "ii", "7", "8", "A-A", "A-B")
    assert take(paper()).offers.folios == ()


@pytest.mark.parametrize("count", [0, 27, 53])
def test_letters_that_count_pages_double_after_the_last(paper, take, count):
    pdf = paper(b"")
    label = Dictionary(S=Name.a, St=count)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, label]))
    assert take(pdf).offers.folios == ({0: "", 27: "aa", 53: "aaa"}[count],)


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([4], "page 4"),
        ([1, 2, 3], "pages 1–3"),
        ([1, 3, 4, 9], "pages 1, 3–4 and 9"),
        (list(range(1, 40, 2)), "20 pages (1, 3, 5, 7, 9, 11, 13, 15 …)"),
    ],
)
def test_pages_are_named_in_as_few_words_as_possible(pages, said):
    assert pages_in_words(pages) == said
