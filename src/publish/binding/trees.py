"""Name trees and number trees (ISO 32000-1:2008, 7.9.6 and 7.9.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import pikepdf
from pikepdf import Array, Dictionary

_LEAF = 128  # entries in a leaf: readers search leaves from end to end

Value = pikepdf.Object | int | None


def name_tree(pdf: pikepdf.Pdf, entries: Sequence[tuple[bytes, Value]]) -> pikepdf.Object:
    """Return the tree of (name, value) entries, sorted here by the bytes of the names."""
    return _tree(pdf, "/Names", sorted(entries, key=lambda entry: entry[0]))


def number_tree(pdf: pikepdf.Pdf, entries: Sequence[tuple[int, Value]]) -> pikepdf.Object:
    """Return the tree of (number, value) entries, which come in rising order."""
    return _tree(pdf, "/Nums", entries)


def _tree(
    pdf: pikepdf.Pdf, kind: str, entries: Sequence[tuple[bytes | int, Value]]
) -> pikepdf.Object:
    if len(entries) <= _LEAF:
        return pdf.make_indirect(Dictionary({kind: _flat(entries)}))
    leaves = []
    for at in range(0, len(entries), _LEAF):
        leaf = entries[at : at + _LEAF]
        limits = Array([_key(leaf[0][0]), _key(leaf[-1][0])])
        leaves.append(pdf.make_indirect(Dictionary({kind: _flat(leaf), "/Limits": limits})))
    return pdf.make_indirect(Dictionary(Kids=Array(leaves)))


def _flat(entries: Sequence[tuple[bytes | int, Value]]) -> Array:
    return Array(chain.from_iterable((_key(key), value) for key, value in entries))


def _key(key: bytes | int) -> pikepdf.String | int:
    return pikepdf.String(key) if isinstance(key, bytes) else key


def name_entries(tree: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield the entries of a name tree in order."""
    return ((str(name), value) for name, value in _entries(tree, "/Names"))


def number_entries(tree: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    """Yield the entries of a number tree in order."""
    return ((int(number), value) for number, value in _entries(tree, "/Nums"))


def _entries(tree: pikepdf.Object, kind: str) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    for kid in tree.get("/Kids", ()):
        yield from _entries(kid, kind)
    flat = tree.get(kind, ())
    for at in range(0, len(flat), 2):
        yield flat[at], flat[at + 1]
