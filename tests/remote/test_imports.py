"""Each part of the work with services can be what a command needs first."""

from __future__ import annotations

import subprocess
import sys

import pytest

PARTS = ("around", "beside", "moving", "reasoning", "store", "validating", "vocabulary")


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_imported_by_itself(part: str) -> None:
    command = [sys.executable, "-c", f"import ozek.remote.{part}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
