from __future__ import annotations

import pytest

from publish.composing.numerals import roman, roman_value


@pytest.mark.parametrize(
    ("number", "written"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (49, "xlix"), (99, "xcix")]
)
def test_roman_numerals_subtract_where_custom_does(number: int, written: str) -> None:
    assert roman(number) == written
    assert roman_value(written) == number


@pytest.mark.parametrize("label", ["", "12", "iic", "cover", "iiii"])
def test_what_is_no_roman_numeral_has_no_value(label: str) -> None:
    assert roman_value(label) == 0
