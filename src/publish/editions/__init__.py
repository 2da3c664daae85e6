"""The forms in which a work is issued; one small file each."""

from collections.abc import Mapping

from publish.editions.archive import ARCHIVE
from publish.editions.cover import COVER
from publish.editions.greyscale import GREYSCALE
from publish.editions.large_print import LARGE_PRINT
from publish.editions.light import LIGHT
from publish.editions.model import Edition
from publish.editions.press import PRESS
from publish.editions.screen import SCREEN

EDITIONS: Mapping[str, Edition] = {
    edition.name: edition
    for edition in (SCREEN, PRESS, COVER, ARCHIVE, LARGE_PRINT, GREYSCALE, LIGHT)
}

# What goes to a printer goes together: leaves, cover and job sheet agree on pages and paper.
PRINTED = frozenset(("press", "cover"))
