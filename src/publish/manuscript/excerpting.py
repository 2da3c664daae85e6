"""Excerpts: a chapter, a section, a figure, a table or a box, cut out of a resolved manuscript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from publish.catalogue.model import Catalogue
from publish.catalogue.sessions import Session
from publish.errors import Finding, Rule
from publish.manuscript.context import nearest
from publish.manuscript.elements import add, make, replace
from publish.manuscript.model import Chapter, Manuscript, Picture, Reference, Target
from publish.manuscript.trees import html_of, tree_of

UNKNOWN = Rule(
    "M217",
    "What a session hands out is in the works, and participants may see it.",
    "Something would be missing from the handout.",
)
TWICE = Rule(
    "M218",
    "Nothing is handed out twice, by itself and within something larger.",
    "Paper would be wasted, and references would lead to one of two places.",
)
RULES: tuple[Rule, ...] = (UNKNOWN, TWICE)

_KINDS = ("chapter", "section", "figure", "table", "box")
_LEVELS: Mapping[str, int] = {f"h{level}": level for level in range(1, 7)}
_REFERENCES = "ref-"  # their list is handed out with the excerpts


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a work.

    Attributes:
        slug: of the work.
        anchor: the piece's id in it; of a chapter, the id of its heading.
        kind: "chapter", "section", "figure", "table", "box" or "exercise".
        label: as references print it: "Figure 3.2".
        title: plain text.
        html: the piece with its heading; a chapter's is `h2`, others keep their level. What leads
            out of it leads to the work: `xref:slug#id`, `page:slug#id`; citations to `#ref-…`.
        pictures: those that it shows.
        references: those that it cites, in the order of the work's list.
    """

    slug: str
    anchor: str
    kind: str
    label: str
    title: str
    work_title: str
    lang: str
    html: str
    pictures: tuple[Picture, ...] = ()
    references: tuple[Reference, ...] = ()


def excerpt(manuscript: Manuscript, anchor: str, work_title: str = "") -> Excerpt | None:
    """Cut the piece `anchor` out of a manuscript; None if it has no such piece.

    Args:
        anchor: an id, or the name of a chapter's file: "03-structure".
        work_title: as it is to be printed beside the piece.
    """
    by_name = {chapter.name: chapter.id for chapter in manuscript.chapters}
    target = manuscript.targets.get(by_name.get(anchor, anchor))
    if target is None or target.kind not in _KINDS:
        return None
    chapter = manuscript.chapters[target.chapter]
    holder = _whole(chapter) if target.kind == "chapter" else _piece(chapter, target)
    if holder is None:
        return None
    _without_marks(holder)
    _lead_out(manuscript.slug, holder)
    shown = {image.get("src") for image in holder.iter("img")}
    cited = {link.get("href", "").removeprefix("#") for link in holder.iter("a")}
    return Excerpt(
        slug=manuscript.slug,
        anchor=target.id,
        kind="exercise" if target.box_kind == "exercise" else target.kind,
        label=target.label,
        title=target.title,
        work_title=work_title,
        lang=manuscript.lang,
        html="\n".join(html_of(element) for element in holder),
        pictures=tuple(one for one in chapter.pictures if one.url in shown),
        references=tuple(one for one in manuscript.references if one.id in cited),
    )


def excerpts_of(
    session: Session, catalogue: Catalogue, manuscripts: Mapping[str, Manuscript]
) -> tuple[tuple[Excerpt, ...], tuple[Finding, ...]]:
    """Return what a session hands out, in its order, and what cannot be.

    Args:
        manuscripts: of every work that is named, by slug, as participants read it: in the
            language of the session, or the one that the work is issued in.
    """
    found: list[Excerpt] = []
    findings: list[Finding] = []
    for n, reference in enumerate(session.excerpts):
        slug, _, anchor = reference.partition("#")
        manuscript = manuscripts.get(slug)
        if manuscript is None:
            continue  # the catalogue has told of it
        titles = catalogue.publications[slug].short_title
        title = titles.get(manuscript.lang) or next(iter(titles.values()), slug)
        piece = excerpt(manuscript, anchor, title)
        place = session.at("excerpts", n)
        if piece is None:
            known = [*(one.name for one in manuscript.chapters), *_pieces(manuscript)]
            message = f"nothing that participants see in `{slug}` has the id `{anchor}`"
            findings.append(UNKNOWN.at(place, message, nearest(anchor, known) or "correct the id"))
            continue
        found.append(piece)
    findings += _doubled(session, found)
    findings += _unknown_exercises(session, manuscripts.get(session.work))
    return tuple(found), tuple(findings)


