"""What a cluster's anatomy is made of: small frozen records, each with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ozek.network.completeness import State


@dataclass(frozen=True)
class Grounds:
    """What a record rests on.

    Attributes:
        passages: IRIs of the passages that say so, sorted.
        readings: IRIs of the readings without which they would not, sorted.
    """

    passages: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """One participant of a cluster, in all its parts there.

    Attributes:
        kind: IRI of the most special class it is an instance of.
        of: what a group of actors consists of: the class for its notion, else the notion itself;
            for a single organisation its kind.
        group: whether it is a group of actors that a source treats as one participant.
        segments: ``"IndustrialCore"`` and ``"InfrastructureSegment"``, where it takes part.
        roles, functions: IRIs of concepts, in the order of the required lists.
    """

    iri: str
    label: str
    kind: str
    of: str
    group: bool
    segments: tuple[str, ...]
    roles: tuple[str, ...]
    functions: tuple[str, ...]
    grounds: Grounds


@dataclass(frozen=True)
class Stage:
    """A stage of the value chain: one role of the core, in its place from 1 on."""

    role: str
    label: str
    place: int
    members: tuple[str, ...]

    @property
    def state(self) -> State:
        """Whether somebody is named in it; no source can state a role absent so far."""
        return "provided" if self.members else "not recorded"


@dataclass(frozen=True)
class Function:
    """A function that the infrastructure of a cluster has to provide, and who does."""

    function: str
    label: str
    state: State
    providers: tuple[str, ...]
    grounds: Grounds


@dataclass(frozen=True)
class Support:
    """One act of state support for an initiative of the cluster."""

    body: str
    initiative: str
    mode: str | None
    phase: str | None
    instrument: str | None
    start: int | None
    end: int | None
    grounds: Grounds


@dataclass(frozen=True)
class Link:
    """One link of which an end takes part in the cluster.

    Attributes:
        relation: CURIE of the property; ``label`` is its name.
        inside: whether both ends take part in the cluster.
        basis: stated, reading, editorial or derived, at its weakest.
    """

    source: str
    target: str
    relation: str
    label: str
    inside: bool
    basis: str
    grounds: Grounds


@dataclass(frozen=True)
class Declared:
    """A set that a source declares for the cluster: how many it says, how many are named."""

    iri: str
    label: str
    declared: int | None
    quantity: str
    named: int
    grounds: Grounds


@dataclass(frozen=True)
class Fact:
    """Something else that a source says of the cluster: a product, a place, a sector."""

    property: str
    value: str
    grounds: Grounds


@dataclass(frozen=True)
class Anatomy:
    """Everything that is known of one cluster, by the parts that the theory requires.

    Attributes:
        stages: the industrial core, in the order of the value chain.
        functions: the infrastructure segment, one entry per required function.
        segments: which kinds of segment a source names for it.
        support: acts of state support; ``modes`` and ``phases`` are those there can be.
        state: state bodies that take part, give support or are linked with a participant.
        related: clusters that a source calls related or links with a participant.
        documents, sectors, technoparks: policy documents that support the cluster or focus on its
            sectors, its sectors, and the technoparks of these sectors.
        facts: its products, resources, place, manager and years; ``planned``: what a source only
            plans of these.
        links: links of its participants among each other, with state bodies and related clusters.
        outside: how many further links its participants have, to those who are none of these.
        gaps: what the analysis has noted as not known: (IRI, description).
        around: what ``state``, ``related``, ``documents`` and ``technoparks`` rest on, by IRI.
        labels: IRI → label of everything named here.
    """

    cluster: str
    label: str
    lang: str
    members: tuple[Member, ...]
    stages: tuple[Stage, ...]
    functions: tuple[Function, ...]
    segments: tuple[str, ...]
    support: tuple[Support, ...]
    modes: tuple[str, ...]
    phases: tuple[str, ...]
    state: tuple[str, ...]
    related: tuple[str, ...]
    documents: tuple[str, ...]
    sectors: tuple[str, ...]
    technoparks: tuple[str, ...]
    facts: tuple[Fact, ...]
    planned: tuple[Fact, ...]
    declared: tuple[Declared, ...]
    links: tuple[Link, ...]
    outside: int
    gaps: tuple[tuple[str, str], ...]
    around: dict[str, Grounds] = field(repr=False)
    labels: dict[str, str] = field(repr=False)

    def __repr__(self) -> str:
        return (
            f"<Anatomy of {self.label}: {len(self.members)} participants, {len(self.links)} links>"
        )

    def member(self, iri: str) -> Member | None:
        """Return the participant with this IRI, or None."""
        return self._members.get(iri)

    def part(self, iri: str) -> str:
        """Return where something stands on the map: the local name of its latest role in the chain
        ("supplier", "producer", "consumer"), else "infrastructure", "state" or "related".

        Who takes part as a state body and has no role is "state".
        """
        return self._parts.get(iri, "infrastructure")

    @cached_property
    def _members(self) -> dict[str, Member]:
        return {member.iri: member for member in self.members}

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Who is anywhere else than in the infrastructure → where; later entries win."""
        found = dict.fromkeys(self.related, "related") | dict.fromkeys(self.state, "state")
        for stage in self.stages:
            found |= dict.fromkeys(stage.members, stage.role.rpartition("role-")[2])
        return found

    def grounds(self) -> Grounds:
        """Return everything that the anatomy rests on."""
        every = [
            part.grounds
            for group in (self.members, self.functions, self.support, self.links, self.declared)
            for part in group
        ]
        every += [fact.grounds for fact in (*self.facts, *self.planned)]
        every += [
            self.around[thing]
            for thing in (*self.state, *self.related, *self.documents, *self.technoparks)
        ]
        return joined(every)


def joined(grounds: list[Grounds]) -> Grounds:
    """Return the union of several grounds."""
    return Grounds(
        tuple(sorted({p for one in grounds for p in one.passages})),
        tuple(sorted({r for one in grounds for r in one.readings})),
    )
