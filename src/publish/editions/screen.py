"""The screen edition: cut to the trim, with links and bookmarks, in sRGB."""

from __future__ import annotations

from publish.binding.model import Form

SCREEN = Form(name="screen", crop="trim", links=True, outline=True)
