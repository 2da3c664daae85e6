"""Turn the little LaTeX that BibTeX files hold into plain Unicode text."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł", "i": "i", "j": "j", "dots": "…", "ldots": "…", "S": "§",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "\x0e", "}": "\x0f", "-": "\u00ad",
    " ": " ", ",": "\u202f", "slash": "/", "textregistered": "®", "copyright": "©",
}  # fmt: skip
_ACCENT = re.compile(
    r"""\\(?:(['`^"~=.])\s*|([uvHckrdb])(?:\s+|(?=\{)))(?:\{\\?([A-Za-z]?)\}|\\?([A-Za-z]))"""
)
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)(?:\{\}|[ \t]*)|(.))", re.DOTALL)
_URL_COMMAND = re.compile(r"\\(?:url|emph|textit|textbf|mbox)(?=\{)")


def plain_text(source: str) -> tuple[str, tuple[str, ...]]:
    """Return `source` as text with its grouping braces kept, and the commands not known.

    Spaces are folded; ~ becomes a no-break space, -- and --- dashes, accents composed letters.
    A literal brace comes back as U+000E or U+000F, so that `without_braces` can tell it apart.
    """
    unknown: list[str] = []

    def accent(found: re.Match[str]) -> str:
        mark = _ACCENTS[found.group(1) or found.group(2)]
        return unicodedata.normalize("NFC", (found.group(3) or found.group(4) or "") + mark)

    def command(found: re.Match[str]) -> str:
        name = found.group(1) or found.group(2)
        letter = _LETTERS.get(name)
        if letter is None:
            unknown.append("\\" + name)
            return ""
        return letter

    text = _URL_COMMAND.sub("", source)
    text = _COMMAND.sub(command, _ACCENT.sub(accent, text)) if "\\" in text else text
    text = text.replace("---", "—").replace("--", "–").replace("~", "\u00a0")
    text = text.replace("``", "“").replace("''", "”")
    return re.sub(r"[ \t\r\n]+", " ", text).strip(), tuple(unknown)


def without_braces(text: str) -> str:
    """Return text from `plain_text` without its grouping braces, literal braces restored."""
    return text.replace("{", "").replace("}", "").replace("\x0e", "{").replace("\x0f", "}")
