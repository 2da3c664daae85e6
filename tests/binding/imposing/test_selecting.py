"""Pages are asked for as viewers show their numbers."""

from __future__ import annotations

import pytest

from publish.binding.imposing.selecting import MOST, NO_PAGES, NO_SUCH_PAGE, selected
from publish.errors import Place, PublishError

PLAIN = tuple(str(number) for number in range(1, 51))
BOOK = ("Cover", "i", "ii", "iii", "1", "2", "3", "A-1", "A-2", "Back cover")
WHERE = Place("book.pdf")


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [
        ("12-14", [12, 13, 14]),
        ("3", [3]),
        ("48-", [48, 49, 50]),
        ("-3", [1, 2, 3]),
        ("1,3,5-6", [1, 3, 5, 6]),
        (" 1 , 3 – 4 ;9", [1, 3, 4, 9]),
        ("5,5,4", [5, 5, 4]),
        ("2,,3,", [2, 3]),
        ("", list(range(1, 51))),
        ("   ", list(range(1, 51))),
    ],
)
def test_numbers_and_ranges_are_understood(wanted, pages):
    assert [index + 1 for index in selected(wanted, PLAIN, WHERE)] == pages


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [
        ("ii-2", [2, 3, 4, 5]),
        ("II", [2]),
        ("cover", [0]),
        ("A-1", [7]),
        ("3-A-2", [6, 7, 8]),
        ("A-1-A-2", [7, 8]),
        ("A-2-", [8, 9]),
        ("-i", [0, 1]),
        ("1-3", [4, 5, 6]),
    ],
)
def test_numbers_are_those_that_viewers_show(wanted, pages):
    assert list(selected(wanted, BOOK, WHERE)) == pages


@pytest.mark.parametrize(
    ("wanted", "rule", "said"),
    [
        ("51", NO_SUCH_PAGE, "“51”; there are “1” to “50”, 50 in all"),
        ("0", NO_SUCH_PAGE, "“0”"),
        ("40-60", NO_SUCH_PAGE, "“60”"),
        ("x-y", NO_SUCH_PAGE, "“x”"),
        ("-", NO_SUCH_PAGE, "“-”"),
        ("14-12", NO_PAGES, "backwards"),
        (",", NO_PAGES, "names no page"),
        ("1-50," * 300, NO_PAGES, f"more than {MOST:,}"),
    ],
)
def test_what_cannot_be_is_refused_by_name(wanted, rule, said):
    with pytest.raises(PublishError) as fault:
        selected(wanted, PLAIN, WHERE)
    assert fault.value.finding.rule == rule.code
    assert said in fault.value.finding.message
    assert fault.value.finding.remedy


def test_the_only_page_is_named():
    with pytest.raises(PublishError, match="only “1”"):
        selected("2", ("1",), WHERE)
