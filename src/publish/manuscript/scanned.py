"""What the pass before Markdown makes of a chapter."""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.errors import Place
from publish.manuscript.kinds import Block
from publish.manuscript.places import Places

MOST_NESTED = 40


@dataclass(slots=True)
class Scanned:
    """What the pass found in a chapter."""

    places: Places
    text: list[str] = field(default_factory=list)  # Markdown, stamped
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, Place] = field(default_factory=dict)  # where each note's text stands
    apart: dict[str, list[str]] = field(default_factory=dict)  # paragraphs of "note:1" …
    abbreviations: dict[str, str] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)  # notes used and ids defined in what was left out

    unseen: dict[str, Place] = field(default_factory=dict)  # notes written in what is kept back

    def add(self, block: Block) -> int:
        self.blocks.append(block)
        return len(self.blocks) - 1

    def set_apart(self) -> None:
        """Append one block with all texts that stand apart, so that they are parsed too."""
        if self.apart:
            self.emit(0, 0, self.add(Block("apart", "", Place())), whole=True)

    def emit(self, indent: int, depth: int, number: int, whole: bool = False) -> None:
        """Write the opening line of a block, `depth` blocks deep; its end too if it is whole."""
        fence = fence_at(indent, depth)
        self.text += ["", f"{fence} m | {number}", ""]
        if whole:
            self.text += [fence, ""]


def fence_at(indent: int, depth: int) -> str:
    """Return the slashes of a block: the deeper, the fewer, as the parser wants them."""
    return " " * indent + "/" * (3 + 2 * MOST_NESTED - depth)
