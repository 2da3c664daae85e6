"""What a session pack is made from, read for the facilitator and for participants apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from publish.catalogue.model import Catalogue
from publish.catalogue.sessions import Session
from publish.checking.leaks import secrets_of
from publish.composing.layouts import Layout
from publish.composing.pack_views import listed, said
from publish.composing.packs import SLIDE_MEASURE, Pack
from publish.errors import Finding
from publish.manuscript.excerpting import excerpts_of
from publish.manuscript.model import Manuscript
from publish.manuscript.reading import read
from publish.manuscript.slides import check_slides, read_slides


def read_pack(
    session: Session, lang: str, catalogue: Catalogue, cache: Path, layout: Layout
) -> tuple[Pack, tuple[Manuscript, ...], tuple[Finding, ...]]:
    """Return a pack, all texts that participants are given pieces of, and what is wrong.

    Args:
        cache: where drawn charts are kept.
        layout: of the handout, whose measure and brand the texts are read for.
    """
    findings: list[Finding] = []
    page, brand = layout.settings.page, layout.identity

    def text(slug: str, audience: str) -> Manuscript:
        work = catalogue.publications[slug]
        own = lang if lang in work.languages else work.languages[0]
        made, found = read(
            catalogue,
            work,
            own,
            brand=brand,
            audience=audience,
            measure=page.measure,
            cache=cache,
        )
        findings.extend(found)
        return made

    def slides(audience: str) -> Manuscript | None:
        if not session.slides:
            return None
        made, found = read_slides(
            catalogue,
            catalogue.publications[session.work],
            lang,
            session.slides,
            brand=brand,
            audience=audience,
            measure=SLIDE_MEASURE,
            cache=cache,
            place=session.at("slides"),
        )
        findings.extend(found)
        return made

    slugs = (one.partition("#")[0] for one in session.excerpts)
    known = dict.fromkeys(slug for slug in (session.work, *slugs) if slug in catalogue.publications)
    texts = {slug: text(slug, "participants") for slug in known}
    excerpts, found = excerpts_of(session, catalogue, texts)
    findings.extend(found)
    shown = slides("facilitator")
    findings.extend(check_slides(session, shown) if shown else ())
    pack = Pack(
        session=session,
        lang=lang,
        publication=catalogue.publications[session.work],
        facilitator=text(session.work, "facilitator"),
        participants=texts[session.work],
        excerpts=excerpts,
        slides=shown,
        slides_participants=slides("participants"),
    )
    return pack, tuple(texts.values()), tuple(dict.fromkeys(findings))


def pack_secrets(pack: Pack, shown: Sequence[Manuscript]) -> frozenset[str]:
    """Return what only the facilitator may read.

    Args:
        shown: all texts that participants are given pieces of.
    """
    session, lang = pack.session, pack.lang
    kept = [pack.facilitator, *([pack.slides] if pack.slides else [])]
    public = [*shown, *([pack.slides_participants] if pack.slides_participants else [])]
    told = [said(step.notes, lang) for step in session.steps if step.notes]
    printed = [pack.title, *listed(session.objectives, lang)]
    printed += [said(step.title, lang) for step in session.steps]
    return secrets_of(kept, public, told, printed)
