"""Check digits, as arithmetic."""

from __future__ import annotations

import pytest

from publish.catalogue.identifiers import bare_doi, doi_fault, isbn_fault, issn_fault


def test_exactly_one_check_digit_in_ten_makes_an_isbn() -> None:
    for first in ("978000000000", "979123456789", "978999999999"):
        assert sum(not isbn_fault(f"{first}{digit}") for digit in range(10)) == 1


def test_two_neighbours_swapped_are_noticed_unless_they_differ_by_five() -> None:
    isbn = "9780306406157"
    assert isbn_fault(isbn) == ""
    for n in range(3, 12):
        swapped = isbn[:n] + isbn[n + 1] + isbn[n] + isbn[n + 2 :]
        if abs(int(isbn[n]) - int(isbn[n + 1])) not in (0, 5):
            assert "check digit" in isbn_fault(swapped)


def test_hyphens_and_spaces_in_an_isbn_do_not_count() -> None:
    assert isbn_fault("978-0-306-40615-7") == isbn_fault("978 0 306 40615 7") == ""


def test_an_old_isbn_is_answered_with_the_new_one() -> None:
    assert "9780306406157" in isbn_fault("0-306-40615-2")


@pytest.mark.parametrize("isbn", ["", "978", "9770306406157", "97803064061577", "978030640615X"])
def test_what_is_no_isbn_at_all_is_refused(isbn: str) -> None:
    assert isbn_fault(isbn)


def test_an_issn_may_end_in_x() -> None:
    assert issn_fault("2434-561X") == ""
    assert issn_fault("0378-5955") == ""
    assert "should be 5" in issn_fault("0378-5954")
    assert issn_fault("03785955")


def test_a_doi_is_kept_without_its_resolver() -> None:
    for written in ("https://doi.org/10.1000/a.b", "doi:10.1000/a.b", " 10.1000/a.b "):
        assert bare_doi(written) == "10.1000/a.b"
    assert doi_fault("10.1000/a.b") == ""
    for wrong in ("10.1000", "10.1/x", "11.1000/x", "10.1000/a b"):
        assert doi_fault(wrong)
