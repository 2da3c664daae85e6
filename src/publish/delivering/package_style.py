"""The style sheet of a package's page, in the colours of the brand, by day and by night."""

from __future__ import annotations

from collections.abc import Iterable

from publish.composing.brand import Brand

_FACES = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


def style_of(brand: Brand, accents: Iterable[str]) -> str:
    """Return the style sheet.

    Args:
        accents: those that works wear.
    """
    colours = {
        "dark": brand.colours["dark-blue"],
        "ink": brand.colours.get("black", "#222222"),
        "quiet": brand.colours.get("grey", "#5f6469"),
        "rule": brand.colours.get("grey-rule", "#dde3e7"),
        "pale": brand.colours.get("grey-pale", "#f6f7f8"),
    }
    faces = f"{brand.display}, '{brand.text}', {_FACES}"
    day = "".join(f"--{name}: {value}; " for name, value in colours.items())
    worn = "\n".join(
        f".{name} {{ --fill: {of.fill}; --word: {of.text}; --mid: {of.mid}; --tint: {of.tint} }}"
        for name in accents
        if (of := brand.accents.get(name))
    )
    return (
        f":root {{ {day}--display: {faces}; --text: '{brand.text}', {_FACES} }}\n{worn}\n{_SHEET}"
    )


_SHEET = """
* { box-sizing: border-box }
body { margin: 0; font: 1rem/1.55 var(--text); color: var(--ink); background: #fff }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
"""
