"""The benchmark of linking asks only for what it has really held aside."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.linking import AGAINST, figures, fit_arrays, prepare

from needed import SHARED, needed
from ozek.importing.ror_record import read_records
from ozek.linking.scoring import FIELDS

ROR = SHARED / "data" / "ror" / "ror_central_asia_ee.jsonl"


@pytest.fixture(scope="module")
def prepared():
    return prepare(read_records(needed(ROR)), "town")


def test_no_query_is_answered_by_the_dump_itself(prepared) -> None:
    queries, dump = prepared
    there = {entity.iri: entity for entity in dump}
    assert len(queries) > 100
    for query in queries:
        key = query.entity.iri.removeprefix("query:")
        if query.right is None:
            assert f"https://ror.org/{key}" not in there
        else:
            assert query.right == f"https://ror.org/{key}"
            assert query.entity.names[0] not in there[query.right].names
            assert there[query.right].names
        assert not query.entity.identifiers
        assert not query.entity.domains
        assert not query.entity.acronyms


def test_halves_and_absent_ones_are_as_many_as_they_should_be(prepared) -> None:
    queries, _ = prepared
    held = sum(query.held for query in queries) / len(queries)
    absent = sum(query.right is None for query in queries) / len(queries)
    assert 0.4 < held < 0.6
    assert 0.15 < absent < 0.35
    assert figures([], 0.5)["n"] == 0


def test_what_speaks_against_never_gets_a_positive_weight() -> None:
    random = np.random.default_rng(1)
    name = [field.name for field in FIELDS].index("name")
    data = []
    for _ in range(60):
        rows = random.random((5, len(FIELDS)))
        rows[:, name] = [0.9, 0.3, 0.2, 0.1, 0.2]
        data.append((rows, 0))
    _, weights = fit_arrays(data)
    assert weights["name"] > 1
    assert all(weights[one] <= 0 for one in AGAINST)
