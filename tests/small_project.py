"""Where the small project of the tests is, and the base of its IRIs."""

from pathlib import Path

SMALL = Path(__file__).parent / "fixtures" / "small"
BASE = "https://example.org/small/"
