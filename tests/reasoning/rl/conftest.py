"""Puts this folder on the path, for ``oracle.py``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
