"""A session pack × layouts → the drafts of what trainers and participants are given."""

from __future__ import annotations

from publish.composing.pack_answers import compose_answers
from publish.composing.pack_handout import compose_handout
from publish.composing.pack_model import Pack
from publish.composing.pack_slides import compose_slides, overfull
from publish.composing.pack_training import compose_facilitator
from publish.composing.pack_views import HandoutPages

__all__ = [
    "SLIDE_MEASURE",
    "HandoutPages",
    "Pack",
    "compose_answers",
    "compose_facilitator",
    "compose_handout",
    "compose_slides",
    "overfull",
]

SLIDE_MEASURE = 132.0  # mm that charts of slides are drawn for: they are shown twice as large
