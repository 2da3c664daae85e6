"""Arabic words in pictures: joined, and in the order in which they are seen."""

from __future__ import annotations

import unicodedata

import pytest

from publish.manuscript.charts_arabic import as_seen


def back(seen: str) -> str:
    """Return what a line as it is seen says: letters without their forms, in reading order."""
    return unicodedata.normalize("NFKC", seen[::-1])


@pytest.mark.parametrize("word", ["تونس", "الأردن", "لا غير", "تُموَّل", "العـربية"])
def test_a_word_keeps_its_letters(word: str) -> None:
    seen = as_seen(word)
    assert seen != word
    for pair in ("لا", "لأ"):  # a ligature is one form of two letters, turned as one
        word = word.replace(pair, pair[::-1])
    assert sorted(back(seen)) == sorted(unicodedata.normalize("NFKC", word))


def test_letters_take_the_forms_in_which_they_join() -> None:
    names = [unicodedata.name(letter) for letter in reversed(as_seen("تونس"))]
    assert [name.split()[-2] for name in names] == ["INITIAL", "FINAL", "INITIAL", "FINAL"]
    assert as_seen("لا") == "\ufefb"
    marked = as_seen("سّس")  # a mark between two letters does not part them
    assert [unicodedata.name(x).split()[-2] for x in (marked[-1], marked[0])] == [
        "INITIAL",
        "FINAL",
    ]


def test_numbers_latin_words_and_brackets_stand_as_they_are_read() -> None:
    seen = as_seen("سنة 2020-21 (ILO report)")
    assert seen.startswith("(ILO report) 2020-21 ")


@pytest.mark.parametrize("line", ["", "World", "52.4 %", "中国", "Région"])
def test_other_lines_stay_as_they_are(line: str) -> None:
    assert as_seen(line) == line
