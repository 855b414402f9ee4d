"""Clusters side by side, by the measures that can be compared across sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ozek.clusters.anatomy import anatomies
from ozek.clusters.answer import Answer, answered
from ozek.clusters.diagnosis import Diagnosis, diagnose
from ozek.clusters.linking import PROJECTION
from ozek.clusters.parts import joined
from ozek.clusters.rows import Light, Row
from ozek.clusters.wording import Words
from ozek.errors import UsageError

if TYPE_CHECKING:
    from ozek.store import Store

_LIGHTS: dict[str, Light] = {"provided": "green", "stated absent": "red", "not recorded": "grey"}


def compare(store: Store, clusters: Iterable[str], *, lang: str = "en") -> Answer:
    """Return several clusters side by side, given by their IRIs.

    No overall score is made: it would hide its parts, and what no source records has no score.
    Raises UsageError for an IRI that is no cluster, or for fewer than two clusters.
    """
    wanted = list(dict.fromkeys(clusters))
    if len(wanted) < 2:
        raise UsageError("name at least two different clusters to compare")
    found = [diagnose(one) for one in anatomies(store, wanted, lang=lang).values()]
    words = Words(lang)
    return answered(
        store,
        "compare",
        lang,
        sentences=[_sentence(one, words) for one in found],
        rows=[row for one in found for row in _rows(one)],
        notes=_notes(found, words),
        grounds=joined([one.anatomy.grounds() for one in found]),
        across=True,
    )


def _sentence(found: Diagnosis, words: Words) -> str:
    functions = found.functions.completeness
    return words.sentence(
        "compare_one",
        cluster=found.anatomy.label,
        n=words.number(functions.required),
        provided=words.number(len(functions.provided)),
        absent=words.number(len(functions.absent)),
        unknown=words.number(len(functions.not_recorded)),
    )


def _notes(found: list[Diagnosis], words: Words) -> Iterator[str]:
    for one in found:
        if one.linked:
            yield words(
                "words",
                "network",
                title=one.anatomy.label,
                projection=PROJECTION,
                n=words.number(one.n),
                m=words.number(one.pairs),
            )
    yield words("words", "sizes")
    yield words("words", "bounds")


def _rows(found: Diagnosis) -> Iterator[Row]:
    anatomy, cluster = found.anatomy, found.anatomy.cluster
    stages, functions = found.chain.stages, found.functions.completeness
    yield Row("there", "participants", value=len(anatomy.members), cluster=cluster)
    for stage in anatomy.stages:
        yield Row(
            "there", stage.role, stage.state, _LIGHTS[stage.state],
            value=len(stage.members) or None, cluster=cluster,
        )  # fmt: skip
    for item, known in (("stages", stages), ("functions", functions)):
        yield Row(
            "there", item, value=len(known.provided), n=known.required, low=known.low,
            high=known.high, cluster=cluster,
        )  # fmt: skip
    for one in anatomy.functions:
        state = "one provider" if len(one.providers) == 1 else one.state
        yield Row(
            "there", one.function, state,
            "amber" if state == "one provider" else _LIGHTS[one.state],
            value=len(one.providers) or None, grounds=one.grounds, cluster=cluster,
        )  # fmt: skip
    for item, things in (
        ("state_body", anatomy.state),
        ("support", anatomy.support),
        ("document", anatomy.documents),
        ("related", anatomy.related),
    ):
        state = "provided" if things else "not recorded"
        yield Row(
            "there", item, state, None if things else "grey", value=len(things) or None,
            cluster=cluster,
        )  # fmt: skip
    yield from _measures(found)
    yield Row("there", "sourced", value=len(anatomy.grounds().passages), cluster=cluster)


def _measures(found: Diagnosis) -> Iterator[Row]:
    """Measures of the network; without links each is not recorded, never 0."""
    mixing, state = found.mixing, found.state
    difference = None
    if mixing and mixing.value is not None and mixing.expected is not None:
        difference = mixing.value - mixing.expected
    values = {
        "mean_degree": found.mean_degree if found.linked else None,
        "cut_point": len(found.cut_points) if found.linked else None,
        "ei_difference": difference,
        "state_dependence": state.value if state else None,
        "state_distance": state.distance[1] if state else None,
    }
    for item, value in values.items():
        unknown = value is None
        yield Row(
            "together",
            item,
            "not recorded" if unknown else None,
            "grey" if unknown else None,
            value=value,
            n=None if unknown else found.n,
            projection=None if unknown else PROJECTION,
            cluster=found.anatomy.cluster,
        )
