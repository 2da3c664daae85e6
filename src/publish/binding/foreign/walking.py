"""Ways through the trees of a file that may be broken or made to harm: none goes in a circle."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary

MOST_ENTRIES = 200_000  # of one tree


def tree_entries(tree: object, kind: str) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    """Yield the entries of a name tree (`/Names`) or number tree (`/Nums`) in order, each once."""
    waiting, seen, count = [tree], set[tuple[int, int]](), 0
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Dictionary) or not is_new(node, seen):
            continue
        flat = listed(node.get(kind))
        for key, value in zip(flat[::2], flat[1::2], strict=False):
            count += 1
            if count > MOST_ENTRIES:
                return
            yield key, value
        waiting += reversed(listed(node.get("/Kids")))


def siblings(first: object) -> Iterator[Dictionary]:
    """Yield an outline item and those that follow it, each once."""
    seen = set[tuple[int, int]]()
    node = first
    while isinstance(node, Dictionary) and is_new(node, seen) and len(seen) < MOST_ENTRIES:
        yield node
        node = node.get("/Next")


def listed(value: object) -> list[pikepdf.Object]:
    """Return the items of an array; none of anything else."""
    return list(value) if isinstance(value, Array) else []


def dictionary(value: object) -> Dictionary:
    """Return a dictionary, empty where `value` is none."""
    return value if isinstance(value, Dictionary) else Dictionary()


def text(value: object) -> str:
    """Return a text string, empty where `value` is none."""
    if not isinstance(value, pikepdf.String):
        return ""
    return str(value).replace("\0", "").strip()


def name(value: object) -> str:
    """Return a name without its slash, empty where `value` is none."""
    return str(value)[1:] if isinstance(value, pikepdf.Name) else ""


def is_new(node: pikepdf.Object, seen: set[tuple[int, int]]) -> bool:
    """Was an object not met before? It counts as met from now on."""
    if not node.is_indirect:
        return True
    new = node.objgen not in seen
    seen.add(node.objgen)
    return new
