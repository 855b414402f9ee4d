"""CPU seconds for the health card of one large cluster of a made-up system.

``python -m benchmarks.card`` makes one cluster with about 10,000 participants (of 23,000
organisations, 45 % take part). What comes before, loading and reasoning, has stages of its own.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.synthetic import BASE, System
from ozek.clusters import anatomy, diagnose, health_card
from ozek.project import load_model, resources
from ozek.reasoning import reason
from ozek.store import Store

__all__ = ["main"]


def loaded(organisations: int, seed: int) -> Store:
    """A reasoned store of a system whose organisations share one cluster."""
    store = Store(base=BASE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "system.nq"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(System(organisations, seed, BASE, 1).lines())
        store.load(path)
    load_model(store, [resources().ontology / "ozek.ttl"], [])
    reason(store)
    store.refresh_facts()
    return store


def main(arguments: list[str] | None = None) -> int:
    """Print the CPU seconds of the anatomy, of its measures and of the whole card."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.card", description=__doc__)
    parser.add_argument("organisations", type=int, nargs="?", default=23_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    store = loaded(given.organisations, given.seed)
    cluster = f"{BASE}cluster/0"
    started = time.process_time()
    found = anatomy(store, cluster)
    parts = time.process_time() - started
    diagnose(found)
    measures = time.process_time() - started - parts
    started = time.process_time()
    health_card(store, cluster).to_text()
    card = time.process_time() - started
    print(f"participants {len(found.members)}  links {len(found.links)}")
    print(f"anatomy {parts:.1f} s  measures {measures:.1f} s  whole card {card:.1f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
