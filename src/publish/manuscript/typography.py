"""Quotation marks, dashes, ellipses and non-breaking spaces as each language sets them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from publish.manuscript.elements import text_slots

NBSP, NARROW = "\u00a0", "\u202f"


@dataclass(frozen=True, slots=True)
class Habits:
    """What a language does.

    Attributes:
        quotes: outer opening and closing, inner opening and closing.
        before: words that stay with the number after them.
        after: words that stay with the number before them.
        spaced: whether a narrow space stands before ; ! ? %.
    """

    quotes: tuple[str, str, str, str]
    before: str
    after: str
    spaced: bool = False


_EN_BEFORE = (
    r"Nos?\.|pp?\.|Arts?\.|paras?\.|[Aa]rticles?|Parts?|Chapters?|Figures?|Tables?|Box(?:es)?|"
    r"Annex(?:es)?|[Ss]ections?|Modules?|Exercises?|[Yy]ears?|[Ss]teps?|[Ss]lides?|"
    r"[Qq]uestions?|[Pp]oints?|[Ll]ines?|US\$|€|£"
)
_EN_AFTER = (
    r"per cent|percentage|percent|%|million|billion|trillion|thousand|km|kg|ha|years?|months?|"
    r"weeks?|days?|hours?|minutes?|points?|units?|January|February|March|April|May|June|July|"
    r"August|September|October|November|December"
)
_GENERIC = (
    r"n[o°º]s?\.?|núms?\.|n\.º|№|pp?\.|págs?\.|[Aa]rt(?:s|igos?|ículos?|icles?)?\.?|ст\.|US\$|€",
    r"pour cent|por ciento|por cento|процент\w*|%|millions?|millones|milhões|milliards?|"
    r"billions?|mille|mil|млн|млрд|ans|años|anos|лет|janvier|février|mars|avril|mai|juin|juillet|"
    r"août|septembre|octobre|novembre|décembre|de (?:enero|febrero|marzo|abril|mayo|junio|julio|"
    r"agosto|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro|março|maio|junho|julho|"
    r"setembro|outubro|novembro|dezembro)|января|февраля|марта|апреля|мая|июня|июля|августа|"
    r"сентября|октября|ноября|декабря",
)
HABITS: Mapping[str, Habits] = {
    "en": Habits(("“", "”", "‘", "’"), _EN_BEFORE, _EN_AFTER),
    "fr": Habits((f"«{NARROW}", f"{NARROW}»", "“", "”"), *_GENERIC, spaced=True),
    "es": Habits(("«", "»", "“", "”"), *_GENERIC),
    "pt": Habits(("“", "”", "‘", "’"), *_GENERIC),
    "ru": Habits(("«", "»", "„", "“"), *_GENERIC),
    "ar": Habits(("«", "»", "“", "”"), *_GENERIC),
    "zh": Habits(("“", "”", "‘", "’"), r"US\$|€", "%"),
}
_UNTOUCHED = ("code", "pre")
_BLOCKS = (
    "p", "div", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption",
    "figure", "aside", "blockquote", "ul", "ol", "dl", "table", "thead", "tbody", "tr", "br",
)  # fmt: skip
_OPENERS = " \t\n\u00a0\u202f([{–—/«“‘„¿¡"
_SUM = re.compile(r" [×÷=+−] ")
_RANGE = re.compile(r"\b((?:pp|[Aa]rts|Nos|paras)\.[ \u00a0]\d+|[Aa]rticles \d+)-(\d+)")
_YEARS = re.compile(r"(?<![\w.-])((?:1[89]|20)\d\d)-((?:1[89]|20)?\d\d)(?![\w-])")


def set_text(root: Element, lang: str) -> None:
    """Set all text inside `root`, in place. Code and addresses stay as they are."""
    habits = HABITS.get(lang, HABITS["en"])
    before = " "
    kept = _kept(root)
    for element, slot in text_slots(root):
        starts = element.tag in _BLOCKS or (slot == "text" and element.get("class") == "footnote")
        if starts:
            before = " "
        text = element.text if slot == "text" else element.tail
        if not text or (element, slot) in kept:
            before = text[-1] if text else before
            continue
        new = set_string(text, habits, before)
        if slot == "text":
            element.text = new
        else:
            element.tail = new
        before = text[-1]


def _kept(root: Element) -> set[tuple[Element, str]]:
    """Return the slots of text that are not running text."""
    kept: set[tuple[Element, str]] = set()
    for element in root.iter():
        address = element.tag == "a" and re.match(r"(https?|mailto):|www\.|doi", element.text or "")
        if element.tag in _UNTOUCHED or address:
            kept.add((element, "text"))
            for inner in element.iter():
                kept.add((inner, "text"))
                if inner is not element:
                    kept.add((inner, "tail"))
    return kept


def set_plain(text: str, lang: str) -> str:
    """Return a text without markup, set."""
    return set_string(text, HABITS.get(lang, HABITS["en"]), " ")


def set_string(text: str, habits: Habits, before: str) -> str:
    """Return `text` set by a language's habits; `before` is the character in front of it."""
    if "  " in text:
        text = re.sub(" {2,}", " ", text)
    if "-" in text or "." in text:
        text = text.replace("---", "—").replace("--", "–").replace("...", "…")
        text = _RANGE.sub(r"\1–\2", _YEARS.sub(r"\1–\2", text)).replace(" - ", " – ")
    if '"' in text or "'" in text:
        text = _quotes(text, habits, before)
    text = _kept_together(text, habits)
    if habits.spaced:
        text = re.sub(r"[ \u00a0](?=[;!?%»])", NARROW, text)
        text = re.sub(r" (?=:)", NBSP, text)
        text = re.sub(r"(?<=«)[ \u00a0]", NARROW, text)
    return text


def keep_together(text: str, lang: str) -> str:
    """Return a text in which numbers stay with their words; nothing else of it is changed."""
    return _kept_together(text, HABITS.get(lang, HABITS["en"]))


def _kept_together(text: str, habits: Habits) -> str:
    text = re.sub(rf"(?<!\w)({habits.before}) (?=\d|[IVXLC]+\b)", rf"\1{NBSP}", text)
    text = re.sub(rf"(?<=\d)[ \u00a0]({habits.after})(?!\w)", _tied, text)
    if _SUM.search(text):  # its lines end before a sign, not behind it
        text = re.sub(r"(?<=[\w)%]) ([×÷]) (?=[\d(])", rf"{NBSP}\1{NBSP}", text)
        text = re.sub(r" ([=+−]) (?=[\d(])", rf" \1{NBSP}", text)
    return text


def _tied(found: re.Match[str]) -> str:
    return NBSP + found[1].replace(" ", NBSP)


def _quotes(text: str, habits: Habits, before: str) -> str:
    out: list[str] = []
    for at, character in enumerate(text):
        previous = text[at - 1] if at else before
        following = text[at + 1] if at + 1 < len(text) else " "
        opening = previous in _OPENERS or (previous in "\"'" and at > 0 and out[-1] in _OPENERS)
        if character == '"':
            out.append(habits.quotes[0] if opening else habits.quotes[1])
        elif character == "'":
            inner = opening and not following.isdigit()
            out.append(habits.quotes[2] if inner else "’")
        else:
            out.append(character)
    return "".join(out)