def _doubled(session: Session, found: Sequence[Excerpt]) -> Iterator[Finding]:
    """Yield a finding for every piece that stands inside another, and for exercises likewise."""
    order = {reference: n for n, reference in enumerate(session.excerpts)}
    ids = [{element.get("id") for element in tree_of(one.html).iter()} for one in found]
    for n, piece in enumerate(found):
        place = session.at("excerpts", order.get(f"{piece.slug}#{piece.anchor}", n))
        for other, inside in zip(found, ids, strict=True):
            if other is not piece and other.slug == piece.slug and piece.anchor in inside:
                message = f"`{piece.anchor}` is handed out within `{other.anchor}` already"
                yield TWICE.at(place, message, "take it off the list, and name the larger one")
        for name in session.exercises:
            if piece.slug == session.work and name in ids[n]:
                message = f"the exercise `{name}` is handed out by itself already"
                yield TWICE.at(place, message, "take one of them off its list")


def _unknown_exercises(session: Session, manuscript: Manuscript | None) -> Iterator[Finding]:
    if manuscript is None:
        return
    known = [one.id for one in manuscript.targets.values() if one.box_kind == "exercise"]
    named = [(session.at("exercises", n), name) for n, name in enumerate(session.exercises)]
    for n, step in enumerate(session.steps):
        if step.exercise and not session.exercises:
            named.append((session.at("steps", n, "exercise"), step.exercise))
    for place, name in named:
        if name not in known:
            message = f"`{session.work}` has no exercise `{name}`"
            remedy = nearest(name, known) or "give the exercise this id"
            yield UNKNOWN.at(place, message, remedy)


def _pieces(manuscript: Manuscript) -> list[str]:
    return [target.id for target in manuscript.targets.values() if target.kind in _KINDS]


def _whole(chapter: Chapter) -> Element:
    """Return a chapter in a `div`: its heading, standfirst, key messages, body."""
    holder = make("div")
    heading = make("h2", "numbered" if chapter.number else "unnumbered", id=chapter.id)
    if chapter.number:
        add(heading, make("span", "number", chapter.number), " ")
    title = tree_of(chapter.title_html)
    title.tag, title.attrib = "span", {"class": "heading-text"}
    holder.append(add(heading, title))
    if chapter.standfirst_html:
        standfirst = tree_of(chapter.standfirst_html)
        standfirst.tag, standfirst.attrib = "p", {"class": "standfirst"}
        holder.append(standfirst)
    if chapter.key_messages_html:
        body = tree_of(chapter.key_messages_html)
        body.set("class", "box-body")
        box = make("aside", "box box-key-messages", **{"data-tag": "Aside"})
        holder.append(add(box, body))
    for element in tree_of(chapter.body_html):
        for inner in element.iter():
            if inner.tag in _LEVELS:
                inner.tag = f"h{min(_LEVELS[inner.tag] + 1, 6)}"
        holder.append(element)
    return holder


def _piece(chapter: Chapter, target: Target) -> Element | None:
    """Return a section, figure, table or box in a `div`."""
    for text in (chapter.body_html, chapter.key_messages_html):
        root = tree_of(text)
        for parent in root.iter():
            for at, element in enumerate(parent):
                if element.get("id") == target.id:
                    end = _section_end(parent, at) if element.tag in _LEVELS else at + 1
                    return add(make("div"), *parent[at:end])
    return None


def _section_end(parent: Element, start: int) -> int:
    """Return where the section ends whose heading is the child `start`."""
    level = _LEVELS[parent[start].tag]
    for at in range(start + 1, len(parent)):
        if _LEVELS.get(parent[at].tag, 9) <= level:
            return at
    return len(parent)


def _without_marks(holder: Element) -> None:
    """Take out the places of the index, and breaks of pages, which were for other pages."""
    for parent in list(holder.iter()):
        for child in list(parent):
            if child.get("class") in ("index-mark", "break-page", "break-column"):
                replace(parent, child, [])
    for element in holder:
        element.tail = None


def _lead_out(slug: str, holder: Element) -> None:
    """Let links and late page numbers lead to the work where they lead out of the piece."""
    inside = {element.get("id") for element in holder.iter()}
    for link in holder.iter("a"):
        name = link.get("href", "")[1:]
        own = name in inside or name.startswith(_REFERENCES)
        if link.get("href", "").startswith("#") and not own:
            link.set("href", f"xref:{slug}#{name}")
    for late in holder.iter("span"):
        kind, _, name = late.get("data-late", "").partition(":")
        if kind == "page" and "#" not in name and name not in inside:
            late.set("data-late", f"page:{slug}#{name}")
