"""Content negotiation: which of the offered media types an ``Accept`` header wants most.

RFC 9110, section 12.5.1. A range with more detail wins over one with less, whatever their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class MediaRange:
    """One entry of an ``Accept`` header: ``text/*;q=0.5``."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """0: does not match; 1 ``*/*``; 2 ``type/*``; 3 ``type/subtype``."""
        kind, _, name = media_type.partition("/")
        if self.type == "*" and self.subtype == "*":
            return 1
        if self.type != kind:
            return 0
        if self.subtype == "*":
            return 2
        return 3 if self.subtype == name else 0


def read_accept(header: str | None) -> tuple[MediaRange, ...]:
    """Return the ranges of a header; without one, or with an empty one, everything is welcome.

    Parameters other than ``q`` are not looked at, and an entry that is no range is passed over.
    """
    if not (header or "").strip():
        return (MediaRange("*", "*", 1.0),)
    found = []
    for entry in (header or "").split(","):
        name, *parameters = (part.strip() for part in entry.split(";"))
        kind, slash, subtype = name.lower().partition("/")
        if not slash or not kind or not subtype or (kind == "*" and subtype != "*"):
            continue
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                quality = _quality(value.strip())
        found.append(MediaRange(kind, subtype, quality))
    return tuple(found)


def _quality(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def best(header: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered type that is wanted most, the earlier one of equals; None if none is."""
    ranges = read_accept(header)
    chosen, highest = None, 0.0
    for media_type in offered:
        fitting = [(one.specificity(media_type), one.quality) for one in ranges]
        quality = max((pair for pair in fitting if pair[0]), default=(0, 0.0))[1]
        if quality > highest:
            chosen, highest = media_type, quality
    return chosen
