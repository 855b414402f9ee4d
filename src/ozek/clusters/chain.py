"""The chain of policy that reaches one cluster, as rows of its card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ozek.clusters.parts import joined
from ozek.clusters.rows import Row

if TYPE_CHECKING:
    from ozek.clusters.parts import Anatomy
    from ozek.clusters.policy import PolicyCoverage
    from ozek.clusters.wording import Words
    from ozek.labels import Labels

SHOWN = 10
"""How many programmes are named."""


def policy_rows(
    anatomy: Anatomy, coverage: PolicyCoverage, labels: Labels, words: Words
) -> Iterator[Row]:
    """Yield one row per programme that reaches the cluster: programme → sector → technopark.

    A link of the chain that no source records is said to be so; see ``policy_coverage``.
    """
    cluster, around = anatomy.cluster, anatomy.around
    silent = words.known("states", "not recorded")

    def chained(links: list[list[str]]) -> str:
        return " → ".join(words.names([labels.of(one) for one in link]) or silent for link in links)

    reaching = sorted(one for one, reached in coverage.programme_cluster if reached == cluster)
    for programme in reaching[:SHOWN]:
        own = {sector for one, sector in coverage.programme_sector if one == programme}
        sectors = sorted(s for s, one in coverage.sector_cluster if one == cluster and s in own)
        parks = sorted({park for s, park in coverage.sector_technopark if s in sectors})
        links = [[programme], sectors, [cluster], parks]
        yield Row(
            "there",
            "policy_chain",
            "provided",
            "green" if sectors and parks else "grey",
            who=chained(links),
            grounds=joined([around[one] for one in (programme, *parks) if one in around]),
        )
    if not reaching:
        sectors = sorted(s for s, one in coverage.sector_cluster if one == cluster)
        parks = sorted({park for s, park in coverage.sector_technopark if s in sectors})
        links = [[], sectors, [cluster], parks]
        yield Row("unknown", "policy_chain", "not recorded", "grey", who=chained(links))
