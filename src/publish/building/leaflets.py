"""What goes with sheets to whoever prints them: instructions, and a sheet to try the printer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.binding.bind import bind
from publish.binding.model import Binding, Metadata, Section
from publish.building.handouts import Made, Request, beside
from publish.building.named import GREYSCALE
from publish.building.rounds import Setter
from publish.building.store import Store
from publish.checking.gate import Expected, gate_of_known_pages
from publish.composing.instructions import (
    DUPLEX_TEST,
    Instructions,
    compose_duplex_test,
    compose_instructions,
)
from publish.composing.late import number_fields
from publish.composing.layouts import Layout
from publish.composing.model import Slot
from publish.editions import screen
from publish.errors import Finding, FindingsError, Place, errors_of
from publish.typesetting.model import Gathering
from publish.writing import write_whole

_PROFILE = "colour/sRGB2014.icc"  # of the brand


@dataclass(frozen=True, slots=True)
class Press:
    """What setting and binding need."""

    layout: Layout
    setter: Setter
    store: Store
    created: dt.datetime


def instructions_for(made: Made, request: Request, imprint: str) -> Instructions:
    """Return what is to be said to whoever prints a handout."""
    first, *covers = made.handouts
    wish = request.wish
    return Instructions(
        title=made.title,
        form=wish.form,
        file=first.path.name,
        test=beside(first.path, DUPLEX_TEST).name,
        cover=covers[0].path.name if covers else "",
        paper=wish.paper,
        caliper=wish.caliper,
        sheets=first.sheets,
        copies=request.copies,
        stacks=first.stacks,
        flip=first.flip,
        size=first.size,
        fastening=wish.fastening,
        from_right=made.from_right,
        greys=made.printed.edition == GREYSCALE,
        accessible=made.printed.accessible,
        imprint=imprint,
    )


def put_leaflets(
    about: Instructions, lang: str, targets: Mapping[str, Path], press: Press
) -> tuple[Finding, ...]:
    """Set, bind and put out the leaflets, by the names of their gatherings in `targets`.

    Raises:
        FindingsError: a template is at fault, or a finished leaflet is.
    """
    slots = (
        compose_instructions(press.layout, lang, about),
        compose_duplex_test(press.layout, lang, about),
    )
    wanted = {slot.name: slot for slot in slots if slot.name in targets}
    tickets = {name: number_fields(slot.draft, lambda _: 3) for name, slot in wanted.items()}
    gatherings = press.setter.set(tickets)
    findings = [finding for made in gatherings.values() for finding in made.offers.findings]
    _refuse_errors(findings)
    with TemporaryDirectory(prefix="publish-") as folder:
        for name, gathering in gatherings.items():
            made = Path(folder, targets[name].name)
            findings += _bind(wanted[name], gathering, lang, made, press)
            expected = Expected(gathering.offers.pages, wanted[name].title, lang)
            findings += gate_of_known_pages(made, expected, made.name)
        _refuse_errors(findings)
        for target in targets.values():
            write_whole(target, Path(folder, target.name).read_bytes())
    return tuple(findings)


def _bind(
    slot: Slot, gathering: Gathering, lang: str, target: Path, press: Press
) -> tuple[Finding, ...]:
    binding = Binding(
        sections=(Section(gathering, slot.name, slot.numbering, place=Place(target.name)),),
        metadata=Metadata(title=slot.title, lang=lang, created=press.created),
        fonts=press.store.face,
        profile=press.layout.identity[_PROFILE].read_bytes(),
    )
    return bind(binding, screen.FORM, target).findings


def _refuse_errors(findings: Sequence[Finding]) -> None:
    if errors := errors_of(findings):
        raise FindingsError(errors)
