"""Output intents: the printing condition that a file's colours were made for."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf.generic import DictionaryObject, StreamObject

from publish.checking.opened import Opened, dictionary, entry, items, number_of, raw, resolved, text
from publish.checking.preflight.requirements import Requirements, Standard
from publish.checking.preflight.wording import EXPORT_X4
from publish.errors import Finding, Rule

INTENT = Rule(
    "P215",
    "A file names the one printing condition that it was made for.",
    "ISO 15930-7:2010, 6.4.2.1; ISO 19005-2:2011, 6.2.3; ISO 32000-1:2008, 14.11.5: the same "
    "CMYK prints in other colours on another press and paper.",
)
PROFILE = Rule(
    "P216",
    "The profile of the printing condition is in the file, and is one of a printing press.",
    "ISO 15930-7:2010, 6.4.1 and 6.4.2.1: proofs and conversions are made with it.",
)
ONE_PROFILE = Rule(
    "P217",
    "All output intents of a file share one profile.",
    "ISO 19005-2:2011, 6.2.3: colours would mean one thing in the archive, another on the press.",
)
CONDITION = Rule(
    "P218",
    "The printing condition is the one that the printer works by.",
    "ISO 12647-2:2013: colours made for one paper turn out dull or too full on another.",
)

RULES: tuple[Rule, ...] = (INTENT, PROFILE, ONE_PROFILE, CONDITION)

_WANTED: dict[Standard, str] = {
    "press": "/GTS_PDFX",
    "archive": "/GTS_PDFA1",
}
# ICC.1:2010, 7.2.6: signatures of the colour spaces of data, and their components.
_SPACES = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
_NEWEST = (4, 2)  # ICC profile version that PDF 1.6 knows (ISO 32000-1:2008, table 67)
_EMBED = "choose the printer's profile when exporting, and have it embedded; " + EXPORT_X4


def intents_of(opened: Opened) -> list[DictionaryObject]:
    """Return the document's output intents."""
    return [dictionary(intent) for intent in items(raw(opened.root, "/OutputIntents"))]


def check_intent(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield what is wrong with the number and the words of the output intents."""
    wanted = _WANTED.get(needs.standard, "")
    found = [intent for intent in intents_of(opened) if text(intent, "/S") == wanted]
    if not wanted:
        return
    if len(found) != 1:
        what = "no output intent" if not found else f"{len(found)} output intents"
        message = f"the file has {what} of the kind {wanted[1:]}"
        yield INTENT.at(opened.place, message, _EMBED)
    for intent in found:
        if not text(intent, "/OutputConditionIdentifier").strip():
            message = "the output intent does not name its printing condition"
            yield INTENT.at(opened.place, message, _EMBED)


def check_profile(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield what is wrong with the profiles of the output intents."""
    for intent in intents_of(opened):
        if text(intent, "/S") != _WANTED.get(needs.standard):
            continue
        stream = resolved(raw(intent, "/DestOutputProfile"))
        if not isinstance(stream, StreamObject):
            message = "the profile of the printing condition is not in the file"
            yield PROFILE.at(opened.place, message, _EMBED)
        else:
            for fault in _faults(stream.get_data(), text(stream, "/N"), needs.standard):
                yield PROFILE.at(opened.place, fault, _EMBED)


def _faults(profile: bytes, components: str, standard: Standard) -> Iterator[str]:
    """Yield faults of the profile's header (ICC.1:2010, 7.2)."""
    if len(profile) < 128 or profile[36:40] != b"acsp":
        yield "what stands for the profile of the printing condition is no ICC profile"
        return
    space, kind = profile[16:20], profile[12:16]
    if standard == "press" and kind != b"prtr":
        shown = kind.decode("latin-1")
        yield f"the profile of the printing condition is of the class “{shown}”, not of a press"
    if space not in _SPACES:
        shown = space.decode("latin-1").strip()
        yield f"the profile of the printing condition is for {shown}, not grey, RGB or CMYK"
    elif components != str(_SPACES[space]):
        said = components or "nothing"
        yield f"the profile has {_SPACES[space]} components, its entry N says {said}"
    version = (profile[8], profile[9] >> 4)
    if version > _NEWEST:
        yield f"the profile is of ICC version {version[0]}.{version[1]}; 4.2 is the newest allowed"


def check_one_profile(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield output intents that bring profiles of their own."""
    profiles = {
        number_of(entry(intent, "/DestOutputProfile"))
        for intent in intents_of(opened)
        if "/DestOutputProfile" in intent
    }
    if len(profiles) > 1:
        message = f"the output intents bring {len(profiles)} profiles"
        yield ONE_PROFILE.at(opened.place, message, "let all refer to the same profile")


def check_condition(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield a printing condition that is not the printer's."""
    for intent in intents_of(opened):
        named = text(intent, "/OutputConditionIdentifier").strip()
        if not needs.condition or not named or text(intent, "/S") != _WANTED.get(needs.standard):
            continue
        if _plain(named) != _plain(needs.condition):
            message = f"the file is made for {named}; {needs.condition} is asked for"
            remedy = f"export anew with the printer's profile for {needs.condition}"
            yield CONDITION.at(opened.place, message, remedy)


def _plain(condition: str) -> str:
    """Return an identifier without the spaces and case in which writers differ."""
    return condition.replace(" ", "").upper()
