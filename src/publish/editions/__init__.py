"""The forms in which a work is issued; one small file each."""

from collections.abc import Mapping

from publish.binding.model import Form
from publish.editions.screen import SCREEN

FORMS: Mapping[str, Form] = {"screen": SCREEN}
