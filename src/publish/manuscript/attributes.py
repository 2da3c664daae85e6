"""Attribute lists `{#id .class key="value"}`: reading them, and what an author may set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from publish.errors import Place, Rule
from publish.manuscript.context import Work, nearest
from publish.manuscript.places import STAMP, Places, unstamped

BAD_ATTRIBUTE = Rule(
    "M116",
    "Attribute lists set only what the dialect knows.",
    "Anything else would be lost on the way to the page, or change it behind the layout's back.",
)
BAD_ID = Rule(
    "M115",
    "Ids are letters, digits and hyphens, with the prefix of what they name.",
    "The prefix tells a reference from a citation: sec-, fig-, tbl-, box-.",
)
RULES: tuple[Rule, ...] = (BAD_ID, BAD_ATTRIBUTE)

ALLOWED = ("id", "class", "lang", "dir")
_ALLOWED_BY_TAG: Mapping[str, tuple[str, ...]] = {
    "a": ("href", "title"),
    "ol": ("start", "type"),
    "td": ("align",),
    "th": ("align",),
}
_RESERVED = ("fn-", "idx-", "ref-", "gls-", "sec-", "fig-", "tbl-", "box-", "late-")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_VALUES: Mapping[str, re.Pattern[str]] = {
    "class": re.compile(r"[A-Za-z][\w-]*( +[A-Za-z][\w-]*)*"),
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    "dir": re.compile(r"ltr|rtl"),
    "align": re.compile(r"left|right|center"),
    "start": re.compile(r"\d{1,4}"),
    "type": re.compile(r"[1aAiI]"),
}
_TOKEN = re.compile(
    rf"""(?:\s|{STAMP})*(?:
        (?P<end>\}}) | \#(?P<id>[^\s}}]+) | \.(?P<class>[^\s}}]+)
        | (?P<key>[^\s=}}]+)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s}}]*))
        | (?P<word>[^\s=}}]+)
    )""",
    re.VERBOSE,
)
_START = re.compile(rf"(?:{STAMP}|[ ])*\{{:?(?!\{{)")


@dataclass(slots=True)
class Attributes:
    """An attribute list as written; `end` is the index behind its closing brace."""

    id: str = ""
    classes: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    at: str = ""  # the stamp of its place
    end: int = 0


def read_attributes(text: str, start: int) -> Attributes | None:
    """Return the attribute list that begins at `start` of `text`, or None if none does."""
    opening = _START.match(text, start)
    if not opening:
        return None
    found = Attributes()
    at = opening.end()
    while token := _TOKEN.match(text, at):
        at = token.end()
        if token["end"]:
            found.end = at
            return found
        if token["id"]:
            found.id = unstamped(token["id"])
        elif token["class"]:
            found.classes.append(unstamped(token["class"]))
        elif token["key"]:
            value = next(
                v for v in (token["double"], token["single"], token["bare"]) if v is not None
            )
            if token["key"] == "at":
                found.at = value
            else:
                found.pairs[unstamped(token["key"])] = value
        else:
            found.words.append(unstamped(token["word"]))
    return None


def check_id(work: Work, place: Place, name: str, prefix: str) -> bool:
    """Report an id that is malformed or has not the prefix of its kind."""
    if not _ID.fullmatch(name):
        work.report(BAD_ID, place, f"`{name}` is not an id",
                    "use letters, digits and hyphens, beginning with a letter")  # fmt: skip
        return False
    if prefix and not name.startswith(prefix):
        work.report(BAD_ID, place, f"the id `{name}` lacks the prefix `{prefix}`",
                    f"call it `{prefix}{name}`")  # fmt: skip
        return False
    if not prefix and name.startswith(_RESERVED):
        work.report(BAD_ID, place, f"the id `{name}` has a prefix that is kept for another kind",
                    "use another prefix here")  # fmt: skip
        return False
    return True


def check_element(work: Work, places: Places, place: Place, element: Element) -> None:
    """Report and take away attributes that an author may not set; ids are checked elsewhere."""
    place = places.first(element.attrib.pop("at", None)) or place
    allowed = (*ALLOWED, *_ALLOWED_BY_TAG.get(element.tag, ()))
    for key, value in list(element.attrib.items()):
        text = unstamped(value) if value is not None else ""
        if key not in allowed:
            del element.attrib[key]
            work.report(BAD_ATTRIBUTE, place, f"the attribute `{key}` is not used here",
                        nearest(key, allowed) or "take it out of the braces")  # fmt: skip
        elif value is None or (key in _VALUES and not _VALUES[key].fullmatch(text)):
            del element.attrib[key]
            work.report(BAD_ATTRIBUTE, place, f"`{text}` is not a value of `{key}`",
                        "correct the value")  # fmt: skip
