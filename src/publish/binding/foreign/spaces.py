"""What kind of colours a colour space has (ISO 32000-1:2008, 8.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pikepdf
from pikepdf import Array

from publish.binding.foreign.walking import name

# "" stands for what is not understood.
Kind = Literal["rgb", "grey", "inks", "spot", "pattern", ""]

_NAMED: Mapping[str, Kind] = {
    "DeviceRGB": "rgb",
    "CalRGB": "rgb",
    "DeviceGray": "grey",
    "CalGray": "grey",
    "DeviceCMYK": "inks",
    "Pattern": "pattern",
}
_COUNTED: Mapping[int, Kind] = {1: "grey", 3: "rgb", 4: "inks"}


def kind_of(space: object, named: pikepdf.Object) -> Kind:
    """Return the kind of a colour space.

    Args:
        named: the spaces that resources name.
    """
    if isinstance(space, pikepdf.Name):
        if str(space) in named:
            return kind_of(named[str(space)], pikepdf.Dictionary())
        return _NAMED.get(name(space), "")
    if not isinstance(space, Array) or not len(space):
        return ""
    family = name(space[0])
    if family == "ICCBased" and len(space) == 2 and isinstance(space[1], pikepdf.Stream):
        return _COUNTED.get(int(space[1].get("/N", 0)), "")
    if family in ("Separation", "DeviceN") and len(space) > 3:
        return "spot" if kind_of(space[2], pikepdf.Dictionary()) == "inks" else ""
    return _NAMED.get(family, "") if len(space) == 1 or family in ("CalRGB", "CalGray") else ""
