"""A server on loopback for tests that have to speak HTTP, and a store for it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

httpx = pytest.importorskip("httpx")
uvicorn = pytest.importorskip("uvicorn")


def store_on_disk(quads: Iterable[Any], folder: Path) -> Path:
    """Write pyoxigraph quads into a new store in a folder that is missing."""
    store = ox.Store(str(folder))
    store.bulk_extend(quads)
    store.flush()
    return folder


@contextlib.contextmanager
def served(app: Any) -> Iterator[Any]:
    """Serve an app on a free port of 127.0.0.1; gives an ``httpx.Client`` for it."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        yield client
    server.should_exit = True
    thread.join(10)
