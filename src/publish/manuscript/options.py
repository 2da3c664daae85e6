"""Read the options under a block's opening line and check them against what the kind takes."""

from __future__ import annotations

from collections.abc import Sequence

from publish.errors import Place, Rule
from publish.manuscript import yamlish
from publish.manuscript.context import Work, nearest
from publish.manuscript.kinds import OPTIONS, Block, Option
from publish.manuscript.places import Places, unstamped
from publish.manuscript.source import Line
from publish.manuscript.stamping import stamp_constructs

UNKNOWN = Rule("M121", "A block takes only the options of its kind.")
BAD_VALUE = Rule("M122", "An option has a value of the kind it needs.")
MALFORMED = Rule("M124", "Options are lines `key: value`, indented by four spaces.")
RULES: tuple[Rule, ...] = (UNKNOWN, BAD_VALUE, MALFORMED)


def read_options(work: Work, places: Places, block: Block, lines: Sequence[Line]) -> None:
    """Read `lines` (indented YAML) into the block's options; report what cannot be read."""
    if not lines:
        return
    indent = min(len(line.text) - len(line.text.lstrip()) for line in lines)
    texts = [stamp_constructs(places, line)[indent:] for line in lines]
    try:
        tree = yamlish.load("\n".join(texts))
    except yamlish.YamlFault as fault:
        line = lines[min(fault.line, len(lines) - 1)]
        work.report(MALFORMED, line.place(indent + fault.col),
                    f"the options of this block cannot be read: {fault.message}",
                    'put a text that holds `: ` or ` #` between "double quotes"')  # fmt: skip
        return
    known = OPTIONS.get(block.kind, {})
    for key, value in tree.items():
        place = lines[value.key_line].place(indent + value.key_col)
        if key not in known:
            names = ", ".join(sorted(known))
            work.report(UNKNOWN, place, f"`{block.kind}` has no option `{key}`",
                        nearest(key, known) or f"it takes {names}")  # fmt: skip
            continue
        option = _option(value, lines, texts, indent)
        if _fits(work, key, option, known[key]):
            block.options[key] = option


def _option(
    value: yamlish.Value, lines: Sequence[Line], texts: Sequence[str], indent: int
) -> Option:
    number = min(value.line, len(lines) - 1)
    before = texts[number][: value.col]  # stamps in front of the value move its column
    place = lines[number].place(indent + value.col - (len(before) - len(unstamped(before))))
    key = lines[value.key_line].place(indent + value.key_col)
    if isinstance(value.tree, list):
        return Option([_option(v, lines, texts, indent) for v in value.tree], place, key)
    if isinstance(value.tree, dict):
        inner = {k: _option(v, lines, texts, indent) for k, v in value.tree.items()}
        return Option({unstamped(k): v for k, v in inner.items()}, place, key)
    return Option(value.tree, place, key)


def _fits(work: Work, key: str, option: Option, wanted: str) -> bool:
    tree = option.tree
    if wanted in ("text", "plain", "id"):
        good, need = isinstance(tree, str), 'a text: put it between "double quotes"'
    elif wanted == "flag":
        good = isinstance(tree, str) and tree.lower() in ("true", "false", "yes", "no")
        need = "`true` or `false`"
    elif wanted == "list":
        good = isinstance(tree, str) or (isinstance(tree, list) and _texts(tree))
        need = "a list: `[a, b]`"
    elif wanted == "pairs":
        good = isinstance(tree, str) or (
            _texts(list(tree.values())) if isinstance(tree, dict) else _texts(tree)
        )
        need = "a list `[a, b]` or pairs `{a: Printed a, b: Printed b}`"
    else:
        good, need = _outcomes(tree), "a list of `- {value: …, text: …}`"
    if not good:
        work.report(BAD_VALUE, option.place, f"`{key}` needs {need}", f"write {key}: {need}")
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


def option_place(block: Block, key: str) -> Place:
    """Return where an option's key stands, or the block."""
    option = block.options.get(key)
    return option.key_place if option else block.place
