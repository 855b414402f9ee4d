"""A build's graph as a store on disk, made once for each build and then only opened."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ozek.store import Store
from ozek.web.dataset import Built
from ozek.web.indexing import make_index

FOLDER = ".served"
QUADS = "quads"
"""Where in a saved store the workers find the quads."""
INDEX = "index.db"
"""Where beside them the index is (``indexing.py``)."""
_FORM = "1"  # to be raised when what is kept changes, so that nobody opens an old one


@contextmanager
def prepared(built: Built, base: str, say: Callable[[str], None] | None = None) -> Iterator[Path]:
    """Give the folder of the saved store (``Store.saved``) and the index of a build.

    It is kept in the build's folder, under the digest of its quads; where that cannot be written,
    in a folder that goes when the context ends. ``say`` hears of work that takes a while.
    """
    home = built.folder / FOLDER
    wanted = home / f"{built.id or _digest(built.quads)}-{_FORM}"
    if wanted.is_dir():
        yield wanted
        return
    if say is not None:
        say("preparing the graph for serving, once for this build …")
    try:
        home.mkdir(exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
    except OSError:
        with tempfile.TemporaryDirectory(prefix="ozek-", ignore_cleanup_errors=True) as elsewhere:
            _save(built, base, Path(elsewhere))
            yield Path(elsewhere)
        return
    try:
        _save(built, base, place)
        for old in home.iterdir():
            if old != place and not old.name.startswith(".new-"):
                shutil.rmtree(old, ignore_errors=True)
        os.replace(place, wanted)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    yield wanted


def _save(built: Built, base: str, folder: Path) -> None:
    store = Store(base=base)
    store.load(built.quads)
    store.refresh_facts()
    make_index(store, folder / INDEX)
    store.save(folder)
    del store
    gc.collect()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
