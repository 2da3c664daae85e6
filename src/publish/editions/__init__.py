"""The forms in which a work is issued; one small file each."""

from collections.abc import Mapping

from publish.editions.model import Edition
from publish.editions.screen import SCREEN

EDITIONS: Mapping[str, Edition] = {edition.name: edition for edition in (SCREEN,)}
