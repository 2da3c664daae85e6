"""Late fields are numbered in order and take only the room they are given."""

from __future__ import annotations

import pytest

from publish.composing.late import (
    ALIGN_RIGHT,
    FIRST_FIELD,
    MOST_FIELDS,
    ROOM,
    fields_of,
    number_fields,
)
from publish.composing.model import Draft
from publish.errors import PublishError

HTML = (
    '<p>a <span class="late" data-late="page:sec-a"></span> b '
    "<span data-late='continued' class='late'></span></p>"
)


def draft(html: str) -> Draft:
    return Draft(html, ("p { margin: 0 }",), ())


def test_fields_are_listed_in_the_order_of_the_document():
    assert fields_of(HTML) == ("page:sec-a", "continued")


def test_each_field_has_a_character_of_its_own_and_room_behind_it():
    ticket = number_fields(draft(HTML), lambda target: 3 if target == "continued" else 2)
    assert ticket.late == ("page:sec-a", "continued")
    assert f">{chr(FIRST_FIELD)}{ROOM}</span>" in ticket.html
    assert f">{chr(FIRST_FIELD + 1)}{ROOM}{ROOM}</span>" in ticket.html


def test_from_right_to_left_a_number_stands_at_the_right_of_its_room():
    page = f'<html lang="ar" dir="rtl">{HTML}</html>'
    ticket = number_fields(draft(page), lambda target: 3 if target == "continued" else 1)
    assert f">{chr(FIRST_FIELD)}</span>" in ticket.html
    assert f">{chr(FIRST_FIELD + 1)}{ROOM}{ALIGN_RIGHT}</span>" in ticket.html


def test_only_the_room_enters_the_digest():
    one, same, other = (number_fields(draft(HTML), lambda _t, n=n: n).digest for n in (2, 2, 3))
    assert one == same != other


def test_more_fields_than_placeholders_are_refused():
    many = '<span class="late" data-late="page:x"></span>' * (MOST_FIELDS + 1)
    with pytest.raises(PublishError, match="page numbers"):
        number_fields(draft(many), lambda _target: 1)
