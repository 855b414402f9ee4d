"""One case in a process of its own: CPU seconds, wall time, peak memory, and what came out.

A case is a function that gets the files of a slice, prepares what is not to be measured (imports,
for some stages the loaded graph) and returns the work to be measured as a function without
arguments. The work returns a small dict; a function in it is called afterwards, and a ``cpu`` in it
is what counts (for work that does something unmeasured in between). The parent process imports
nothing heavy, because a child's peak memory begins with that of its parent.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_MEGABYTE = 1 if sys.platform == "darwin" else 1024
"""Turns ``ru_maxrss`` (KiB, on macOS bytes) into bytes."""


@dataclass(frozen=True)
class Outcome:
    """What one process did. ``cpu`` is the measured work, ``total`` the whole process."""

    cpu: float = 0.0
    wall: float = 0.0
    total: float = 0.0
    peak: float = 0.0
    answer: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None


def run(function: str, arguments: Mapping[str, Any], *, limit: float, memory: float) -> Outcome:
    """Run ``module:function`` in a new process, within CPU seconds and gigabytes."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, "-m", "benchmarks.measure", function, json.dumps(arguments)]
        command += [str(result), str(limit), str(memory)]
        paths = [str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=60 + 20 * limit
            )
        except subprocess.TimeoutExpired:
            return Outcome(problem=f"stopped after {60 + 20 * limit:.0f} s of wall time")
        if result.is_file() and result.stat().st_size:
            return Outcome(**json.loads(result.read_text()))
        return Outcome(problem=_why(done, limit, memory))


def _why(done: subprocess.CompletedProcess[str], limit: float, memory: float) -> str:
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"stopped after {limit:.0f} CPU seconds"
    last = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
    if "MemoryError" in last or "memory" in last or done.returncode == -signal.SIGABRT:
        return f"stopped at {memory:.0f} GB of memory"
    return f"failed: {last}"


def cpu_seconds() -> float:
    """User and system time of this process and of the children it waited for."""
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak_megabytes() -> float:
    """The most memory this process, or one of its children, ever held."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) * _MEGABYTE / 1e6


def _child(function: str, arguments: str, result: str, limit: str, memory: str) -> None:
    seconds = int(float(limit)) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    if sys.platform == "linux":
        allowed = int(float(memory) * 1e9)
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))
    module, _, name = function.partition(":")
    work = getattr(import_module(module), name)(**json.loads(arguments))
    cpu, wall = cpu_seconds(), time.perf_counter()
    answer = work()
    used, passed = cpu_seconds() - cpu, time.perf_counter() - wall
    total, peak = cpu_seconds(), peak_megabytes()
    told = {name: value() if callable(value) else value for name, value in answer.items()}
    outcome = Outcome(told.pop("cpu", used), passed, total, peak, told)
    Path(result).write_text(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    _child(*sys.argv[1:])
