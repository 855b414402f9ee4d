"""A few warm workers over one store on disk; a worker that runs too long is killed and replaced."""

from __future__ import annotations

import multiprocessing
import queue
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from ozek.errors import OzekError
from ozek.web.sparql import worker
from ozek.web.sparql.worker import Answer, Job, Limits

READY_SECONDS = 30.0
"""How long a new worker may take to open the store."""


@dataclass(eq=False)
class _Worker:
    process: SpawnProcess
    connection: Connection
    ready: bool = False

    def stop(self) -> None:
        self.process.kill()
        self.process.join(5)
        self.connection.close()


class Pool:
    """Workers that answer jobs; ``run`` may be called from many threads.

    ``path``: a store of Oxigraph on disk (:mod:`ozek.web.preparing`). ``size``: how many queries
    run at once. ``waiting``: how long a query waits for a free worker before it is told that the
    endpoint is busy, in seconds.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        size: int = 2,
        limits: Limits | None = None,
        waiting: float = 10.0,
    ) -> None:
        self.path = str(path)
        self.limits = limits or Limits()
        self.waiting = waiting
        self._context = multiprocessing.get_context("spawn")
        self._idle: queue.Queue[_Worker] = queue.Queue()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(size):
            self._idle.put(self._start())

    def run(self, job: Job) -> Answer:
        """Answer one query within the limits: 503 for time, memory and a busy endpoint."""
        try:
            chosen = self._idle.get(timeout=self.waiting)
        except queue.Empty:
            return Answer.error(
                503, f"The endpoint is busy: no query ended within {self.waiting:g} seconds."
            )
        found = self._ask(chosen, job)
        if found is None:
            chosen = self._replace(chosen)
            found = Answer.error(
                503,
                f"The query took longer than {self.limits.seconds:g} seconds and was stopped. "
                "Ask for less, or take the dump and ask it on your own machine.",
            )
        elif isinstance(found, EOFError):
            chosen = self._replace(chosen)
            found = Answer.error(
                503,
                f"The query took more than {self.limits.memory >> 20} MiB of memory "
                "and was stopped. Ask for less.",
            )
        self._idle.put(chosen)
        return found

    def close(self) -> None:
        """Stop all workers."""
        with self._lock:
            self._closed = True
            workers, self._all = self._all, set()
        for one in workers:
            one.stop()

    def _ask(self, chosen: _Worker, job: Job) -> Answer | EOFError | None:
        """The answer; None if there was none in time, EOFError if the worker died."""
        try:
            if not chosen.ready:
                if not chosen.connection.poll(READY_SECONDS):
                    return None
                chosen.connection.recv()
                chosen.ready = True
            chosen.connection.send(job)
            if not chosen.connection.poll(self.limits.seconds):
                return None
            answer: Answer = chosen.connection.recv()
            return answer
        except (EOFError, OSError) as error:
            return EOFError(str(error))

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=worker.main, args=(theirs, self.path, self.limits), daemon=True
        )
        process.start()
        theirs.close()
        made = _Worker(process, ours)
        with self._lock:
            if self._closed:
                raise OzekError("the endpoint is shutting down")
            self._all.add(made)
        return made

    def _replace(self, old: _Worker) -> _Worker:
        with self._lock:
            self._all.discard(old)
        old.stop()
        return self._start()
