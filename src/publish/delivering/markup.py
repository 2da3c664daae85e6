"""A few functions that make HTML: text is escaped, elements are not."""

from __future__ import annotations

import html
from collections.abc import Iterable

_EMPTY = frozenset({"meta", "img", "br", "link"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(kind: str, /, *children: str | Iterable[str], **attributes: str) -> Html:
    """Return an element.

    Args:
        kind: the element's name.
        children: plain text, which is escaped, Html, which is not, or several of them.
        attributes: `class_` stands for class, a _ within a name for a hyphen.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"'
        for key, value in attributes.items()
    )
    if kind in _EMPTY:
        return Html(f"<{kind}{written}>")
    return Html(f"<{kind}{written}>{join(*children)}</{kind}>")


def join(*children: str | Iterable[str]) -> Html:
    """Return the children one after the other."""
    parts: list[str] = []
    for child in children:
        if isinstance(child, Html):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(html.escape(child, quote=False))
        else:
            parts.extend(join(one) for one in child)
    return Html("".join(parts))
