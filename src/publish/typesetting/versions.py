"""What the look of set pages depends on besides the ticket: engine, shaping, our own code.

Read without importing the engine, so that a build with nothing to set does not pay for it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import hashlib
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "cssselect2", "pyphen", "pillow")


@functools.cache  # neither the code nor the libraries change while a process runs
def engine_digest() -> str:
    """Return the SHA-256 of the versions and of the code that shapes gatherings."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    digest.update(f"pango {_pango()} harfbuzz {_harfbuzz()}\n".encode())
    here = Path(__file__).parent
    code = [*sorted(here.glob("*.py")), *sorted(here.glob("*.conf"))]
    code += [here.parent / "composing" / "late.py", here.parent / "composing" / "model.py"]
    for path in code:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _pango() -> int:
    library = _library("pango-1.0")
    return int(library.pango_version()) if library else 0


def _harfbuzz() -> str:
    library = _library("harfbuzz")
    if library is None:
        return ""
    library.hb_version_string.restype = ctypes.c_char_p
    return str(library.hb_version_string().decode())


def _library(name: str) -> ctypes.CDLL | None:
    for candidate in (f"lib{name}.so.0", f"lib{name}.0.dylib", f"lib{name}-0.dll"):
        try:
            return ctypes.CDLL(candidate)
        except OSError:
            continue
    return None
