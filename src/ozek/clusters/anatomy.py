"""The anatomy of a cluster: core, infrastructure, state, policy and links, with what is not known.

The rows come from the saved questions on clusters (``queries/cluster-manager``), so that the card,
the report and the heat map can say nothing else than the questions do; the links come from the
projection ``cluster-links``. What is required – roles and their order, functions, modes and phases
of support – is read from the taxonomy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rdflib import URIRef

from ozek import namespaces as ns
from ozek.clusters import linking, required
from ozek.clusters.asking import packaged
from ozek.clusters.grounds import GroundsReader, of_rows
from ozek.clusters.parts import (
    Anatomy,
    Declared,
    Fact,
    Function,
    Grounds,
    Link,
    Member,
    Stage,
    Support,
    joined,
)
from ozek.errors import UsageError
from ozek.evidence import Evidence
from ozek.labels import Labels
from ozek.network import project
from ozek.network.completeness import State
from ozek.query import ask
from ozek.search import Kinds
from ozek.terms import to_rdflib

if TYPE_CHECKING:
    from ozek.store import Store

_STATES: dict[str, State] = {
    "coverage-provided": "provided",
    "coverage-stated-absent": "stated absent",
    "coverage-not-recorded": "not recorded",
}
_NO_FACTS = frozenset(ns.OZEK + name for name in ("isSegmentOf", "isInitiativeFor"))

Rows = list[dict[str, Any]]


def anatomy(store: Store, cluster: str, *, lang: str = "en") -> Anatomy:
    """Return the anatomy of one cluster, given by its IRI.

    ``store`` has to be reasoned (``ozek.pipeline.prepare``). Raises UsageError if the IRI is not a
    cluster of the store; ``ozek.clusters.resolve_cluster`` finds one by its name.
    """
    found = anatomies(store, [cluster], lang=lang)
    return found[cluster]


def anatomies(
    store: Store, clusters: Iterable[str] | None = None, *, lang: str = "en"
) -> dict[str, Anatomy]:
    """Return cluster IRI → anatomy, of some clusters or of all, sorted by IRI.

    Each question is asked once however many the clusters are. Raises UsageError as ``anatomy``.
    """
    known = cluster_iris(store)
    wanted = known if clusters is None else list(clusters)
    for cluster in wanted:
        if cluster not in known:
            raise UsageError(f"{cluster} is not a cluster of this project")
    return _Reader(store, wanted, lang).read()


def cluster_iris(store: Store) -> list[str]:
    """Return the IRIs of all clusters among the facts, sorted."""
    rows = store.query("SELECT DISTINCT ?c WHERE { ?c a ozek:Cluster } ORDER BY ?c")
    return [row[0].value for row in rows]


class _Reader:
    """Asks the questions for all wanted clusters and puts the rows in place."""

    def __init__(self, store: Store, wanted: list[str], lang: str) -> None:
        self.store, self.wanted, self.lang = store, wanted, lang
        self.names = Labels(store, lang)
        self.kinds = Kinds(store)
        self.labels: dict[str, str] = {}
        self.grounds = GroundsReader(store, Evidence(store, self.names))

    def read(self) -> dict[str, Anatomy]:
        participants = self.rows("cluster-participants")
        functions = self.rows("cluster-functions")
        segments = self.rows("cluster-segments")
        support = self.rows("cluster-state-support")
        related = self.rows("related-clusters")
        facts = self.rows("clusters")
        gaps = self.plain("gaps")
        self.notions = required.notions(self.store)
        self.state = required.state_bodies(self.store, self.notions)
        self.roles = self.all_known(required.roles(self.store))
        self.functions = self.scheme("function")
        self.graph = project(self.store, linking.PROJECTION, lang=self.lang)
        return {
            cluster: self._one(
                cluster,
                members=self._members(participants[cluster]),
                functions=functions[cluster],
                segments=segments[cluster],
                support=[row for row in support[cluster] if row["recorded"]],
                related=related[cluster],
                facts=facts[cluster],
                gaps=gaps,
            )
            for cluster in self.wanted
        }

    # Questions -----------------------------------------------------------------------------------

    def plain(self, name: str, **params: Any) -> Rows:
        """The rows of a question as flat values."""
        return ask(self.store, packaged(name), params, lang=self.lang).to_records()

    def rows(self, name: str) -> Mapping[str, Rows]:
        """Cluster → its rows; the question is bound to the cluster when only one is wanted."""
        found: dict[str, Rows] = defaultdict(list)
        params = {"cluster": self.wanted[0]} if len(self.wanted) == 1 else {}
        for row in self.plain(name, **params):
            found[row.get("cluster") or self.wanted[0]].append(row)
        return found

    # Parts ---------------------------------------------------------------------------------------

    def _one(
        self,
        cluster: str,
        *,
        members: list[Member],
        functions: Rows,
        segments: Rows,
        support: Rows,
        related: Rows,
        facts: Rows,
        gaps: Rows,
    ) -> Anatomy:
        inside = {member.iri for member in members}
        acts = self._support(support)
        kin = {row["related"] for row in related}
        linked = linking.neighbours(self.graph, inside)
        state = {iri for iri in inside | linked if iri in self.state} | {act.body for act in acts}
        kin |= {node for node in linked if self.kinds.of(node) == ns.OZEK + "Cluster"} - {cluster}
        links, outside = linking.links(self.graph, inside, state | kin, self.grounds)
        self.all_named({end for link in links for end in (link.source, link.target)})
        stated = [row for row in facts if row["modality"] == ns.MODALITY_ASSERTED]
        planned = [row for row in facts if row["modality"] == ns.OZT + "modality-planned"]
        sectors = sorted(
            {r["value"] for r in stated if r["property"] == ns.OZEK + "hasSectorFocus"}
        )
        declared = self._declared(cluster)
        parts = {row["segment"] for row in segments if row["segment"]}
        about = {cluster, *parts, *inside, *(one.iri for one in declared)}
        documents = {act.instrument for act in acts if act.instrument}
        for cls in ("PolicyDocument", "Policy"):
            documents |= required.focused(self.store, sectors, cls)
        parks = required.focused(self.store, sectors, "Technopark")
        return Anatomy(
            cluster=cluster,
            label=self.name(cluster),
            lang=self.lang,
            members=tuple(members),
            stages=tuple(
                Stage(
                    role, self.name(role), place, tuple(m.iri for m in members if role in m.roles)
                )
                for place, role in enumerate(self.roles, start=1)
            ),
            functions=self._functions(functions),
            segments=tuple(
                sorted({r["kind"].removeprefix(ns.OZEK) for r in segments if r["recorded"]})
            ),
            support=acts,
            modes=self.scheme("support-mode"),
            phases=self.scheme("support-phase"),
            state=self.all_named(state),
            related=self.all_named(kin),
            documents=self.all_named(documents),
            sectors=self.all_named(sectors),
            technoparks=self.all_named(parks),
            facts=self._facts(stated),
            planned=self._facts(planned),
            declared=declared,
            links=links,
            outside=outside,
            gaps=tuple(
                sorted(
                    {
                        (row["gap"], row["description"] or "")
                        for row in gaps
                        if row["gap"] and row["thing"] in about
                    }
                )
            ),
            around=self._around(members, acts, links, related, (*documents, *parks)),
            labels=self.labels,
        )

    def _around(
        self,
        members: list[Member],
        acts: tuple[Support, ...],
        links: tuple[Link, ...],
        related: Rows,
        focused: Iterable[str],
    ) -> dict[str, Grounds]:
        """What stands around the cluster → what says that it does."""
        found: dict[str, list[Grounds]] = defaultdict(list)
        for link in links:
            for end in (link.source, link.target):
                found[end].append(link.grounds)
        for member in members:
            found[member.iri] = [member.grounds]
        for act in acts:
            found[act.body].append(act.grounds)
            if act.instrument:
                found[act.instrument].append(act.grounds)
        for row in related:
            found[row["related"]].append(of_rows([row]))
        for thing in focused:
            quads = self.store.matching(thing, ns.OZEK + "hasSectorFocus")
            found[thing].append(self.grounds.of_graphs({q.graph_name.value for q in quads}))
        return {thing: joined(grounds) for thing, grounds in found.items()}

    def _members(self, rows: Rows) -> list[Member]:
        by_actor: dict[str, Rows] = defaultdict(list)
        for row in rows:
            if row["recorded"]:
                by_actor[row["actor"]].append(row)
        found = []
        for actor in sorted(by_actor):
            mine = by_actor[actor]
            parts = {row["part"] for row in mine if row["part"]}
            names = {"Core": "IndustrialCore", "Infrastructure": "InfrastructureSegment"}
            kind = self.kinds.of(actor) or ns.OZEK + "InnovationActor"
            found.append(
                Member(
                    iri=actor,
                    label=self.name(actor),
                    kind=kind,
                    of=self._of(actor),
                    group=kind == ns.OZEK + "ActorGroup",
                    segments=tuple(
                        n for p, n in names.items() if f"{ns.OZEK}{p}Participation" in parts
                    ),
                    roles=tuple(r for r in self.roles if any(row["role"] == r for row in mine)),
                    functions=tuple(
                        f for f in self.functions if any(row["function"] == f for row in mine)
                    ),
                    grounds=of_rows(mine, "reading"),
                )
            )
        return found

    def _functions(self, rows: Rows) -> tuple[Function, ...]:
        found = []
        for function in self.functions:
            mine = [row for row in rows if row["function"] == function]
            states = {_STATES[str(row["coverage"]).rpartition("/")[2]] for row in mine}
            # A named provider outweighs a source that says there is none: both stay in the grounds.
            state: State = next(
                (s for s in ("provided", "stated absent") if s in states), "not recorded"
            )
            providers = self.all_named({row["actor"] for row in mine if row["actor"]})
            found.append(Function(function, self.name(function), state, providers, of_rows(mine)))
        return tuple(found)

    def _support(self, rows: Rows) -> tuple[Support, ...]:
        keys = ("body", "initiative", "mode", "phase", "instrument", "startYear", "endYear")
        groups: dict[tuple[Any, ...], Rows] = defaultdict(list)
        for row in rows:
            groups[tuple(row[key] for key in keys)].append(row)
        for group in groups:
            self.all_named({iri for iri in group[:5] if iri})
        return tuple(
            Support(*key, grounds=of_rows(mine, "reading"))  # type: ignore[misc]
            for key, mine in groups.items()
        )

    def _facts(self, rows: Rows) -> tuple[Fact, ...]:
        groups: dict[tuple[str, str], Rows] = defaultdict(list)
        for row in rows:
            if row["property"] not in _NO_FACTS:
                groups[row["property"], str(row["value"])].append(row)
        for prop, value in groups:
            self.all_named({prop, *([value] if "://" in value else [])})
        return tuple(Fact(*key, of_rows(mine)) for key, mine in sorted(groups.items()))

    def _declared(self, cluster: str) -> tuple[Declared, ...]:
        """The sets that a source counts for the cluster; none is ever filled with guesses."""
        text = """
            SELECT ?set ?count (COUNT(DISTINCT ?member) AS ?named) WHERE {
                ?set ozek:isDeclaredFor ?cluster .
                OPTIONAL { ?set ozek:declaredCount ?count }
                OPTIONAL { ?member ozek:isElementOfSet ?set }
            } GROUP BY ?set ?count ORDER BY ?set ?count"""
        found = []
        for row in self.store.query(text, {"cluster": URIRef(cluster)}):
            iri = row["set"].value
            graphs = {
                quad.graph_name.value
                for quad in self.store.matching(iri, ns.OZEK + "isDeclaredFor", cluster)
            }
            quantity = [
                to_rdflib(quad.object)
                for quad in self.store.matching(iri, ns.OZEK + "declaredQuantity")
            ]
            found.append(
                Declared(
                    iri,
                    self.name(iri),
                    int(row["count"].value) if row["count"] else None,
                    self.names.best(quantity),
                    int(row["named"].value),
                    self.grounds.of_graphs(graphs),
                )
            )
        return tuple(found)

    # Small things --------------------------------------------------------------------------------

    def name(self, iri: str) -> str:
        """The label of a thing, which is kept for the anatomy's readers."""
        if iri not in self.labels:
            self.labels[iri] = self.names.of(iri)
        return self.labels[iri]

    def all_named(self, iris: Iterable[str]) -> tuple[str, ...]:
        """The IRIs sorted, their labels kept."""
        found = tuple(sorted(iris))
        for iri in found:
            self.name(iri)
        return found

    def _of(self, actor: str) -> str:
        kind = self.kinds.of(actor) or ns.OZEK + "InnovationActor"
        return self.notions.get(actor, kind) if kind == ns.OZEK + "ActorGroup" else kind

    def all_known(self, iris: tuple[str, ...]) -> tuple[str, ...]:
        """The IRIs as they come, their labels kept."""
        self.all_named(iris)
        return iris

    def scheme(self, name: str) -> tuple[str, ...]:
        return self.all_known(required.scheme(self.store, name))
