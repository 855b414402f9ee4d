"""The health card of a cluster: what is there, what is missing, what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.clusters.anatomy import anatomy as anatomy_of
from ozek.clusters.answer import Answer, answered
from ozek.clusters.chain import policy_rows
from ozek.clusters.diagnosis import LARGE, Diagnosis, diagnose
from ozek.clusters.linking import PROJECTION
from ozek.clusters.parts import Grounds, joined
from ozek.clusters.policy import policy_coverage
from ozek.clusters.rows import Row
from ozek.clusters.wording import Words
from ozek.labels import Labels
from ozek.network import said
from ozek.network.keyplayers import KeyPlayers, key_players_reach

if TYPE_CHECKING:
    from ozek.clusters.parts import Anatomy
    from ozek.store import Store

TOP = 3
"""How many of a ranking the card shows."""
FIT = 0.5
"""Below this fit no core is named: there is always a best one (see ``core_periphery``)."""
LISTED = 10
"""Up to this many things of a kind the card names each; of more it gives the number."""


def health_card(store: Store, cluster: str, *, lang: str = "en") -> Answer:
    """Return the health card of a cluster, given by its IRI.

    ``store`` has to be reasoned. Raises UsageError if there is no such cluster.
    """
    found = diagnose(anatomy_of(store, cluster, lang=lang))
    words = Words(lang)
    convened = _convened(found)
    said_of = [said(one, lang) for one in convened.warnings] if convened else []
    rows = [
        *_there(found),
        *policy_rows(found.anatomy, policy_coverage(store), Labels(store, lang), words),
        *_absent(found),
        *_unknown(found),
        *_together(found, convened),
        *_breaks(found),
    ]
    return answered(
        store,
        "cluster",
        lang,
        sentences=sentences(found, words),
        rows=rows,
        notes=dict.fromkeys([*notes(found, words), *said_of]),
        grounds=joined([found.anatomy.grounds(), *(row.grounds for row in rows)]),
        texts=dict(found.anatomy.gaps),
    )


def sentences(found: Diagnosis, words: Words) -> Iterator[str]:
    """Yield what the card says first."""
    anatomy, functions = found.anatomy, found.functions.completeness
    label = anatomy.labels.get
    if not anatomy.members:
        yield words.sentence("nobody", cluster=anatomy.label)
        yield from _on_functions(found, words)
        return
    core = sum("IndustrialCore" in m.segments for m in anatomy.members)
    services = sum("InfrastructureSegment" in m.segments for m in anatomy.members)
    yield words.sentence(
        "participants",
        cluster=anatomy.label,
        participants=words.counted(len(anatomy.members), "participant"),
        core=words.number(core),
        infrastructure=words.number(services),
    )
    yield words.sentence(
        "functions",
        provided=words.number(len(functions.provided)),
        n=words.number(functions.required),
    )
    yield from _on_functions(found, words)
    silent = [label(role, role) for role in found.chain.stages.not_recorded]
    if silent:
        yield words.sentence("stages_unknown", names=words.names(silent))
    yield _holding(found, words)
    yield _on_state(found, words)


def notes(found: Diagnosis, words: Words) -> Iterator[str]:
    """Yield the network behind the numbers and what to be careful about."""
    anatomy = found.anatomy
    if found.linked:
        yield words(
            "words",
            "network",
            title=anatomy.label,
            projection=PROJECTION,
            n=words.number(found.n),
            m=words.number(found.pairs),
        )
    if anatomy.outside:
        yield words("words", "outside", links=words.counted(anatomy.outside, "link"))
    groups = sum(member.group for member in anatomy.members)
    if groups:
        yield words(
            "words",
            "groups",
            groups=words.number(groups),
            participants=words.counted(len(anatomy.members), "participant"),
        )
    if found.state and found.state.baseline:
        draws = found.state.baseline["dependence"].draws
        yield words("words", "random", draws=words.number(draws), seed=found.state.seed)
    yield from (said(one, words.lang) for one in found.warnings)
    yield words("words", "bounds")


def _on_functions(found: Diagnosis, words: Words) -> Iterator[str]:
    label = found.anatomy.labels.get
    functions = found.functions.completeness
    for key, items in (
        ("functions_absent", functions.absent),
        ("functions_unknown", functions.not_recorded),
    ):
        if items:
            yield words.sentence(key, names=words.names([label(one, one) for one in items]))


def _holding(found: Diagnosis, words: Words) -> str:
    if not found.linked:
        return words.sentence("no_links")
    names = [found.anatomy.labels[node] for node in found.cut_points]
    if not names:
        return words.sentence("holds_none")
    return words.sentence(
        "holds_one" if len(names) == 1 else "holds_many", names=words.names(names)
    )


def _on_state(found: Diagnosis, words: Words) -> str:
    anatomy, state = found.anatomy, found.state
    names = words.names([anatomy.labels[body] for body in anatomy.state], 3)
    if not anatomy.state:
        return words.sentence("no_state")
    if state is None or state.value is None:
        return words.sentence("state_unlinked", names=names)
    if not state.lost:
        return words.sentence("state_stays", names=names)
    chance = state.baseline["dependence"].percentile if state.baseline else None
    return words.sentence(
        "state_breaks",
        names=names,
        lost=words.counted(state.lost, "pair"),
        share=words.percent(state.value),
        percentile=words.percent(chance / 100) if chance is not None else "–",
    )


# Rows ---------------------------------------------------------------------------------------------


def _there(found: Diagnosis) -> Iterator[Row]:
    anatomy = found.anatomy
    functions, stages = found.functions.completeness, found.chain.stages
    yield Row("there", "participants", value=len(anatomy.members))
    yield Row(
        "there",
        "stages",
        value=len(stages.provided),
        n=stages.required,
        low=stages.low,
        high=stages.high,
    )
    for stage in anatomy.stages:
        if stage.members:
            grounds = joined([m.grounds for m in anatomy.members if stage.role in m.roles])
            yield Row(
                "there", stage.role, "provided", "green", value=len(stage.members), grounds=grounds
            )
    yield Row(
        "there",
        "functions",
        value=len(functions.provided),
        n=functions.required,
        low=functions.low,
        high=functions.high,
    )
    for one in anatomy.functions:
        sole = len(one.providers) == 1
        if len(one.providers) > LISTED:
            yield Row(
                "there", one.function, "provided", "green", value=len(one.providers),
                grounds=one.grounds,
            )  # fmt: skip
            continue
        for provider in one.providers:
            member = anatomy.member(provider)
            grounds = _shared(member.grounds, one.grounds) if member else one.grounds
            yield Row(
                "there",
                one.function,
                "one provider" if sole else "provided",
                "amber" if sole else "green",
                who=provider,
                grounds=grounds,
            )
    for function in functions.provided if found.linked else ():
        low, high = found.access.share(function)
        if low is not None:
            yield Row(
                "there", "access", who=function, low=low, high=high, n=len(found.access.firms),
                projection=PROJECTION,
            )  # fmt: skip
    yield from _around(anatomy)
    if found.linked:
        yield Row(
            "there", "links", value=found.pairs, n=found.n, projection=PROJECTION,
            grounds=joined([link.grounds for link in anatomy.links]),
        )  # fmt: skip
        yield Row("there", "mean_degree", value=found.mean_degree, n=found.n, projection=PROJECTION)
    if anatomy.outside:
        yield Row("there", "outside", value=anatomy.outside, projection=PROJECTION)


def _around(anatomy: Anatomy) -> Iterator[Row]:
    """The state, policy and what else the sources say."""
    yield from _listed(anatomy, "state_body", anatomy.state)
    for act in anatomy.support[:LISTED]:
        for kind in (act.mode, act.phase):
            if kind:
                yield Row("there", kind, "provided", "green", who=act.body, grounds=act.grounds)
    for item, things in (
        ("document", anatomy.documents),
        ("technopark", anatomy.technoparks),
        ("related", anatomy.related),
    ):
        yield from _listed(anatomy, item, things)
    for fact in anatomy.facts:
        yield Row("there", fact.property, "provided", who=fact.value, grounds=fact.grounds)
    for fact in anatomy.planned:
        yield Row("planned", fact.property, "planned", who=fact.value, grounds=fact.grounds)


def _listed(anatomy: Anatomy, item: str, things: tuple[str, ...]) -> Iterator[Row]:
    """One row for each, or the number of them."""
    if len(things) > LISTED:
        yield Row("there", item, "provided", "green", value=len(things))
        return
    for thing in things:
        yield Row("there", item, "provided", "green", who=thing, grounds=anatomy.around[thing])


def _absent(found: Diagnosis) -> Iterator[Row]:
    for one in found.anatomy.functions:
        if one.state == "stated absent":
            yield Row("absent", one.function, "stated absent", "red", grounds=one.grounds)


def _unknown(found: Diagnosis) -> Iterator[Row]:
    anatomy = found.anatomy
    for segment in ("IndustrialCore", "InfrastructureSegment"):
        if segment not in anatomy.segments:
            yield _grey(ns.OZEK + segment)
    for role in found.chain.stages.not_recorded:
        yield _grey(role)
    for function in found.functions.completeness.not_recorded:
        yield _grey(function)
    for item, known in (
        ("state_body", anatomy.state),
        ("support", anatomy.support),
        ("document", anatomy.documents),
    ):
        if not known:
            yield _grey(item)
    if anatomy.members and not found.linked:
        yield _grey("links")
    for one in anatomy.declared:
        if one.declared is None or one.named < one.declared:
            share = one.named / one.declared if one.declared else None
            yield Row(
                "unknown",
                "declared",
                "not recorded",
                "grey",
                who=one.iri,
                value=one.named,
                n=one.declared,
                low=share,
                high=None if share is None else 1.0,
                grounds=one.grounds,
            )
    for gap, _ in anatomy.gaps:
        yield Row("unknown", "gap", "not recorded", "grey", who=gap)


def _grey(item: str) -> Row:
    return Row("unknown", item, "not recorded", "grey")


def _convened(found: Diagnosis) -> KeyPlayers | None:
    """Return the fewest, up to TOP, from whom everybody is reached best; None without links.

    On more than LARGE nodes TOP of them at once, to save the time of the smaller sets.
    """
    best = None
    fewest = 1 if found.n <= LARGE else TOP
    for k in range(fewest, TOP + 1) if found.pairs else ():
        best = key_players_reach(found.network, k)
        if best.value is None or best.value == 1:
            break
    return best


def _together(found: Diagnosis, convened: KeyPlayers | None) -> Iterator[Row]:
    if not found.linked:
        return
    for node in found.cut_points[:TOP]:
        yield _measured(found, "cut_point", who=node, light="amber")
    ranked = sorted(found.betweenness.items(), key=lambda pair: (-round(pair[1], 12), pair[0]))
    for node, value in ranked[:TOP]:
        if value > 0:
            yield _measured(found, "betweenness", who=node, value=value)
    if found.core and found.core.value is not None:
        yield _measured(found, "core_fit", value=found.core.value)
        for node in found.core.core[:LISTED] if found.core.value >= FIT else ():
            yield _measured(found, "core", who=node)
    for bridge in found.bridging.bridges[:TOP] if found.bridging else ():
        yield _measured(found, "bridge", who=bridge.node, value=bridge.count)
    for node in convened.players if convened else ():
        yield _measured(found, "convene", who=node, value=convened.value if convened else None)
    if found.mixing and found.mixing.value is not None:
        yield _measured(found, "ei_index", value=found.mixing.value)
        yield _measured(found, "ei_expected", value=found.mixing.expected)


def _breaks(found: Diagnosis) -> Iterator[Row]:
    chain = found.chain
    for function, provider in found.functions.sole.items():
        grounds = next(f.grounds for f in found.anatomy.functions if f.function == function)
        yield Row("breaks", function, "one provider", "amber", who=provider, grounds=grounds)
    if found.linked and chain.weakest is not None:
        for who in chain.weakest.cut[:TOP] or (None,):
            yield _measured(found, "transition", who=who, value=chain.weakest.ways)
    if chain.reaching is not None:
        low, high = chain.share
        yield Row(
            "breaks", "reaching", value=chain.reaching, n=chain.first, low=low, high=high,
            projection=PROJECTION,
        )  # fmt: skip
    if chain.longest is not None:
        yield _measured(found, "longest", value=chain.longest)
    state = found.state
    if state is not None:
        light = "amber" if state.lost else None
        yield _measured(found, "state_dependence", value=state.value, light=light)
        if state.baseline and state.lost:
            chance = state.baseline["dependence"].percentile
            yield _measured(found, "percentile", value=float(chance))
        yield _measured(found, "state_distance", value=state.distance[1])


def _measured(found: Diagnosis, item: str, **values: object) -> Row:
    section = "together" if item in _TOGETHER else "breaks"
    return Row(section, item, n=found.n, projection=PROJECTION, **values)  # type: ignore[arg-type]


_TOGETHER = (
    "core", "core_fit", "cut_point", "betweenness", "bridge", "convene", "ei_index", "ei_expected",
)  # fmt: skip


def _shared(one: Grounds, other: Grounds) -> Grounds:
    """What two grounds have in common; the first where that is nothing."""
    passages = tuple(sorted(set(one.passages) & set(other.passages)))
    readings = tuple(sorted(set(one.readings) & set(other.readings)))
    return Grounds(passages, readings) if passages else one
