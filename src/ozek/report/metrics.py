"""How wide a text is, and where to break it: by the advance widths of DejaVu Sans.

A browser may take another font, but the common ones are narrower: what fits here fits there.
"""

from __future__ import annotations

from functools import cache

_WIDTHS: dict[int, str] = {
    27: "'",
    28: "ijlіїïí",
    29: "IJІ",
    32: " ,.‘’·",
    34: "/:;\\|",
    35: "f",
    36: "-",
    39: "()[]t",
    40: "!",
    41: "r",
    46: '"',
    50: "*_–°§",
    52: "sz“”",
    53: "?гз",
    55: "cçсэ",
    56: "L",
    58: "Fkт",
    59: "vxyýÿвухчьғұү",
    60: "PРкя",
    61: "TYao«»àáâãäåðòóôõöøГТУаоөҰҮқ",
    62: "eèéêëбеёә",
    63: "ESbdghnpqußñùúûüЕрЁһ",
    64: "$0123456789{}Зл",
    65: "ийнп",
    66: "Kң",
    67: "Ғ",
    68: "AÀÁÂÃÄÅVАц",
    69: "BRXZБВХЧЬЯдҺ",
    70: "CÇСЭ",
    71: "КъҚ",
    73: "UÚÜ",
    75: "HNИЙЛНПмҢ",
    77: "DGД",
    78: "&Ц",
    79: "OQÓÖØОыӘӨ",
    82: "w",
    84: "#+<=>~×−≥≤→←ю",
    85: "фЪ",
    86: "MМФ",
    88: "Ыж○●",
    92: "шщ",
    95: "%",
    99: "W@—…",
    104: "№",
    109: "ШЖЮЩ",
}
_ADVANCE = {char: width / 100 for width, chars in _WIDTHS.items() for char in chars}
_UNKNOWN = 0.85
_BOLD = 1.11


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a text in pixels at a font size."""
    ems = sum(_ADVANCE.get(char, _UNKNOWN) for char in text)
    return ems * size * (_BOLD if bold else 1)


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than ``width``; words too long are cut with a hyphen."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        tried = f"{line} {word}" if line else word
        if text_width(tried, size, bold) <= width:
            line = tried
            continue
        if line:
            lines.append(line)
        *cut, line = _cut(word, width, size, bold)
        lines += cut
    return [*lines, line] if line or not lines else lines


def _cut(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Cut a word into parts that fit, after its own hyphens where it has some."""
    parts = []
    while text_width(word, size, bold) > width and len(word) > 5:
        end = len(word) - 2
        while end > 3 and text_width(word[:end] + "-", size, bold) > width:
            end -= 1
        own = word.rfind("-", 2, end)
        if own > 0:
            parts.append(word[: own + 1])
            word = word[own + 1 :]
            continue
        end = max(range(max(end - 5, 3), end + 1), key=lambda at: (_ease(word, at), at))
        parts.append(word[:end] + "-")
        word = word[end:]
    return [*parts, word]


def _ease(word: str, at: int) -> int:
    """Return how well a word can be broken before a letter: rough, but right for most words."""
    before, after = word[at - 1].lower(), word[at].lower()
    if len(word) - at < 3 or after in VOWELS + SIGNS or word[at + 1].lower() in SIGNS:
        return 0
    return 3 if before in SIGNS else 1 if before in VOWELS else 2


VOWELS = "aeiouyаеёиоуыэюяәөұүі"
SIGNS = "ьъй"
