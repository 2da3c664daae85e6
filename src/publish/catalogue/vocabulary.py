"""The closed lists of words that a catalogue may use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Language = Literal["en", "fr", "es", "pt", "ar", "zh", "ru"]
Edition = Literal["screen", "press", "cover", "archive", "large-print", "greyscale", "light"]
BundleEdition = Literal["screen", "press", "cover", "greyscale", "light"]
Merged = Literal["glossary", "index", "references"]
Fit = Literal["keep", "centre", "scale"]
Status = Literal["final", "draft"]
LicenceId = Literal[
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-ND-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY-3.0-IGO",
    "CC-BY-NC-SA-3.0-IGO",
    "CC0-1.0",
    "all-rights-reserved",
]

LANGUAGES: tuple[str, ...] = get_args(Language)
EDITIONS: tuple[str, ...] = get_args(Edition)
# Editions without a text of their own, and those whose text they have.
TEXT_OF: Mapping[str, str] = {"cover": "press", "light": "screen"}
AUDIENCES = ("facilitator", "participants")  # of whom conditions speak
CONDITIONS: tuple[str, ...] = tuple(name for name in EDITIONS if name not in TEXT_OF)

BUNDLES = "bundles"  # the folder of bundles in output/, and what their slugs begin with
WAIVERS = "waivers.toml"  # in the project's folder

# Where the text of each licence can be read; nothing for "all rights reserved".
LICENCE_URLS: Mapping[str, str] = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-ND-4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "CC-BY-NC-ND-4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
    "CC-BY-3.0-IGO": "https://creativecommons.org/licenses/by/3.0/igo/",
    "CC-BY-NC-SA-3.0-IGO": "https://creativecommons.org/licenses/by-nc-sa/3.0/igo/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
