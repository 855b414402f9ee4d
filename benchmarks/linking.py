"""``python -m benchmarks.linking --ror FILE``: how well ``ozek link`` finds universities in ROR.

One name of each education organisation is held aside and asked for in a dump that no longer has it.
What is asked is a line of a table as people keep them: a name, a town, a country, that it is a
university (``--given site``: and its web site); no identifier and no acronym. Every fourth
organisation is taken out of the dump altogether, so that there is nothing to be found and every
answer is wrong: all its neighbours, the other universities of its town among them, are still there.

* Asked for are the names that ROR marks as Kazakh, Russian or English or gives no language for, in
  Latin or Cyrillic letters, of active records that keep at least one other such name. The name is
  chosen by the digest of the record's id, and so is the half that a record belongs to.
* The development half is what the weights are fitted on (``--fit``) and the threshold chosen on.
  The other half is only ever reported.
* Precision: right ones among all proposals. Recall: right ones among the organisations that are
  there. A neighbour with the same name counts as wrong, though a person might take it for right.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from ozek.importing.ror_record import Name, Record, read_records
from ozek.linking.candidates import candidates
from ozek.linking.entities import Entity, from_record
from ozek.linking.matching import Proposal, rank
from ozek.linking.profiles import Profile, profile, weigh
from ozek.linking.scoring import COEFFICIENTS, FIELDS, THRESHOLD
from ozek.linking.spelling import spell

LANGUAGES = ("kk", "ru", "en", None)
SALT = "2026-11"
OWN = "1 current names in kk, ru, en"
OTHER = "2 current names, other languages"
ALIAS = "3 other names: former, short, nicknames"
ALL = "all three"
GROUPS = (OWN, OTHER, ALIAS)
GIVEN = {
    "site": "kind, country, town, web site",
    "town": "kind, country, town",
    "country": "kind, country",
    "name": "kind",
}
BY_HAND = ("same_identifier", "other_identifier", "same_domain", "other_domain")
"""Evidence that the queries have none of; its weights are not fitted."""


@dataclass(frozen=True)
class Query:
    """A name held aside: who is asked for, who is right (None if taken out of the dump)."""

    entity: Entity
    group: str
    right: str | None
    held: bool
    language: str | None
    equal: bool


@dataclass(frozen=True)
class Answer:
    query: Query
    ranked: tuple[Proposal, ...]


def digest(text: str) -> int:
    return int(sha256(text.encode()).hexdigest()[:12], 16)


def readable(name: Name) -> bool:
    """Whether it is a full name in Latin or Cyrillic letters."""
    letters = [c for c in name.value if c.isalpha()]
    own = all(ord(c) < 0x530 and not 0x370 <= ord(c) < 0x400 for c in letters)
    return bool(letters) and own and bool(name.types - {"acronym"})


def chosen_name(record: Record) -> tuple[str, Name] | None:
    """Return the name of a record that is held aside, and its group; None if it has only one."""
    number = digest(f"{SALT} {record.key}") // 8
    names = [name for name in record.names if readable(name)]
    current = [name for name in names if name.types & {"label", "ror_display"}]
    own = [name for name in current if name.language in LANGUAGES]
    others = [name for name in names if name not in current]
    if len(own) > 1:
        return OWN, own[number % len(own)]
    if len(current) > 1:
        return OTHER, current[number % len(current)]
    return (ALIAS, others[number % len(others)]) if others and current else None


def prepare(records: Iterable[Record], given: str) -> tuple[list[Query], list[Entity]]:
    """Return the queries and the dump without what is held aside."""
    queries, dump = [], []
    for record in records:
        if record.status == "withdrawn":
            continue
        full = from_record(record)
        chosen = chosen_name(record)
        if record.status != "active" or "education" not in record.kinds or chosen is None:
            dump.append(full)
            continue
        group, name = chosen
        number = digest(f"{SALT} {record.key}")
        rest = replace(full, names=tuple(n for n in full.names if n != name.value))
        absent = number // 2 % 4 == 0
        if not absent:
            dump.append(rest)
        towns = frozenset(town for town in full.towns if not town.startswith("geonames:"))
        queries.append(
            Query(
                Entity(
                    iri=f"query:{record.key}",
                    label=name.value,
                    names=(name.value,),
                    kinds=frozenset({"EducationOrganisation"}),
                    towns=towns if given in ("town", "site") else frozenset(),
                    domains=full.domains if given == "site" else frozenset(),
                    countries=full.countries if given != "name" else frozenset(),
                ),
                group,
                None if absent else full.iri,
                bool(number % 2),
                name.language,
                spell(name.value) in {spell(one) for one in rest.names},
            )
        )
    return queries, dump


def answers(queries: Sequence[Query], theirs: Sequence[Profile]) -> Iterator[Answer]:
    """Rank all candidates of every query."""
    mine = [profile(query.entity) for query in queries]
    weights = weigh(theirs)
    for row, chosen in candidates(mine, theirs):
        found = rank(mine[row], [theirs[column] for column in chosen], weights)
        yield Answer(queries[row], tuple(found))


# Figures ------------------------------------------------------------------------------------------


def figures(found: Sequence[Answer], threshold: float) -> dict[str, Any]:
    """Return n, precision, recall and the counts behind them."""
    proposed = [one for one in found if one.ranked and one.ranked[0].confidence >= threshold]
    right = sum(one.ranked[0].object.iri == one.query.right for one in proposed)
    there = sum(one.query.right is not None for one in found)
    reached = sum(
        one.query.right in {candidate.object.iri for candidate in one.ranked}
        for one in found
        if one.query.right
    )
    return {
        "n": len(found),
        "there": there,
        "proposed": len(proposed),
        "right": right,
        "precision": right / max(len(proposed), 1),
        "recall": right / max(there, 1),
        "blocking": reached / max(there, 1),
    }


def groups(found: Sequence[Answer]) -> dict[str, list[Answer]]:
    """Return the answers by what is asked about them."""
    several: dict[str, list[Answer]] = {}
    for one in found:
        group = one.query.group
        for name in (group, ALL):
            several.setdefault(name, []).append(one)
            if not one.query.equal:
                several.setdefault(f"{name}, not equal after normalisation", []).append(one)
        if group == OWN:
            several.setdefault(f"{group}: {one.query.language or 'no language'}", []).append(one)
        if "KZ" in one.query.entity.countries:
            several.setdefault("in Kazakhstan", []).append(one)
    return several


def table(found: Sequence[Answer], threshold: float) -> str:
    lines = [
        "| names | asked | there | proposed | right | precision | recall | within reach |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, part in sorted(groups(found).items()):
        f = figures(part, threshold)
        lines.append(
            f"| {name} | {f['n']} | {f['there']} | {f['proposed']} | {f['right']} "
            f"| {f['precision']:.3f} | {f['recall']:.3f} | {f['blocking']:.3f} |"
        )
    return "\n".join(lines)


# Fitting ------------------------------------------------------------------------------------------


LESS = (
    (),
    ("same_town", "few_there", "other_town"),
    ("same_town", "few_there", "other_town", "other_country", "same_kind", "other_kind"),
)
"""What is left out of the evidence in turn: not every table has towns, or kinds."""
AGAINST = frozenset(
    {"left_over", "against", "field", "type", "body", "number", "branch"}
    | {field.name for field in FIELDS if field.name.startswith("other_")}
)


def fit(found: Sequence[Answer]) -> tuple[float, dict[str, float]]:
    """Fit the weights: the likelihood that the right candidate, or none, is chosen among all.

    The conditional logit model (McFadden 1974, Conditional logit analysis of qualitative choice
    behavior), with a small ridge, and each weight kept to the side that its evidence is on. The
    likelihood is of exactly the confidence that :func:`ozek.linking.matching.rank` computes.
    """
    data = []
    for one in found:
        rows = np.array([astuple(candidate.comparison.evidence) for candidate in one.ranked])
        right = [i for i, c in enumerate(one.ranked) if c.object.iri == one.query.right]
        if len(rows):
            data.append((rows, right[0] if right else -1))
    return fit_arrays(data)


def fit_arrays(data: Sequence[tuple[Any, int]]) -> tuple[float, dict[str, float]]:
    """Fit on (evidence of the candidates of a query, row of the right one or -1) for each query."""
    from scipy.optimize import minimize

    names = [field.name for field in FIELDS]
    free = [i for i, name in enumerate(names) if name not in BY_HAND]
    blocks = []
    for rows, _ in data:
        for left_out in LESS:
            kept = np.array([name not in left_out for name in names])
            blocks.append((rows * kept)[:, free])
    stacked = np.concatenate(blocks)
    sizes = np.array([len(block) for block in blocks])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rights = np.repeat([right for _, right in data], len(LESS))
    hits = (starts + rights)[rights >= 0]

    def loss(w: Any) -> tuple[float, Any]:
        odds = np.minimum(stacked @ w[1:] + w[0], 50.0)
        likely = np.exp(odds)
        total = 1.0 + np.add.reduceat(likely, starts)
        share = likely / np.repeat(total, sizes)
        value = np.log(total).sum() - odds[hits].sum() + 0.5 * (w[1:] ** 2).sum()
        slope = np.empty_like(w)
        slope[0] = share.sum() - len(hits)
        slope[1:] = stacked.T @ share - stacked[hits].sum(axis=0) + w[1:]
        return value, slope

    sides = [(None, 0) if names[i] in AGAINST else (0, None) for i in free]
    start = np.zeros(len(free) + 1)
    done = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None), *sides])
    fitted = {names[i]: round(float(v), 2) for i, v in zip(free, done.x[1:], strict=True)}
    weights = {name: fitted.get(name, COEFFICIENTS[name]) for name in COEFFICIENTS}
    return round(float(done.x[0]), 2), weights


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linking", description=__doc__)
    parser.add_argument("--ror", type=Path, required=True, help="ROR records")
    parser.add_argument(
        "--given",
        nargs="+",
        default=("site", "town"),
        choices=("site", "town", "country", "name"),
        help="what a query gives besides the name; a table for each (site town)",
    )
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--half", default="held", choices=("held", "development"))
    parser.add_argument("--fit", action="store_true", help="fit on the development half and print")
    parser.add_argument("--sample", type=int, default=10**9, help="of each group at most so many")
    parser.add_argument("--misses", type=int, default=0, help="print so many wrong answers")
    given = parser.parse_args(arguments)
    records = list(read_records(given.ror))
    held = given.half == "held" and not given.fit
    theirs: list[Profile] = []
    for what in given.given:
        queries, dump = prepare(records, what)
        theirs = theirs or [profile(entity) for entity in dump]
        asked = [query for query in queries if query.held == held]
        parts = ([query for query in asked if query.group == group] for group in GROUPS)
        found = list(answers([one for part in parts for one in part[: given.sample]], theirs))
        if given.fit:
            bias, weights = fit(found)
            print(f"BIAS = {bias}", flush=True)
            print("\n".join(f'    "{name}": {value},' for name, value in weights.items()))
            continue
        print(f"Given: name, {GIVEN[what]}\n\n{table(found, given.threshold)}\n", flush=True)
        if not held:
            show(found, given.threshold, given.misses)
    return 0


def show(found: Sequence[Answer], threshold: float, number: int) -> None:
    """Print wrong and missed ones of the development half, for a look at why."""
    for one in found:
        best = one.ranked[0] if one.ranked else None
        proposed = best if best and best.confidence >= threshold else None
        if (proposed.object.iri if proposed else None) == one.query.right or not number:
            continue
        number -= 1
        print("wrong" if proposed else "missed", one.query.entity.label, one.query.right)
        for other in one.ranked:
            if other in (best, proposed) or other.object.iri == one.query.right:
                evidence = zip(FIELDS, astuple(other.comparison.evidence), strict=True)
                said = ", ".join(f"{f.name} {value:.2f}" for f, value in evidence if value)
                print(f"    {other.confidence:.2f} {other.object.names}: {said}")


if __name__ == "__main__":
    sys.exit(main())
