"""Soft masks in grey: only how light they are counts (ISO 32000-1:2008, 11.5.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from publish.binding.gradients import separated_shading
from publish.binding.inks import Paint, Rgb
from publish.binding.pictures import Pictures

_COLOUR = re.compile(rb"^(-?[\d.]+ -?[\d.]+ -?[\d.]+) (rg|RG)$", re.MULTILINE)
_OPERATORS = {b"rg": b"g", b"RG": b"G"}


@dataclass(frozen=True, slots=True)
class Lightness:
    """The inks of masks: how light a colour is."""

    space: Literal["DeviceGray"] = "DeviceGray"
    digest: str = ""

    def paint(self, rgb: Rgb) -> Paint:
        """Source: ISO 32000-1:2008, 11.3.5.3."""
        return (round(0.3 * rgb[0] + 0.59 * rgb[1] + 0.11 * rgb[2], 6),)

    def between(self, start: Rgb, end: Rgb, share: float) -> Paint:
        first, last = self.paint(start)[0], self.paint(end)[0]
        return (first + share * (last - first),)

    def picture(self, picture: Image.Image) -> Image.Image:
        return picture if picture.mode == "L" else picture.convert("L")


def make_grey(group: pikepdf.Object, done: set[tuple[int, int]]) -> None:
    """Make the group of a mask, and all that it shows, grey.

    Args:
        done: object numbers of what is separated already; what is made grey is added.
    """
    lightness = Lightness()

    def grey(found: re.Match[bytes]) -> bytes:
        red, green, blue = map(float, found[1].split())
        (light,) = lightness.paint((red, green, blue))
        return b"%g " % light + _OPERATORS[found[2]]

    done.add(group.objgen)
    group.write(_COLOUR.sub(grey, group.read_bytes()))
    if "/CS" in group.get("/Group", Dictionary()):
        group.Group.CS = Name.DeviceGray
    resources = group.get("/Resources", Dictionary())
    for kind in ("/XObject", "/Pattern"):
        listed = resources.get(kind, Dictionary())
        for item in (listed[name] for name in sorted(listed.keys())):
            if not isinstance(item, pikepdf.Stream) or item.objgen in done:
                continue
            if item.get("/Subtype") == Name.Image:
                done.add(item.objgen)
                Pictures(lightness).separate(item)
            else:
                make_grey(item, done)
    for shading in resources.get("/Shading", Dictionary()).values():
        separated_shading(shading, lightness)
