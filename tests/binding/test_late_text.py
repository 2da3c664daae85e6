from __future__ import annotations

import re

import pytest

from publish.binding.faces import Glyph
from publish.binding.late_text import LateFace, Misfit, face_pattern, fill

ROOM, FOLIO, RIGHT, CENTRE, FIELD = 1, 2, 3, 4, 5
GLYPHS = {
    ROOM: ("\ue000", 500.0),
    FOLIO: ("\ue001", 500.0),
    RIGHT: ("\ue003", 500.0),
    CENTRE: ("\ue004", 500.0),
    FIELD: ("\ue100", 500.0),
    FIELD + 1: ("\ue101", 500.0),
}


def encode(text: str) -> tuple[Glyph, ...]:
    if "?" in text:
        raise KeyError("?")
    return tuple(Glyph(ord(char), 400.0, char) for char in text)


def filled(operand: str, text: str = "7", name: str = "LATE") -> tuple[str, list[Misfit]]:
    misfits: list[Misfit] = []
    data = f"BT\n/{name} 9 Tf\n[{operand}] TJ\n[<0001>] TJ\nET\n".encode()
    faces = {b"LATE": LateFace(GLYPHS, encode)}
    written = fill(data, face_pattern([b"LATE"]), faces, lambda _: text, misfits).decode()
    found = re.search(r"\[(.*)\] TJ", written)
    assert found
    return found[1].strip(), misfits


def advance(items: str) -> float:
    """Return how far TJ items move, with glyphs of 400."""
    total = 0.0
    for codes, number in re.findall(r"<([0-9a-f]*)>|(-?[\d.]+)", items):
        total += len(codes) / 4 * 400 if codes else -float(number)
    return total


def shown(items: str) -> str:
    return "".join(
        chr(int(code, 16))
        for codes in re.findall(r"<([0-9a-f]*)>", items)
        for code in re.findall("....", codes)
    )


@pytest.mark.parametrize("text", ["", "7", "12", "xii"])
@pytest.mark.parametrize("last", [ROOM, RIGHT, CENTRE])
def test_whatever_the_text_what_follows_stays_where_it_was(text: str, last: int) -> None:
    items, misfits = filled(f"<{FOLIO:04x}{ROOM:04x}{ROOM:04x}{last:04x}>", text)
    assert shown(items) == text
    assert advance(items) == 2000
    assert not misfits


def test_the_last_placeholder_says_how_the_text_is_aligned() -> None:
    assert filled(f"<{FOLIO:04x}{ROOM:04x}>")[0] == "<0037>-600"
    assert filled(f"<{FOLIO:04x}{RIGHT:04x}>")[0] == "-600 <0037>"
    assert filled(f"<{FOLIO:04x}{CENTRE:04x}>")[0] == "-300 <0037>-300"


def test_adjustments_between_placeholders_are_room_too() -> None:
    items, _ = filled(f"-20<{FOLIO:04x}>-30<{ROOM:04x}>50")
    assert advance(items) == 1000 + 20 + 30 - 50


def test_nothing_is_skipped_where_the_next_text_has_its_own_place() -> None:
    data = f"/LATE 9 Tf\n[<{FOLIO:04x}{ROOM:04x}>] TJ\nEMC\n1 0 0 -1 5 5 Tm\n".encode()
    faces = {b"LATE": LateFace(GLYPHS, encode)}
    written = fill(data, face_pattern([b"LATE"]), faces, lambda _: "7", [])
    assert b"[<0037>] TJ" in written


def test_two_fields_side_by_side_are_told_apart() -> None:
    items, _ = filled(f"<{FIELD:04x}{ROOM:04x}{FIELD + 1:04x}>", "3")
    assert shown(items) == "33"
    assert advance(items) == 1500


def test_text_in_another_face_is_not_touched() -> None:
    assert filled("<00010002>", name="OTHER")[0] == "<00010002>"


def test_only_what_stands_before_the_next_face_is_read() -> None:
    data = b"/LATE 9 Tf\n[<0002>] TJ\nET\nq\n/S 10 Tf\n[<0002>] TJ\nQ\n[<0002>] TJ\n"
    faces = {b"LATE": LateFace(GLYPHS, encode)}
    written = fill(data, face_pattern([b"LATE"]), faces, lambda _: "7", [])
    assert written == b"/LATE 9 Tf\n[<0037>] TJ\nET\nq\n/S 10 Tf\n[<0002>] TJ\nQ\n[<0002>] TJ\n"


def test_a_text_wider_than_its_room_is_reported_and_still_set() -> None:
    items, misfits = filled(f"<{FOLIO:04x}>", "123")
    assert shown(items) == "123"
    assert advance(items) == 500
    assert [m.why for m in misfits] == ["wide"]


def test_a_character_that_the_face_lacks_is_reported() -> None:
    items, misfits = filled(f"<{FOLIO:04x}>", "?")
    assert shown(items) == ""
    assert [m.why for m in misfits] == ["glyph"]
