"""Words that the house prints by itself, by language: strings.csv and the names of months."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass

from publish.errors import Finding, Place, Rule

STRINGS = Rule(
    "L107",
    "strings.csv has a head line with languages and, for every key, its English words.",
    "A page would lack its furniture.",
)
UNTRANSLATED = Rule(
    "L108",
    "Every word of the furniture exists in the language of the work.",
    "A reader would meet an English word in another language's page.",
    severity="warning",
)

LANGUAGE_NAMES: Mapping[str, str] = {
    "en": "English",
    "fr": "français",
    "es": "español",
    "pt": "português",
    "ar": "العربية",
    "zh": "中文",
    "ru": "русский",
}
RIGHT_TO_LEFT = frozenset({"ar"})

_MONTHS: Mapping[str, str] = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
}
_MONTH_YEAR: Mapping[str, str] = {"es": "{month} de {year}", "pt": "{month} de {year}"}


@dataclass(frozen=True, slots=True)
class Strings:
    """The furniture's words: language → key → words, which may hold {places}."""

    words: Mapping[str, Mapping[str, str]]

    def find(self, lang: str, key: str) -> str:
        """Return the words of `key` in `lang`, or in English where `lang` lacks them.

        Raises:
            KeyError: no language has the key.
        """
        return self.words.get(lang, {}).get(key) or self.words["en"][key]

    def has(self, lang: str, key: str) -> bool:
        return bool(self.words.get(lang, {}).get(key))


def parse_strings(text: str, file: str) -> tuple[Strings, tuple[Finding, ...]]:
    """Return the strings of a table: the first column is the key, the head names languages."""
    try:
        rows = list(csv.reader(io.StringIO(text)))
    except csv.Error as fault:
        finding = STRINGS.at(Place(file), str(fault), "save it as a table in UTF-8 with commas")
        return Strings({"en": {}}), (finding,)
    if not rows or rows[0][:2] != ["key", "en"]:
        finding = STRINGS.at(Place(file, 1, 1), "the first line is not “key,en,…”", "add it")
        return Strings({"en": {}}), (finding,)
    languages = rows[0][1:]
    words: dict[str, dict[str, str]] = {language: {} for language in languages}
    findings: list[Finding] = []
    for line, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        if len(row) != len(rows[0]) or not row[1]:
            message = f"“{row[0] if row else ''}” has {len(row) - 1} of {len(languages)} languages"
            findings.append(STRINGS.at(Place(file, line, 1), message, "fill in every column"))
            continue
        for language, text_ in zip(languages, row[1:], strict=True):
            words[language][row[0]] = text_
    return Strings(words), tuple(findings)


def month_and_year(date: dt.date, lang: str) -> str:
    """Return a date as title pages print it: "March 2026"."""
    if lang == "zh":
        return f"{date.year}年{date.month}月"
    month = _MONTHS.get(lang, _MONTHS["en"]).split()[date.month - 1]
    return _MONTH_YEAR.get(lang, "{month} {year}").format(month=month, year=date.year)


RULES = (STRINGS, UNTRANSLATED)
