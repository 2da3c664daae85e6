"""Equal pictures and forms of several gatherings become one object."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pikepdf
from pikepdf import Dictionary, Name

from publish.binding.leaves import Leaves


def share(bound: Iterable[Leaves]) -> None:
    """Let equal pictures and forms be one object, and forbid smoothing of pictures."""
    kept: dict[bytes, pikepdf.Object] = {}
    digests: dict[tuple[int, int], bytes] = {}
    for leaves in bound:
        # Inner resources were found last: a form's own pictures are shared before the form.
        for resources in reversed(leaves.resources):
            spaces = resources.get("/ColorSpace")
            if spaces is not None:
                resources.ColorSpace = kept.setdefault(_digest_of(spaces), spaces)
            items = resources.get("/XObject", Dictionary())
            for name in sorted(items.keys()):  # a set of pikepdf's, in no order
                items[name] = _shared(items[name], kept, digests)


def _shared(
    item: pikepdf.Object,
    kept: dict[bytes, pikepdf.Object],
    digests: dict[tuple[int, int], bytes],
) -> pikepdf.Object:
    digest = digests.get(item.objgen)
    if digest is None:
        if item.get("/Subtype") == Name.Image:
            if item.get("/Interpolate"):  # ISO 19005-2:2011, 6.2.8
                item.Interpolate = False
            mask = item.get("/SMask")
            if mask is not None:
                item.SMask = _shared(mask, kept, digests)
        digest = digests[item.objgen] = _digest_of(item)
    return kept.setdefault(digest, item)


def _digest_of(item: pikepdf.Object) -> bytes:
    """Return a digest of an object as it would be written, its resources included."""
    digest = hashlib.sha256()
    if isinstance(item, pikepdf.Stream):
        digest.update(item.read_raw_bytes())
        for key in sorted(item.keys()):
            value = item.get(key)
            whole = key == "/Resources"  # else what is referred to counts by its number
            written = value.unparse(whole) if isinstance(value, pikepdf.Object) else str(value)
            digest.update(f"{key} {written!r}".encode())
    else:
        digest.update(item.unparse(True))
    return digest.digest()
