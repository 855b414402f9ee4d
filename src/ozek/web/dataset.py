"""The graph of a project as a store on disk, which the workers open without loading it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from ozek.store import Store


def store_on_disk(source: Store | Iterable[Any], folder: str | Path) -> Path:
    """Write quads into a new store in ``folder`` (which has to be empty or missing).

    ``source``: a Store, whose facts become the default graph, or pyoxigraph quads as they stand.
    """
    folder = Path(folder)
    quads = source.dump() if hasattr(source, "dump") else source
    store = ox.Store(str(folder))
    store.bulk_extend(quads)
    store.optimize()
    store.flush()
    return folder
