"""No paragraph ends on a short word that stands alone in its line."""

from __future__ import annotations

import pytest

from publish.composing.templates import html


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<p>A second question is put to it.</p>", "<p>A second question is put to\u00a0it.</p>"),
        ("<li>All of <em>them now</em></li>", "<li>All of <em>them\u00a0now</em></li>"),
        (
            '<p>it puts to it.<span class="index-mark" id="idx-1"></span></p>',
            '<p>it puts to\u00a0it.<span class="index-mark" id="idx-1"></span></p>',
        ),
        ("<p>It ends on chances.</p>", "<p>It ends on chances.</p>"),
        ("<td>Free to choose</td>", "<td>Free to choose</td>"),
    ],
)
def test_a_short_last_word_keeps_the_word_before_it(written, printed):
    assert html(written) == printed
