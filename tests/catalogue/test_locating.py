"""Places of keys and values in TOML."""

from __future__ import annotations

import tomllib

import pytest

from publish.catalogue.locating import Route, locate

TEXT = '''# comment with [brackets] and = signs
title = "A # no comment"
"odd key".sub = 'x'
list = [ # comment, with comma
  "a", "b\\"]",
  [1, 2],
]
point = { x = 1, "y z" = [true] }
long = """
[not.a.table]
key = 1\\"""" # ends with a quote
raw = \'\'\'
it's = "x"\'\'\'
when = 1979-05-27 07:32:00
é = 1
[imprint]
  name = "x"
[[bundle]]
name = "one"
[[bundle]]
name = "two"
[bundle.more]
k = 1
'''


def routes_of(value: object, route: Route = ()) -> set[Route]:
    found = {route}
    if isinstance(value, dict):
        for key, item in value.items():
            found |= routes_of(item, (*route, key))
    elif isinstance(value, list):
        for n, item in enumerate(value):
            found |= routes_of(item, (*route, n))
    return found


TEXT = TEXT.replace("é = 1\n", '"é" = 1\n')


def test_every_key_and_item_that_the_reader_finds_has_a_place() -> None:
    assert set(locate(TEXT)) == routes_of(tomllib.loads(TEXT))


@pytest.mark.parametrize(
    ("route", "key", "value"),
    [
        (("title",), (2, 1), (2, 9)),
        (("odd key", "sub"), (3, 1), (3, 17)),
        (("list", 1), (5, 8), (5, 8)),
        (("list", 2, 1), (6, 7), (6, 7)),
        (("point", "y z"), (8, 18), (8, 26)),
        (("imprint",), (16, 1), (16, 1)),
        (("imprint", "name"), (17, 3), (17, 10)),
        (("bundle", 1), (20, 1), (20, 1)),
        (("bundle", 1, "name"), (21, 1), (21, 8)),
        (("bundle", 1, "more", "k"), (23, 1), (23, 5)),
    ],
)
def test_a_place_is_the_line_and_column_an_editor_shows(
    route: Route, key: tuple[int, int], value: tuple[int, int]
) -> None:
    mark = locate(TEXT)[route]
    assert (mark.key, mark.value) == (key, value)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "a=1", "a={}\nb=[]", "[a]"])
def test_small_files_are_walked_to_their_end(text: str) -> None:
    assert set(locate(text)) == routes_of(tomllib.loads(text))
