"""Attributes of structure elements as plain data: those that tell readers something.

Classes are written out where they are used (ISO 32000-1:2008, 14.7.5.2 and 14.8.5).
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.foreign import geometry
from publish.binding.foreign.geometry import Matrix
from publish.binding.foreign.walking import dictionary, listed, name

_OWNERS = ("Layout", "List", "Table", "PrintField")
_MOST = 100  # entries of an attribute object, items of an array

Plain = bool | int | float | bytes | str | tuple["Plain", ...]  # a str is a name
Attributes = dict[str, Plain]


def attributes_of(element: pikepdf.Object, classes: pikepdf.Object) -> list[Attributes]:
    """Return the attribute objects of an element, its classes' first: its own weigh more."""
    found: list[Attributes] = []
    for given in _many(element.get("/C")):
        if isinstance(given, Name):
            found += [_plain(one) for one in _many(classes.get(str(given)))]
    found += [_plain(one) for one in _many(element.get("/A"))]
    return [one for one in found if len(one) > 1]


def _many(value: object) -> list[pikepdf.Object]:
    if isinstance(value, Array):
        return listed(value)[:_MOST]
    return [value] if isinstance(value, Dictionary | Name) else []


def _plain(given: object) -> Attributes:
    """Return an attribute object of a kind that is known; else nothing."""
    table = dictionary(given)
    if isinstance(table, pikepdf.Stream) or name(table.get("/O")) not in _OWNERS:
        return {}
    return dict(_entries(table))


def _entries(table: Dictionary) -> Iterator[tuple[str, Plain]]:
    for key, value in list(table.items())[:_MOST]:
        plain = plain_value(value)
        if plain is not None:
            yield key[1:], plain


def plain_value(value: object, depth: int = 0) -> Plain | None:
    """Return a value that leads nowhere else; None for one that does."""
    if isinstance(value, Name):
        return str(value)[1:]
    if isinstance(value, pikepdf.String):
        return bytes(value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Array) and depth < 3:
        items = [plain_value(item, depth + 1) for item in listed(value)[:_MOST]]
        return tuple(item for item in items if item is not None)
    if isinstance(value, Dictionary | pikepdf.Stream | pikepdf.Object):
        return None
    try:
        return float(value)  # type: ignore[arg-type]  # a Decimal; None and the rest raise
    except (TypeError, ValueError):
        return None


def written(attributes: Attributes, matrix: Matrix | None) -> Dictionary:
    """Return an attribute object for the new file.

    Args:
        matrix: of the page that a /BBox counts on; None where that is not known.
    """
    made = Dictionary({f"/{key}": _object(value) for key, value in attributes.items()})
    if "/BBox" in made:
        box = geometry.box_of(made.BBox)
        if box is None or matrix is None:
            del made["/BBox"]
        else:
            made.BBox = Array([round(value, 2) for value in geometry.box_at(matrix, box)])
    return made


def _object(value: Plain) -> pikepdf.Object | bool | int | float:
    if isinstance(value, str):
        return Name("/" + value)
    if isinstance(value, bytes):
        return pikepdf.String(value)
    if isinstance(value, tuple):
        return Array([_object(item) for item in value])
    return round(value, 4) if isinstance(value, float) else value
