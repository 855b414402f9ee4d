"""Six real records of ROR (``ror_sample.jsonl``; ROR data are CC0), for the tests of its import."""

from __future__ import annotations

import json
from pathlib import Path

BASE = "https://example.org/p/"
SAMPLE = Path(__file__).with_name("ror_sample.jsonl")
LINES = SAMPLE.read_bytes().splitlines()
RECORDS = {json.loads(line)["id"].rsplit("/", 1)[1]: json.loads(line) for line in LINES}


def write(folder: Path, *lines: bytes | str | dict) -> Path:
    """A file of records."""
    path = folder / "records.jsonl"
    raw = [
        line
        if isinstance(line, bytes)
        else (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)).encode()
        for line in lines
    ]
    path.write_bytes(b"".join(line + b"\n" for line in raw))
    return path
