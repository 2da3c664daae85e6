"""One chapter while it is parsed: what the Markdown processors of this package share."""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.errors import Place, Rule
from publish.manuscript.attributes import BAD_ATTRIBUTE, Attributes
from publish.manuscript.context import Work, nearest
from publish.manuscript.kinds import OPTIONS, Block, Option
from publish.manuscript.places import Places, unstamped
from publish.manuscript.scanned import Scanned

RAGGED = Rule(
    "M306",
    "Every row of a table has as many cells as its head.",
    "Markdown would drop the cells too many without a word.",
)
RULES: tuple[Rule, ...] = (RAGGED,)


@dataclass(slots=True)
class Sheet:
    """A chapter's blocks and places, and the work to report to."""

    work: Work
    scanned: Scanned
    top: Place  # where the chapter begins
    handled: set[int] = field(default_factory=set)  # blocks that have got an element

    @property
    def places(self) -> Places:
        return self.scanned.places

    @property
    def blocks(self) -> list[Block]:
        return self.scanned.blocks

    def take_attributes(self, block: Block, found: Attributes) -> None:
        """Turn an attribute list behind a picture or a caption into the block's options."""
        known = OPTIONS[block.kind]
        at = self.places.first(found.at) or block.place
        if found.id:
            block.options["id"] = Option(found.id, at)
        pairs = dict(found.pairs)
        for word in [*found.classes, *found.words]:
            if known.get(word) == "flag":
                pairs[word] = "true"
            else:
                self.work.report(BAD_ATTRIBUTE, at,
                                 f"`{word}` is not used on a {block.kind}",
                                 nearest(word, known) or "take it out")  # fmt: skip
        for key, value in pairs.items():
            place = self.places.first(value) or at
            if key in known and key != "src":
                block.options[key] = Option(value, place)
            else:
                self.work.report(BAD_ATTRIBUTE, place,
                                 f"a {block.kind} has no attribute `{unstamped(key)}`",
                                 nearest(key, known) or "take it out")  # fmt: skip
