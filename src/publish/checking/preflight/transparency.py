"""Rules on how marks act on those under them: overprint, blending, groups, soft masks."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf.generic import DictionaryObject, StreamObject

from publish.checking.opened import entry, raw, resolved, text
from publish.checking.preflight.marks import Mark, PageContent, Placed
from publish.checking.preflight.reporting import Case
from publish.checking.preflight.spaces import Paint, process_of, space_of, text_of_space
from publish.errors import Finding, Rule

WHITE_OVERPRINT = Rule(
    "P262",
    "White does not overprint.",
    "GWG 2015, 4.8 and 4.9, Overprint White: it lays down no ink and lets all show through, so "
    "that it vanishes in print, though viewers show it.",
)
OVERPRINT_MODE = Rule(
    "P263",
    "What overprints does so in mode 1, and is not DeviceGray.",
    "ISO 32000-1:2008, 8.6.7; GWG 2015, 4.7: in mode 0 the inks that a colour lacks knock out "
    "what lies under it all the same; of greys programs make either.",
    severity="warning",
)
BLENDING_SPACE = Rule(
    "P266",
    "Transparency is blended in the colours of the output intent.",
    "ISO 15930-7:2010, 6.4, and GWG 2015, Transparency Blend Color Space: blended in RGB, "
    "everything in the group is converted there and back, black text included.",
)
BLEND_MODES = Rule(
    "P267",
    "Blend modes are those that PDF knows.",
    "ISO 32000-1:2008, 11.3.5: another is painted as Normal, or stops the press's computer.",
)
SOFT_MASKS = Rule(
    "P269",
    "A soft mask is grey, and a luminosity mask says in which colours it is made.",
    "ISO 32000-1:2008, 11.5.3 and 11.6.5.3: without them each program masks otherwise.",
)
LIVE = Rule(
    "P268",
    "A printer that flattens transparency is told where there is some.",
    "ISO 15930-7:2010 allows it; older presses flatten it, and text near it can grow bolder.",
    severity="note",
)

RULES: tuple[Rule, ...] = (
    WHITE_OVERPRINT, OVERPRINT_MODE, BLENDING_SPACE, BLEND_MODES, SOFT_MASKS, LIVE,
)  # fmt: skip

MODES = {
    "Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge",
    "ColorBurn", "HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Saturation", "Color",
    "Luminosity",
}  # fmt: skip


def check_overprint(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield the first white mark that overprints, and the first with a mode that does not."""
    told: set[Rule] = set()
    for mark in content.marks:
        rule = _overprint(mark)
        if rule is None or rule in told:
            continue
        told.add(rule)
        if rule is WHITE_OVERPRINT:
            message, remedy = "something white overprints, and will vanish", "let it knock out"
        else:
            message = "something overprints in a way that programs read differently"
            remedy = "set overprint mode 1 and give it a colour in CMYK"
        yield case.finding(rule, content, message, remedy, mark.box)


def _overprint(mark: Mark) -> Rule | None:
    graphics, paint = mark.graphics, mark.paint
    on = graphics.overprint_stroke if mark.act == "stroke" else graphics.overprint_fill
    if not on or paint is None or paint.pattern is not None:
        return None
    ink = paint.ink
    if ink is not None and ink.total == 0:
        return WHITE_OVERPRINT if _leaves_all(paint, graphics.mode) else OVERPRINT_MODE
    if paint.space.kind == "grey":
        return OVERPRINT_MODE
    if paint.space.kind == "cmyk" and graphics.mode == 0 and 0 in paint.values:
        return OVERPRINT_MODE
    return None


def _leaves_all(paint: Paint, mode: int) -> bool:
    return paint.space.kind == "separation" or mode == 1


def check_transparency(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield what is wrong with blending on a page, and a note if there is any."""
    process = case.process or "cmyk"
    for group in content.groups.values():
        space = space_of(raw(group, "/CS"), entry(content.page, "/Resources"))
        if space and process == "cmyk" and space.kind in ("rgb", "icc rgb", "cal rgb"):
            message = f"transparency is blended in {text_of_space(space)}"
            yield case.finding(BLENDING_SPACE, content, message, "blend it in DeviceCMYK")
            break
    for mark in content.marks:
        blend = mark.graphics.blend
        if blend not in MODES:
            message = f"the blend mode {blend} is none that PDF knows"
            yield case.finding(BLEND_MODES, content, message, "take one of ISO 32000-1", mark.box)
            break
    yield from _soft_masks(case, content)
    live = next((mark for mark in content.marks if _live(mark)), None)
    if live:
        message, remedy = "it has live transparency", "ask the printer whether it is flattened"
        yield case.finding(LIVE, content, message, remedy, live.box)


def _live(mark: Mark) -> bool:
    graphics = mark.graphics
    return (
        graphics.blend != "Normal"
        or graphics.fill_alpha < 1
        or graphics.stroke_alpha < 1
        or graphics.masked
        or mark.veil is not None
        or (isinstance(mark.source, Placed) and "/SMask" in mark.source.picture)
    )


def _soft_masks(case: Case, content: PageContent) -> Iterator[Finding]:
    for mark in content.marks:
        if not isinstance(mark.source, Placed):
            continue
        mask = resolved(raw(mark.source.picture, "/SMask"))
        if isinstance(mask, StreamObject):
            space = space_of(raw(mask, "/ColorSpace"), DictionaryObject())
            if space is None or process_of(space).kind not in ("grey", "cal grey", "icc grey"):
                message = "the soft mask of a picture is not grey"
                yield case.finding(SOFT_MASKS, content, message, "make it DeviceGray", mark.box)
                return
    states = entry(entry(content.page, "/Resources"), "/ExtGState")
    for value in states.values():
        mask = entry(value.get_object(), "/SMask") if value.get_object() else DictionaryObject()
        group = entry(entry(mask, "/G"), "/Group")
        if text(mask, "/S") == "/Luminosity" and "/CS" not in group:
            message = "a luminosity mask does not say in which colours it is made"
            remedy = "give its group a colour space (/CS)"
            yield case.finding(SOFT_MASKS, content, message, remedy)
            return
