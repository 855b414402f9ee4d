"""Puts ``tests/`` on the path, for ``shacl_oracle.py`` and ``graphs.py``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
