"""The blocks that an author can write, and the options each takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from publish.errors import Place
from publish.manuscript.places import unstamped

OptionType = Literal[
    "text",  # inline Markdown
    "plain",  # plain text
    "id",
    "flag",  # true or false
    "list",  # [a, b], or "a b"
    "pairs",  # [a, b] or {a: b}
    "outcomes",  # [{value: …, text: …}]
]
OPTIONS: Mapping[str, Mapping[str, OptionType]] = {
    "box": {"id": "id"},
    "country-case": {"id": "id", "country": "text", "outcomes": "outcomes"},
    "key-messages": {"id": "id"},
    "definition": {"id": "id"},
    "checklist": {"id": "id"},
    "legal": {"id": "id"},
    "exercise": {"id": "id", "lines": "plain"},
    "answer": {"id": "id"},
    "facilitator": {"id": "id"},
    "figure": {
        "id": "id", "src": "plain", "alt": "text", "decorative": "flag", "width": "plain",
        "source": "text", "note": "text",
    },
    "chart": {
        "id": "id", "data": "plain", "type": "plain", "x": "plain", "y": "list",
        "series": "plain", "subtitle": "text", "highlight": "list", "sort": "plain",
        "labels": "plain", "height": "plain", "width": "plain", "alt": "text",
        "unit": "plain", "colours": "pairs", "dashed": "list", "span": "list", "source": "text",
        "note": "text",
    },
    "table": {
        "id": "id", "data": "plain", "columns": "pairs", "align": "list", "widths": "list",
        "row-header": "flag", "wide": "flag", "source": "text", "note": "text",
    },
    "form": {"id": "id"},
    "field": {
        "type": "plain", "lines": "plain", "choices": "list", "rows": "list", "ends": "list",
        "note": "text",
    },
    "when": {"editions": "list", "audiences": "list"},
    "key-figure": {"value": "text", "fact": "plain", "text": "text", "source": "text"},
    "figures-in-margin": {"value": "text", "fact": "plain", "text": "text", "source": "text"},
}  # fmt: skip
BOXES = ("box", "country-case", "key-messages", "definition", "checklist", "legal", "exercise",
         "answer", "facilitator")  # fmt: skip
NUMBERED = {"box": "box", "country-case": "box", "exercise": "exercise"}  # kind → its counter
PREFIXES = {"figure": "fig-", "chart": "fig-", "table": "tbl-", **dict.fromkeys(BOXES, "box-")}


@dataclass(frozen=True, slots=True)
class Option:
    """The value of a block's option: text, a list, or a mapping, with stamps in its texts."""

    tree: str | list[Option] | dict[str, Option]
    place: Place


@dataclass(slots=True)
class Block:
    """A block as its author wrote it; stands in the parsed tree under its number."""

    kind: str
    title: str  # inline Markdown with stamps
    place: Place
    options: dict[str, Option] = field(default_factory=dict)
    text: str = ""  # of a code block

    def get(self, name: str) -> str:
        """Return a text option without stamps, or nothing."""
        option = self.options.get(name)
        return unstamped(option.tree).strip() if option and isinstance(option.tree, str) else ""

    def flag(self, name: str) -> bool:
        return self.get(name).lower() in ("true", "yes", "on")

    def items(self, name: str) -> tuple[str, ...]:
        """Return a list option; a text counts as its words, divided by commas if it has any."""
        option = self.options.get(name)
        if option is None:
            return ()
        if isinstance(option.tree, str):
            text = unstamped(option.tree)
            words = text.split(",") if "," in text else text.split()
            return tuple(word.strip() for word in words if word.strip())
        if isinstance(option.tree, dict):
            return tuple(option.tree)
        return tuple(unstamped(i.tree).strip() for i in option.tree if isinstance(i.tree, str))

    def at(self, name: str) -> Place:
        """Return the place of an option's value, or of the block."""
        option = self.options.get(name)
        return option.place if option else self.place
