"""Placing things in a column as near as can be to where they want to be, without overlap."""

from __future__ import annotations

from collections.abc import Sequence


def stack(
    wanted: Sequence[float], sizes: Sequence[float], weights: Sequence[float], room: float
) -> list[float]:
    """Return positions that minimise the weighted squared distance to the wanted ones.

    The order stays, nothing overlaps, and everything lies between 0 and ``room``. This is isotonic
    regression by pooling adjacent violators (Ayer et al. 1955), on positions less what is above.
    """
    above = [0.0]
    for size in sizes:
        above.append(above[-1] + size)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for place, weight in enumerate(weights):
        mean, total, count = wanted[place] - above[place], weight, 1
        while pools and pools[-1][0] > mean:
            last, heavy, many = pools.pop()
            mean = (last * heavy + mean * total) / (heavy + total)
            total, count = total + heavy, count + many
        pools.append((mean, total, count))
    most = max(room - above[-1], 0.0)
    level = [min(max(mean, 0.0), most) for mean, _, count in pools for _ in range(count)]
    return [level[place] + above[place] for place in range(len(level))]
