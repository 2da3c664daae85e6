"""The few lines of YAML that may stand at the head of a chapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publish.errors import Place, Rule
from publish.manuscript import yamlish
from publish.manuscript.context import Work, nearest
from publish.manuscript.placeholders import PLACEHOLDERS, plain_placeholders
from publish.manuscript.places import Places, unstamped
from publish.manuscript.source import Line
from publish.manuscript.stamping import stamp_constructs

MALFORMED = Rule(
    "M106",
    "Front matter is YAML between two lines `---`.",
    "Nothing in it would take effect, and it would be printed as text.",
)
UNKNOWN_KEY = Rule(
    "M107",
    "Front matter has known keys with known values.",
    "A misspelt key would change nothing and look as if it did.",
)
TOO_MANY = Rule(
    "M128",
    "A chapter leads on to six others at most.",
    "Who is sent everywhere goes nowhere, and the cards would fill the page.",
)
RULES: tuple[Rule, ...] = (MALFORMED, UNKNOWN_KEY, TOO_MANY)

MOST_RELATED = 6
_TEXTS = ("kind", "short-title", "standfirst")
_LISTS = ("related", "further-reading")
_KEYS = (*_TEXTS, *_LISTS)
_KINDS = ("chapter", "plain")


@dataclass(frozen=True, slots=True)
class Lead:
    """Something that a chapter leads on to."""

    key: str  # "sec-rates", or "other-work#sec-rates"
    place: Place


@dataclass(frozen=True, slots=True)
class FrontMatter:
    kind: str = "chapter"
    short_title: str = ""
    standfirst: str = ""  # inline Markdown with stamps
    related: tuple[Lead, ...] = ()
    further: tuple[str, ...] = ()  # each inline Markdown with stamps


def take(work: Work, places: Places, lines: Sequence[Line]) -> tuple[FrontMatter, list[Line]]:
    """Return the front matter and the lines after it."""
    if not lines or lines[0].text.rstrip() != "---":
        return FrontMatter(), list(lines)
    ends = (n for n, line in enumerate(lines[1:], 1) if line.text.rstrip() in ("---", "..."))
    end = next(ends, 0)
    if not end:
        work.report(MALFORMED, lines[0].place(), "the front matter has no end",
                    "close it with a line `---`")  # fmt: skip
        return FrontMatter(), list(lines[1:])
    inner = lines[1:end]
    stamped = [stamp_constructs(places, line) for line in inner]
    stamped, _ = yamlish.with_texts_quoted(stamped, ("short-title", "standfirst"))
    try:
        tree = yamlish.load("\n".join(stamped))
    except yamlish.YamlFault as fault:
        line = lines[min(fault.line + 1, end)]
        work.report(MALFORMED, line.place(fault.col),
                    f"the front matter cannot be read: {fault.message}",
                    'put a text that holds `: ` or ` #` between "double quotes"')  # fmt: skip
        return FrontMatter(), list(lines[end + 1 :])
    return _checked(work, inner, tree), list(lines[end + 1 :])


def _checked(work: Work, lines: Sequence[Line], tree: dict[str, yamlish.Value]) -> FrontMatter:
    texts: dict[str, str] = {}
    lists: dict[str, list[yamlish.Value]] = {}
    for key, value in tree.items():
        line = lines[value.key_line]
        place = lines[value.line].place(value.col)
        if key not in _KEYS:
            work.report(UNKNOWN_KEY, line.place(value.key_col),
                        f"unknown key `{key}` in the front matter",
                        nearest(key, _KEYS) or f"it knows {', '.join(_KEYS)}")  # fmt: skip
        elif key in _LISTS:
            items = value.tree if isinstance(value.tree, list) else []
            lists[key] = [item for item in items if isinstance(item.tree, str)]
            if not items or len(lists[key]) < len(items):
                work.report(UNKNOWN_KEY, place, f"`{key}` must be a list of texts",
                            "write one to a line, after a hyphen")  # fmt: skip
        elif not isinstance(value.tree, str):
            work.report(UNKNOWN_KEY, place,
                        f"`{key}` must be a text", 'put it between "double quotes"')  # fmt: skip
        else:
            texts[key] = value.tree
    kind = unstamped(texts.get("kind", "chapter"))
    if kind not in _KINDS:
        value = tree["kind"]
        work.report(UNKNOWN_KEY, lines[value.line].place(value.col),
                    f"unknown kind of chapter `{kind}`", "write `chapter` or `plain`")  # fmt: skip
        kind = "chapter"
    leads = tuple(
        Lead(unstamped(str(item.tree)), lines[item.line].place(item.col))
        for item in lists.get("related", ())
    )
    if len(leads) > MOST_RELATED:
        work.report(TOO_MANY, leads[MOST_RELATED].place,
                    f"`related` names {len(leads)} places",
                    f"choose the {MOST_RELATED} that help most")  # fmt: skip
    further = tuple(str(item.tree) for item in lists.get("further-reading", ()))
    short = texts.get("short-title", "")
    if PLACEHOLDERS.search(short):
        value = tree["short-title"]
        short = plain_placeholders(work, short, lines[value.line].place(value.col))
    return FrontMatter(
        kind, unstamped(short), texts.get("standfirst", ""),
        leads[:MOST_RELATED], further,
    )  # fmt: skip
