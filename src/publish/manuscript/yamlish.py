"""The YAML of front matter and block options: small, of strings, and every value with its place."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

import yaml

_DEPTH = 4
_MAY_REPEAT = re.compile(r"[&*]")  # anchors and aliases begin so
_PAIR = re.compile(r" *(?:- +)?(?P<key>[\w-]+):[ ]+(?P<value>\S.*?)[ ]*$")


class YamlFault(Exception):
    """YAML that cannot be read: `line` and `col` count from 0 in the text given."""

    def __init__(self, message: str, line: int, col: int) -> None:
        super().__init__(message, line, col)
        self.message, self.line, self.col = message, line, col


@dataclass(frozen=True, slots=True)
class Value:
    """A value as its author typed it: numbers and booleans stay text.

    Attributes:
        line, col: of the value, from 0, in the text given.
        key_line, key_col: of its key in a mapping.
    """

    tree: str | list[Value] | dict[str, Value]
    line: int
    col: int
    key_line: int = 0
    key_col: int = 0


def load(text: str) -> dict[str, Value]:
    """Return the mapping in `text`; empty text is an empty mapping.

    Raises:
        YamlFault: not YAML, not a mapping, an anchor or an alias, a key given twice, or deeply
            nested.
    """
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader) if _MAY_REPEAT.search(text) else ():
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                at = event.start_mark
                where = (at.line, at.column) if at else (0, 0)
                raise YamlFault("anchors and aliases are not used here", *where)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        where = (mark.line, mark.column) if mark else (0, 0)
        raise YamlFault(fault.problem or "cannot be read as YAML", *where) from None
    except (yaml.YAMLError, RecursionError):
        raise YamlFault("cannot be read as YAML", 0, 0) from None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise YamlFault("expected lines of the form `key: value`", 0, 0)
    value = _value(node, 0, set())
    assert isinstance(value.tree, dict)
    return value.tree


def with_texts_quoted(lines: Sequence[str], keys: Container[str]) -> tuple[list[str], set[int]]:
    """Return the lines with the values of text keys between quotation marks, and which these are.

    So a text may hold what means something in YAML: `source: [@key, p. 3]`, `note: Yes: 3`. Texts
    over several lines, and those with quotation marks of their own, stay as they are.
    """
    result, quoted = list(lines), set()
    for number, line in enumerate(lines):
        found = _PAIR.match(line)
        if not found or found["key"] not in keys or found["value"][0] in "\"'|>":
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        indent = len(following) - len(following.lstrip())
        if following.strip() and indent > found.start("key") and not _PAIR.match(following):
            continue
        value = found["value"].replace("'", "''")
        result[number] = f"{line[: found.start('value')]}'{value}'"
        quoted.add(number)
    return result, quoted


def _value(node: yaml.Node, depth: int, above: set[int]) -> Value:
    line, col = node.start_mark.line, node.start_mark.column
    if depth > _DEPTH or id(node) in above:
        raise YamlFault("nested too deeply", line, col)
    above = above | {id(node)}
    if isinstance(node, yaml.ScalarNode):
        quoted = 1 if node.style in ("'", '"') else 0
        return Value(node.value, line, col + quoted)
    if isinstance(node, yaml.SequenceNode):
        return Value([_value(item, depth + 1, above) for item in node.value], line, col)
    tree: dict[str, Value] = {}
    for key, item in node.value:
        at = key.start_mark
        if not isinstance(key, yaml.ScalarNode):
            raise YamlFault("a key must be a word", at.line, at.column)
        if key.value in tree:
            raise YamlFault(f"`{key.value}` is given twice", at.line, at.column)
        inner = _value(item, depth + 1, above)
        tree[key.value] = Value(inner.tree, inner.line, inner.col, at.line, at.column)
    return Value(tree, line, col)
