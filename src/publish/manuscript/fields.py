"""A place to fill in as it travels from the manuscript to binding: as the address of a link.

Pages are set once and bound many times, and only some editions can be filled in on a screen. So
typesetting knows of a place to fill in no more than of a link, whose area and tag it keeps, and
binding makes of that link what its edition needs: a field, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args
from urllib.parse import parse_qs, quote, urlencode

SCHEME = "field:"
Kind = Literal["line", "area", "check", "choice"]


@dataclass(frozen=True, slots=True)
class Field:
    """A place to fill in.

    Attributes:
        name: unique in its work; "form-feedback/your-name". All places of one choice share it.
        kind: one line, several lines, a box to tick, one of several answers.
        label: what is asked; screen readers say it.
        answer: of a choice, what this place stands for.
    """

    name: str
    kind: Kind
    label: str
    answer: str = ""


def address_of(field: Field) -> str:
    """Return the address that stands for `field` in the HTML and in a gathering."""
    said = {"kind": field.kind, "label": field.label, "answer": field.answer}
    pairs = {key: value for key, value in said.items() if value}
    return f"{SCHEME}{quote(field.name)}?{urlencode(pairs, quote_via=quote)}"


def field_at(address: str) -> Field:
    """Return the field that an address made by `address_of` stands for.

    Raises:
        ValueError: nothing of the kind was written.
    """
    name, _, query = address.removeprefix(SCHEME).partition("?")
    said = {key: values[-1] for key, values in parse_qs(f"name={name}&{query}").items()}
    if said.get("kind") not in get_args(Kind) or not said.get("name") or not said.get("label"):
        raise ValueError(address)
    kind = cast(Kind, said["kind"])  # looked up above
    return Field(said["name"], kind, said["label"], said.get("answer", ""))
