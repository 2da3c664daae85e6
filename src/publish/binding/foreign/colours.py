"""Colours of others said in full, so that a bundle's own intent does not change them.

A colour that names no printing condition takes that of the file it stands in. In a bundle that is
another: the one it was meant for is written beside it (ISO 32000-1:2008, 8.6.5.6; ISO 19005-2:2011,
6.2.4.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.foreign.walking import dictionary, listed

_COLOURS: Mapping[int, str] = {1: "/DefaultGray", 3: "/DefaultRGB", 4: "/DefaultCMYK"}
_DEVICES: Mapping[int, str] = {3: "DeviceRGB", 4: "DeviceCMYK"}


def own_intents(root: pikepdf.Object) -> dict[int, bytes]:
    """Return the ICC profiles that a document was made for, by their count of colours."""
    found: dict[int, bytes] = {}
    for intent in listed(root.get("/OutputIntents"))[:10]:
        profile = dictionary(intent).get("/DestOutputProfile")
        if isinstance(profile, pikepdf.Stream) and profile.get("/N") in _COLOURS:
            data = profile.read_bytes()
            if data[36:40] == b"acsp":  # ICC.1:2010, 7.2
                found.setdefault(int(profile.N), data)
    return found


def say_colours(
    pdf: pikepdf.Pdf,
    resources: Iterable[pikepdf.Object],
    used: frozenset[str],
    profiles: Mapping[int, bytes],
) -> None:
    """Write what its colours are meant for beside every resources that lack it.

    Args:
        used: names of the colour spaces that the document uses.
        profiles: ICC profiles by their count of colours.
    """
    spaces = {}
    for count, key in _COLOURS.items():
        if count in profiles and _DEVICES.get(count, "") in {*used, ""}:
            stream = pdf.make_stream(profiles[count], N=count)
            spaces[key] = pdf.make_indirect(Array([Name.ICCBased, stream]))
    if not spaces:
        return
    for one in resources:
        known = Dictionary(dict(dictionary(one.get("/ColorSpace")).items()))
        for key, space in spaces.items():
            if key not in known:
                known[key] = space
        one.ColorSpace = known
