"""Layers: what a document shows at first stays shown, what it hides stays hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.binding.foreign.scrubbing import keep_only
from publish.binding.foreign.walking import dictionary, listed, name, text
from publish.errors import Finding, Place, Rule

LAYERED = Rule(
    "B182",
    "A document shows all that is on its pages.",
    "ISO 32000-1:2008, 8.11: layers that are hidden at first stay so in a bundle; readers can "
    "switch them, paper cannot.",
    "note",
)
RULES: tuple[Rule, ...] = (LAYERED,)

_MOST = 2_000


def put_layers(pdf: pikepdf.Pdf, groups: Iterable[tuple[pikepdf.Object, bool]]) -> None:
    """Write which layers a file has, and which are hidden.

    ISO 32000-1:2008, 8.11.4; ISO 19005-2:2011, 6.9.
    """
    listed_all = list(groups)
    if not listed_all:
        return
    every = Array([group for group, _ in listed_all])
    shown = Dictionary(
        Name=String("Layers"),
        BaseState=Name.ON,
        Order=every,
        OFF=Array([group for group, hidden in listed_all if hidden]),
    )
    pdf.Root.OCProperties = Dictionary(OCGs=every, D=shown)


def layers_of(root: pikepdf.Object) -> list[tuple[pikepdf.Object, bool]]:
    """Return the layers of a document, and whether each is hidden."""
    properties = dictionary(root.get("/OCProperties"))
    state = dictionary(properties.get("/D"))
    groups = [one for one in listed(properties.get("/OCGs"))[:_MOST] if _is_group(one)]
    off = {one.objgen for one in listed(state.get("/OFF")) if _is_group(one)}
    on = {one.objgen for one in listed(state.get("/ON")) if _is_group(one)}
    none = name(state.get("/BaseState")) == "OFF"
    return [(one, one.objgen not in on if none else one.objgen in off) for one in groups]


def clean_layers(groups: Iterable[tuple[pikepdf.Object, bool]]) -> None:
    """Leave layers their names."""
    for number, (group, _) in enumerate(groups, 1):
        called = text(group.get("/Name"))[:100] or f"Layer {number}"
        keep_only(group, ("/Type",))
        group.Name = String(called)


def layered(groups: Iterable[tuple[pikepdf.Object, bool]], where: Place) -> Iterator[Finding]:
    """Yield what is hidden."""
    hidden = [text(group.get("/Name")) or "without a name" for group, off in groups if off]
    if hidden:
        shown = ", ".join(f"“{one[:40]}”" for one in hidden[:5]) + (" …" if hidden[5:] else "")
        yield LAYERED.at(where, f"layers that stay hidden: {shown}")


def _is_group(value: object) -> bool:
    return isinstance(value, Dictionary) and name(value.get("/Type")) == "OCG" and value.is_indirect
