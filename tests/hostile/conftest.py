"""A server that nobody may ask, and a secret that nobody may print."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SECRET = "the-secret-word-of-this-machine"


@dataclass
class Trap:
    """An HTTP server on loopback that remembers what it was asked for."""

    url: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def trap() -> Iterator[Trap]:
    """A running server; at the end of the test nobody may have asked it."""
    caught = Trap("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            caught.asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    caught.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield caught
    server.shutdown()
    server.server_close()
    assert caught.asked == []


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside the project."""
    path = tmp_path / "secret.txt"
    path.write_text(SECRET, encoding="utf-8")
    return path


@pytest.fixture
def lone(project):
    """The small project with nothing but its brief: one gathering is soon set."""
    project.edit("brief/en/01-brief.md", " See @guide:sec-two.", "")
    project.edit("catalogue.toml", 'publications = ["guide", "brief"]', 'publications = ["brief"]')
    return project
