"""The answers there are, by name, with their parameters; and how one of them is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ozek.errors import UsageError
from ozek.labels import Labels
from ozek.measuring import facts, networks
from ozek.measuring.asked import Asked, Found
from ozek.measuring.wording import text

if TYPE_CHECKING:
    import networkx as nx

    from ozek.store import Store

Kind = Literal["network", "facts"]


@dataclass(frozen=True)
class Named:
    """An answer that can be asked by name.

    Attributes:
        of: "network" if it is measured on a projection, "facts" if on the facts themselves.
        parameters: name → what holds if it is not given, None for nothing.
    """

    name: str
    of: Kind
    function: Callable[[Asked], Found]
    parameters: Mapping[str, str | None]

    def title(self, lang: str) -> str:
        return text(self.name, "title", lang)

    def meaning(self, lang: str) -> str:
        return text(self.name, "meaning", lang)


def _named(of: Kind, function: Callable[[Asked], Found], **parameters: str | None) -> Named:
    return Named(function.__name__, of, function, parameters)


ANSWERS: Mapping[str, Named] = {
    one.name: one
    for one in (
        _named("network", networks.bridging, kinds="science,business"),
        _named("network", networks.roles),
        _named("network", networks.key_players_remove, k="3"),
        _named("network", networks.key_players_reach, k="3"),
        _named("network", networks.dependence, without="state"),
        _named("network", networks.removal_curve, without=None, steps="20"),
        _named("network", networks.mixing_matrix),
        _named("network", networks.external_internal),
        _named("network", networks.helix_links),
        _named("network", networks.core_periphery),
        _named("network", networks.declared_communities),
        _named("network", networks.layers),
        _named("network", networks.degrees_by_relation),
        _named("facts", facts.triple_helix),
        _named("facts", facts.policy_coverage),
        _named("facts", facts.policy_orphans),
        _named("facts", facts.target_evidence, year=None),
        _named("facts", facts.declared_named),
        _named("facts", facts.location_quotients, indicator=None, year=None),
    )
}
"""Every answer by name, in the order in which they are listed."""


def answer(
    store: Store,
    name: str,
    params: Mapping[str, str] | None = None,
    *,
    graph: nx.Graph | None = None,
    lang: str = "en",
) -> Found:
    """Return an answer: a sentence, a table of rows, and what they come from.

    Args:
        store: reasoned.
        name: of ANSWERS.
        params: parameter → value as text, as on the command line.
        graph: the network, from ``network.project``; by default the projection "actors".
        lang: kk, ru or en.

    Raises:
        UsageError: no such answer or parameter, or a value that does not do.
    """
    if name not in ANSWERS:
        raise UsageError(f"there is no answer '{name}'; known: {', '.join(ANSWERS)}")
    chosen = ANSWERS[name]
    given = dict(params or {})
    unknown = [one for one in given if one not in chosen.parameters]
    if unknown:
        known = ", ".join(chosen.parameters) or "none"
        raise UsageError(f"'{name}' has no parameter '{unknown[0]}'; it has: {known}")
    if graph is None and chosen.of == "network":
        from ozek.network import project

        graph = project(store, "actors", lang=lang)
    asked: Any = Asked(store, graph, {**chosen.parameters, **given}, lang, Labels(store, lang))
    return chosen.function(asked)
