"""Triple helix and location quotients: analytic values, real tables, bad input."""

from __future__ import annotations

import csv
from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_networks import with_kinds

from needed import SHARED, needed
from ozek.errors import InputError, UsageError
from ozek.network.helix import helix_links, presence, triple_helix
from ozek.network.location import Cell, location_quotients, read_cells

NEAR = pytest.approx


def test_exclusive_or_copy_and_independence():
    table = np.zeros((2, 2, 2))
    for a in (0, 1):
        for b in (0, 1):
            table[a, b, a ^ b] = 25
    assert triple_helix(table).value == NEAR(-1)
    copy = np.zeros((2, 2, 2))
    copy[0, 0, 0] = copy[1, 1, 1] = 50
    assert triple_helix(copy).value == NEAR(1)
    assert triple_helix(np.full((2, 2, 2), 20)).value == NEAR(0)


def test_counts_by_letters():
    found = triple_helix({"U": 70, "I": 15, "G": 15, "UI": 5, "UG": 8, "IG": 2, "UIG": 1})
    assert found.value == NEAR(-0.189909, abs=1e-6)
    assert (found.n, found.all_three) == (116, NEAR(1 / 116))
    assert len(found.warnings) == 1
    alone = triple_helix({"U": 1, "I": 1, "G": 1})
    assert alone.value == NEAR(-0.415037, abs=1e-6)
    assert "only 3 records" in alone.warnings[1]


def test_presence():
    records = [{"science", "business"}, {"state"}, {"technopark"}]
    table = presence(records)
    assert (table[1, 1, 0], table[0, 0, 1], table[0, 0, 0]) == (1, 1, 1)
    assert triple_helix(table).value == triple_helix({"UI": 1, "G": 1, "": 1}).value


def test_no_records_and_wrong_tables():
    assert triple_helix({}).value is None
    assert triple_helix({}).table().rows[0][0] is None
    with pytest.raises(UsageError, match="three axes"):
        triple_helix([[1, 2], [3, 4]])
    with pytest.raises(UsageError, match="three axes"):
        triple_helix(np.full((2, 2, 2), -1))
    with pytest.raises(UsageError, match="U, I and G"):
        triple_helix({"UX": 1})


@given(st.lists(st.integers(0, 50), min_size=12, max_size=12))
@settings(max_examples=50)
def test_t_is_symmetric_in_its_axes(counts):
    table = np.array(counts).reshape(2, 3, 2)
    values = [triple_helix(table.transpose(axes)).value for axes in permutations(range(3))]
    assert values == NEAR([values[0]] * 6)


def test_links_between_helices():
    graph = nx.Graph([("u", "f"), ("u", "s"), ("f", "f2"), ("u", "park"), ("park", "f")])
    kinds = {
        "u": "University",
        "f": "Enterprise",
        "f2": "Enterprise",
        "s": "StateBody",
        "park": "Technopark",
    }
    found = helix_links(with_kinds(graph, kinds))
    assert found.links["science", "business"] == 1
    assert found.links["business", "business"] == 1
    assert found.links["business", "state"] == 0
    assert found.value == NEAR(2 / 3)
    assert "nodes without a kind are left out: 1" in found.warnings[0]
    assert len(found.table()) == 6
    assert helix_links(nx.Graph()).value is None


# Location quotients


def quotient(inside: float, outside: float) -> float:
    cells = [Cell("r", "i", inside), Cell("r", "rest", 1 - inside)]
    weight = 1e9  # the region is nothing beside the country
    cells += [Cell("c", "i", weight * outside), Cell("c", "rest", weight * (1 - outside))]
    found = {(q.region, q.sector): q.quotient for q in location_quotients(cells).quotients}
    return found["r", "i"]


def test_quotients_as_they_are_explained_to_users():
    """Lightcast prints 2.0, 1.11 and 1.4."""
    assert quotient(0.02, 0.01) == NEAR(2.0, abs=1e-6)
    assert quotient(0.10, 0.09) == NEAR(1.111111, abs=1e-6)
    assert quotient(0.039, 0.028) == NEAR(1.392857, abs=1e-6)


def test_what_is_suppressed_is_flagged():
    cells = [
        Cell("a", "coal", 90),
        Cell("a", "wine", None),
        Cell("b", "coal", 10, suppressed=True),
        Cell("b", "wine", 100),
        Cell("c", "wine", 0),
    ]
    found = location_quotients(cells)
    by = {(q.region, q.sector): q for q in found.quotients}
    assert (by["a", "wine"].quotient, by["a", "wine"].suppressed) == (None, True)
    assert by["b", "coal"].suppressed
    assert by["c", "wine"].quotient is None
    assert found.warnings == ("suppressed values: 2; the sums they belong to are not complete",)
    assert [q.region for q in found.concentrated()] == ["a", "b"]
    assert found.quotients[-1].quotient is None
    assert "nan" not in found.table().to_text().lower()
    assert location_quotients([]).quotients == ()


def test_bad_cells():
    with pytest.raises(UsageError, match="coal in a is there twice"):
        location_quotients([Cell("a", "coal", 1), Cell("a", "coal", 2)])
    with pytest.raises(UsageError, match="-1 is no number from 0 up"):
        location_quotients([Cell("a", "coal", -1)])


def test_reading_a_table(tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("region,sector,jobs,hidden\na,coal,90,no\na,wine,,yes\n", encoding="utf-8")
    names = {"region": "region", "sector": "sector", "value": "jobs"}
    cells = read_cells(path, **names, suppressed="hidden")
    assert cells == [Cell("a", "coal", 90), Cell("a", "wine", None, True)]
    with pytest.raises(InputError, match="no column 'firms'; there are: region, sector"):
        read_cells(path, **names | {"value": "firms"})
    path.write_text("region,sector,jobs\na,coal,90\na,wine,many\n", encoding="utf-8")
    with pytest.raises(InputError, match="'many' in column 'jobs' is no number") as error:
        read_cells(path, **names)
    assert error.value.line == 3
    with pytest.raises(InputError, match="cannot be read"):
        read_cells(tmp_path / "none.csv", **names)


def test_quotients_of_american_states(tmp_path):
    """The U.S. Cluster Mapping Project publishes its quotients; those of the traded clusters."""
    source = needed(SHARED / "data" / "us_clusters" / "state_clusters_2016.csv")
    with source.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["traded_b"] == "TRUE"]
    path = tmp_path / "traded.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    cells = read_cells(
        path,
        region="region_name_t",
        sector="cluster_name_t",
        value="emp_tl",
        suppressed="supression_b",
    )
    found = {(q.region, q.sector): q.quotient for q in location_quotients(cells).quotients}
    ratios: dict[str, list[float]] = {}
    for row in rows:
        published = row["lq_tf"]
        if published not in ("", "NA") and float(published) > 0:
            ours = found[row["region_name_t"], row["cluster_name_t"]]
            ratios.setdefault(row["cluster_name_t"], []).append(ours / float(published))
    assert sum(map(len, ratios.values())) > 2000
    # Their total of a sector is the nation's, ours that of the states: one factor per sector.
    for factors in ratios.values():
        assert max(factors) == NEAR(min(factors), rel=1e-5)
        assert 0.9 < factors[0] < 1.05
