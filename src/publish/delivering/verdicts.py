"""What is said of each file of a package, and the rules behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from publish.errors import Place, PublishError, Rule

Status = Literal[
    "ok",
    "changed",
    "missing",
    "extra",
    "renamed",
    "does not open",
    "broken link",
    "refused",
    "note",
]

NO_PACKAGE = Rule(
    "P310",
    "What is verified is a package: a folder or a zip with its datapackage.json and SHA256SUMS.",
    "Without them nobody can say what belongs there.",
)
MISSING = Rule("P311", "Every file of a package is there.", "A copy broke off, or left it out.")
CHANGED = Rule(
    "P312",
    "Every file of a package is byte for byte as it was made, and its lists agree on that.",
    "A copy is damaged, or somebody changed it.",
)
EXTRA = Rule(
    "P313",
    "A package holds nothing but its own files.",
    "What is added would be taken for the publisher's.",
)
RENAMED = Rule(
    "P314",
    "Files of a package bear their own names.",
    "Links lead to names: to those that were given when it was made.",
)
UNOPENED = Rule(
    "P315",
    "Every file of a package opens, PDFs with as many pages as its list says.",
    "A package can be unchanged and yet be of no use.",
)
BROKEN_LINK = Rule(
    "P316",
    "Links of a package's page lead to files of the package, anchors of the page, or the web.",
    "A reader would click in vain, or open what is not of the package.",
)
REFUSED = Rule(
    "P317",
    "A package can be unpacked anywhere without harm: plain files, plain names, each once.",
    "Unpacking writes outside of its folder, fills the disk, or shows one thing here and another "
    "there.",
)
TORN = Rule(
    "P318",
    "A zip is whole, and within the bounds of what can be checked.",
    "A download that broke off lacks its end, and with it the list of what it held.",
)
RULES: tuple[Rule, ...] = (
    NO_PACKAGE, MISSING, CHANGED, EXTRA, RENAMED, UNOPENED, BROKEN_LINK, REFUSED, TORN,
)  # fmt: skip

_RULE_OF: dict[Status, Rule] = {
    "changed": CHANGED,
    "missing": MISSING,
    "extra": EXTRA,
    "renamed": RENAMED,
    "does not open": UNOPENED,
    "broken link": BROKEN_LINK,
    "refused": REFUSED,
}


@dataclass(frozen=True, slots=True, order=True)
class Verdict:
    """What is said of a file of a package.

    Attributes:
        path: within the package; "" stands for the package as a whole.
        message: what is wrong, or worth knowing; empty for most that is right.
    """

    path: str
    status: Status
    message: str = ""

    @property
    def is_fault(self) -> bool:
        return self.status not in ("ok", "note")

    @property
    def rule(self) -> str:
        """The number of the rule that is broken, empty where none is."""
        return _RULE_OF[self.status].code if self.is_fault else ""


def no_package(place: str, message: str, remedy: str = "") -> PublishError:
    """Return the fault of what is no package at all."""
    return PublishError(NO_PACKAGE.at(Place(place), message, remedy))


def torn(place: str, message: str, remedy: str = "fetch or copy it again") -> PublishError:
    """Return the fault of a zip that cannot be read."""
    return PublishError(TORN.at(Place(place), message, remedy))
