"""The press edition: PDF/X-4 for the printer, in inks, with bleed and marks."""

from __future__ import annotations

from publish.binding.model import Form, Intent, Sheet
from publish.binding.press_inks import PressInks
from publish.editions.model import Edition, House
from publish.units import MM


def press_form(house: House, name: str) -> Form:
    """Return the form of a press file that `name` is the edition of."""
    printer = house.printer
    assert printer is not None  # the builder gives press editions one
    profile = house.identity[printer.profile].read_bytes()
    exact = {hexed.upper(): house.brand.inks[token] for token, hexed in house.brand.colours.items()}
    return Form(
        name=name,
        crop="bleed",
        links=False,
        outline=False,
        standard="x4",
        tags=False,
        inks=PressInks(profile, exact, printer.ink_limit),
        intent=Intent(profile, printer.condition, printer.title),
        sheet=Sheet(
            bleed=printer.bleed * MM,
            marks=printer.marks,
            offset=printer.mark_offset * MM,
            faces=_faces(house),
            edition=name,
            printer=f"{printer.title} · {printer.condition}",
            folds=tuple(fold * MM for fold in house.folds),
        ),
    )


def _faces(house: House) -> tuple[bytes, ...]:
    """Return the font files of the slug line: the text face, then those of other scripts."""
    upright = [face for face in house.brand.faces if (face.weight, face.style) == (400, "normal")]
    chosen = [face for face in upright if face.family == house.brand.text]
    chosen += [face for face in upright if face.script]
    return tuple(house.identity[face.file].read_bytes() for face in chosen)


def _form(house: House) -> Form:
    return press_form(house, "press")


PRESS = Edition("press", copy="screen", form=_form)
