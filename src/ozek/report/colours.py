"""The colours of the report and its pictures, in the light and in the dark.

Kinds are told apart by hue and always by words too. The hues keep apart for the common kinds of
colour blindness, and text keeps a contrast of 4.5:1 at least on its ground (tests check it).
"""

from __future__ import annotations

import re

PALETTE: dict[str, tuple[str, str]] = {
    "ink": ("#1d2733", "#e8edf2"),
    "muted": ("#4f5b66", "#aab5c0"),
    "edge": ("#6b7885", "#8b98a5"),
    "rule": ("#d5dbe1", "#36424e"),
    "paper": ("#ffffff", "#161d25"),
    "ground": ("#f5f7f8", "#0e1318"),
    "accent": ("#0b6770", "#6cc5cd"),
    "on-accent": ("#ffffff", "#0e1318"),
    "soft": ("#e3f1f1", "#17343a"),
    "unsure": ("#704900", "#e0b866"),
    "unsure-soft": ("#fcf1d8", "#33290f"),
    "planned": ("#2f5597", "#8fb3f0"),
    "good": ("#22603a", "#86cf9c"),
    "good-soft": ("#dff0e4", "#1b3826"),
    "bad": ("#9a2a20", "#f0a096"),
    "bad-soft": ("#f8dfdb", "#45211d"),
    "focus": ("#b35c00", "#ffb454"),
    "hatch": ("#c3cbd3", "#46525e"),
}
"""Name → (light, dark)."""

_HUES: dict[str, tuple[str, str, str, str, str, str]] = {
    "blue": ("#2f5597", "#eef3fb", "#dbe6f6", "#8fb3f0", "#172030", "#1f2e49"),
    "violet": ("#6d3f99", "#f5effa", "#e9dcf4", "#c9a5ee", "#211a2c", "#312643"),
    "teal": ("#0b6770", "#e9f5f5", "#d2eaea", "#6cc5cd", "#132528", "#18383c"),
    "amber": ("#805300", "#fcf4e3", "#f7e6c2", "#e0b866", "#272113", "#3b3119"),
    "green": ("#2b6b3f", "#edf6ef", "#d8ebdc", "#86cf9c", "#16251b", "#1e3828"),
    "red": ("#97382f", "#fbf0ee", "#f5dcd8", "#f0a096", "#2a1b19", "#422622"),
    "grey": ("#4f5b66", "#f3f5f7", "#e6eaee", "#aab5c0", "#1c242c", "#2a343e"),
}
for _hue, _six in _HUES.items():
    for _part, _light, _dark in zip(("line", "frame", "box"), _six[:3], _six[3:], strict=True):
        PALETTE[f"{_hue}-{_part}"] = (_light, _dark)

_USE = re.compile(r"var\(--([a-z-]+)\)")


def use(name: str) -> str:
    """Return a colour as a page writes it: a variable that changes with the scheme."""
    return f"var(--{name})"


def hue(name: str) -> tuple[str, str, str]:
    """Return line and text, ground of a frame and ground of a box in a hue."""
    return use(f"{name}-line"), use(f"{name}-frame"), use(f"{name}-box")


def light(markup: str) -> str:
    """Return markup with the light colours for the variables: for a file of its own."""
    return _USE.sub(lambda found: PALETTE[found[1]][0], markup)


def style(*, switch: bool = True) -> str:
    """Return the variables as CSS: light, dark where the system or the reader wants it.

    Without ``switch`` the page has no button for it, and the system decides alone.
    """
    bright, dark = (";".join(f"--{k}:{v[i]}" for k, v in PALETTE.items()) for i in (0, 1))
    if not switch:
        return (
            f":root{{color-scheme:light;{bright}}}\n"
            f"@media screen and (prefers-color-scheme:dark)"
            f"{{:root{{color-scheme:dark;{dark}}}}}\n"
        )
    return (
        f":root{{color-scheme:light;{bright}}}\n"
        f"@media screen and (prefers-color-scheme:dark)"
        f"{{:root:has(#scheme-auto:checked){{color-scheme:dark;{dark}}}}}\n"
        f"@media screen{{:root:has(#scheme-dark:checked){{color-scheme:dark;{dark}}}}}\n"
    )
