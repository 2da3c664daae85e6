"""Read the options under a block's opening line and check them against what the kind takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publish.errors import Rule
from publish.manuscript import yamlish
from publish.manuscript.context import Work, nearest
from publish.manuscript.kinds import OPTIONS, Block, Option
from publish.manuscript.places import Places, unstamped
from publish.manuscript.source import Line
from publish.manuscript.stamping import stamp_constructs

UNKNOWN = Rule(
    "M121",
    "A block takes only the options of its kind.",
    "A misspelt option would change nothing and look as if it did.",
)
BAD_VALUE = Rule("M122", "An option has a value of the kind it needs.", "It could not take effect.")
MALFORMED = Rule(
    "M124",
    "Options are lines `key: value`, indented by four spaces.",
    "Nothing in them would take effect.",
)
_TEXT_KEYS = ("value", "text")  # of outcomes
RULES: tuple[Rule, ...] = (UNKNOWN, BAD_VALUE, MALFORMED)


def read_options(work: Work, places: Places, block: Block, lines: Sequence[Line]) -> None:
    """Read `lines` (indented YAML) into the block's options; report what cannot be read."""
    if not lines:
        return
    indent = min(len(line.text) - len(line.text.lstrip()) for line in lines)
    texts = [stamp_constructs(places, line)[indent:] for line in lines]
    known = OPTIONS.get(block.kind, {})
    texts, quoted = yamlish.with_texts_quoted(texts, [*_TEXT_KEYS, *_texts_of(block.kind)])
    try:
        tree = yamlish.load("\n".join(texts))
    except yamlish.YamlFault as fault:
        line = lines[min(fault.line, len(lines) - 1)]
        work.report(MALFORMED, line.place(indent + fault.col),
                    f"the options of this block cannot be read: {fault.message}",
                    'put a text that holds `: ` or ` #` between "double quotes"')  # fmt: skip
        return
    written = _Lines(lines, texts, indent, quoted)
    for key, value in tree.items():
        place = lines[value.key_line].place(indent + value.key_col)
        if key not in known:
            names = ", ".join(sorted(known))
            work.report(UNKNOWN, place, f"`{block.kind}` has no option `{key}`",
                        nearest(key, known) or f"it takes {names}")  # fmt: skip
            continue
        option = written.option(value)
        if _fits(work, key, option, known[key]):
            block.options[key] = option


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of options, as written and as given to the YAML reader."""

    lines: Sequence[Line]
    texts: Sequence[str]
    indent: int
    quoted: set[int]  # lines whose value got a quotation mark on the way

    def option(self, value: yamlish.Value) -> Option:
        number = min(value.line, len(self.lines) - 1)
        before = self.texts[number][: value.col]
        added = len(before) - len(unstamped(before)) + (number in self.quoted)
        place = self.lines[number].place(self.indent + value.col - added)
        if isinstance(value.tree, list):
            return Option([self.option(item) for item in value.tree], place)
        if isinstance(value.tree, dict):
            inner = {unstamped(name): self.option(item) for name, item in value.tree.items()}
            return Option(inner, place)
        return Option(value.tree, place)


def _texts_of(kind: str) -> list[str]:
    return [name for name, wanted in OPTIONS.get(kind, {}).items() if wanted == "text"]


def _fits(work: Work, key: str, option: Option, wanted: str) -> bool:
    tree = option.tree
    if wanted in ("text", "plain", "id"):
        good, need = isinstance(tree, str), 'a text; put it between "double quotes"'
    elif wanted == "flag":
        good = isinstance(tree, str) and tree.lower() in ("true", "false", "yes", "no")
        need = "`true` or `false`"
    elif wanted == "list":
        good = isinstance(tree, str) or (isinstance(tree, list) and _texts(tree))
        need = "a list such as `[a, b]`"
    elif wanted == "pairs":
        inner = list(tree.values()) if isinstance(tree, dict) else tree
        good = isinstance(inner, str) or _texts(inner)
        need = "a list `[a, b]` or pairs `{a: Printed a, b: Printed b}`"
    else:
        good, need = _outcomes(tree), "lines `- {value: 24, text: what it means}`"
    if not good:
        work.report(BAD_VALUE, option.place, f"this is not a value of `{key}`", f"give it {need}")
    return good


def _texts(options: Sequence[Option]) -> bool:
    return all(isinstance(option.tree, str) for option in options)


def _outcomes(tree: str | list[Option] | dict[str, Option]) -> bool:
    return isinstance(tree, list) and all(
        isinstance(item.tree, dict)
        and set(item.tree) == {"value", "text"}
        and _texts(list(item.tree.values()))
        for item in tree
    )
