"""What is taken out of a document of somebody else, and how its readers are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary

from publish.binding.foreign.walking import dictionary, is_new, name
from publish.errors import Finding, Place, Rule

ACTIONS = Rule(
    "B174",
    "A document does nothing when it is opened or read.",
    "ISO 19005-2:2011, 6.5: scripts, programs to start and forms to send are taken out of it; "
    "none would do in a bundle what it did alone.",
    "warning",
)
CARRIED = Rule(
    "B175",
    "A document carries no files, sound or film along.",
    "ISO 19005-2:2011, 6.8: they are taken out; a reader of the bundle does not get them.",
    "warning",
)
LEFT_BEHIND = Rule(
    "B183",
    "What nobody sees of a document stays behind.",
    "Data of the program that made it, thumbnails and the like make the bundle larger, and may "
    "tell more than the publisher meant to.",
    "note",
)
RULES: tuple[Rule, ...] = (ACTIONS, CARRIED, LEFT_BEHIND)

# Kinds of actions, as readers know them.
KINDS: Mapping[str, str] = {
    "JavaScript": "scripts (JavaScript)",
    "Launch": "starting of programs or opening of files",
    "SubmitForm": "sending of forms",
    "ImportData": "reading of data into forms",
    "ResetForm": "emptying of forms",
    "Hide": "hiding of fields",
    "Rendition": "playing of sound or film",
    "Sound": "playing of sound or film",
    "Movie": "playing of sound or film",
    "RichMediaExecute": "playing of sound or film",
    "GoTo3DView": "views of three-dimensional models",
    "GoToE": "leading to embedded files",
    "SetOCGState": "switching of layers",
    "Trans": "transitions",
    "Thread": "following of article threads",
    "Named": "commands of the viewer",
}


@dataclass(slots=True)
class Removed:
    """What is taken out of one document, counted by kind."""

    actions: Counter[str] = field(default_factory=Counter)
    carried: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    _seen: set[tuple[int, int]] = field(default_factory=set)  # actions

    def action(self, action: object) -> None:
        """Count an action, and those that follow it."""
        waiting = [action]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Array):
                waiting += list(one)
            elif isinstance(one, Dictionary) and is_new(one, self._seen):
                kind = name(one.get("/S"))
                if kind and kind not in ("GoTo", "URI", "GoToR"):
                    self.actions[KINDS.get(kind, "actions of an unknown kind")] += 1
                waiting.append(one.get("/Next"))

    def actions_of(self, triggers: object) -> None:
        """Count the actions of an /AA dictionary."""
        for action in dictionary(triggers).values():
            self.action(action)

    def findings(self, where: Place) -> Iterator[Finding]:
        """Yield what readers of the bundle do without."""
        if self.actions:
            yield ACTIONS.at(where, f"taken out: {_list(self.actions)}", _TOLD)
        if self.carried:
            yield CARRIED.at(where, f"taken out: {_list(self.carried)}", _TOLD)
        if self.hidden:
            yield LEFT_BEHIND.at(where, f"left behind: {_list(self.hidden)}")


_TOLD = "look whether the document can do without, or say beside its link where to get the original"


def _list(counted: Counter[str]) -> str:
    return ", ".join(f"{what} ({times})" for what, times in sorted(counted.items()))
