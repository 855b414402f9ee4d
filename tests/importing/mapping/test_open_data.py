"""The packaged mappings on the open data they are for: every row comes in or is refused by name.

The files are real and dirty: several encodings in one line, CR-only line ends, cells with too many
separators, repeated rows, parents that do not exist, cells without a value.
"""

from __future__ import annotations

import copy
from collections import Counter
from pathlib import Path

import pytest

from needed import SHARED, needed
from ozek import namespaces as ns
from ozek.importing.known import Known, known_of
from ozek.importing.mapping.importing import import_mapped
from ozek.importing.mapping.reading import find_mapping, packaged_mappings
from ozek.importing.outcome import Imported
from ozek.project import resources
from ozek.store import Store

DATA = SHARED / "data"
BASE = "https://example.org/p/"

# mapping, file, rows by sheet, what is refused by code
CASES = [
    ("es-clusters", "es_clusters/Agrupación Empresariales InnovadorasEGEO.csv",
     {"places": 26, "terms": 18, "actors": 79}, {"OZ-I014": 2, "OZ-I032": 1}),
    ("es-clusters", "es_clusters/Agrupación Empresas.xlsx",
     {"places": 28, "terms": 17, "actors": 79}, {}),
    ("es-technology-centres", "es_clusters/Centros tecnologicos.xlsx",
     {"places": 50, "actors": 62}, {}),
    ("es-regions", "es_clusters/regional.xlsx", {"places": 18, "observations": 323}, {}),
    ("es-innovation", "es_clusters/Private_Institutions_COPYDATA.xlsx",
     {"places": 19, "observations": 180}, {"OZ-I020": 9}),
    ("us-organisations", "us_clusters/organizations_clusters.csv",
     {"terms": 42, "actors": 145, "relations": 237}, {}),
    ("us-cluster-definitions", "us_clusters/clusters_naics.json", {"terms": 66}, {}),
    ("us-related-clusters", "us_clusters/noco/ClusterLinkage.xlsx",
     {"terms": 48, "relations": 203}, {}),
    ("us-naics", "us_clusters/noco/NAICS_crosswalks_to_Cluster_system.xlsx",
     {"terms": 1063}, {}),
    ("us-regional-clusters", "us_clusters/economic_area_clusters_2016.csv",
     {"terms": 67, "places": 5, "observations": 670}, {}),
    ("h2020-participants", "h2020/stableGC_dump.csv", {"places": 76, "actors": 3414}, {}),
    ("h2020-topics", "h2020/cordisref-H2020topics.csv", {"terms": 1197},
     {"OZ-I020": 1, "OZ-I026": 1}),
    ("h2020-fields", "h2020/cordisref-sicCode.csv", {"terms": 70}, {}),
    ("h2020-programmes", "h2020/cordisref-H2020programmes.csv", {"terms": 1223}, {"OZ-I026": 1}),
    ("public-bodies", "publicbodies/gr.csv", {"actors": 950},
     {"OZ-I022": 48, "OZ-I026": 98, "OZ-I029": 222}),
    ("public-bodies", "publicbodies/br.csv", {"actors": 245}, {"OZ-I032": 1}),
    ("public-bodies", "publicbodies/eu.csv", {"actors": 129}, {}),
    ("cerif-organisations", "cerif/openaire_cerif_xml_example_orgunits.xml",
     {"actors": 13}, {"OZ-I021": 1}),
    ("cerif-fundings", "cerif/openaire_cerif_xml_example_fundings.xml",
     {"programmes": 11}, {"OZ-I020": 1}),
    ("uk-indicators", "uk_indicators/hebci/ip_revenue.nuts2.csv",
     {"places": 42, "observations": 200}, {}),
    ("uk-indicators", "uk_indicators/gtr/total_ukri_funding.lep.csv",
     {"places": 41, "observations": 537}, {}),
    ("kz-places", "kz_geo/kz_places_gazetteer.csv", {"places": 31}, {}),
    ("cities-json", "kz_geo/cities_KZ_dr5hn.json", {"places": 259}, {}),
    ("unlocode-subdivisions", "kz_geo/unlocode_subdivision-codes.csv", {"places": 4672}, {}),
    ("activity-codes", "classifications/gced2011_kg_ru.csv", {"terms": 1813}, {}),
    ("es-regions", "es_clusters/regional_original_data.xlsx",
     {"places": 18, "observations": 323}, {}),
    ("us-cluster-relatedness", "us_clusters/related_clusters.json",
     {"terms": 51, "relations": 256}, {}),
    ("us-local-cluster-definitions", "us_clusters/noco/Other_Cluster_Definitions.xlsx",
     {"terms": 892, "relations": 1774}, {}),
    ("us-states", "us_clusters/states.json", {"places": 53}, {}),
    ("us-counties", "us_clusters/counties_eas_msas.json", {"places": 3191}, {}),
    ("us-economic-areas", "us_clusters/counties_eas_msas.json", {"places": 179}, {}),
    ("us-metropolitan-areas", "us_clusters/counties_eas_msas.json", {"places": 942}, {}),
    ("cerif-projects", "cerif/openaire_cerif_xml_example_projects.xml",
     {"actors": 4, "relations": 3}, {"OZ-I020": 2}),
    ("kz-regions", "kz_geo/kz_regions_osm_2023.geojson", {"places": 20}, {}),
    ("geo-boundaries", "kz_geo/geoBoundaries-KAZ-ADM1.geojson", {"places": 16}, {}),
]  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Known:
    """What every project knows: the ontology and the taxonomies."""
    store = Store(base=BASE)
    for name, graph, kind in (
        ("ozek.ttl", ns.ONTOLOGY_GRAPH, "OntologyGraph"),
        ("taxonomy.ttl", ns.TAXONOMY_GRAPH, "TaxonomyGraph"),
    ):
        store.load(resources().ontology / name, graph=graph)
        store.set_kind(graph, kind)
    return known_of(store)


def imported(name: str, file: str, model: Known) -> Imported:
    path = needed(DATA / file)
    known = copy.deepcopy(model)
    [found] = import_mapped(
        [path], find_mapping(name), base=BASE, known=known, keep_good=True
    ).values()
    return found


@pytest.mark.parametrize(
    ("name", "file", "rows", "refused"),
    CASES,
    ids=[f"{case[0]}-{Path(case[1]).stem}" for case in CASES],
)
def test_counts_add_up(
    name: str, file: str, rows: dict[str, int], refused: dict[str, int], model: Known
) -> None:
    found = imported(name, file, model)
    read: Counter[str] = Counter()
    for count in found.counts:
        read[count.sheet.rpartition(" ")[2]] += count.read
        assert count.read == count.imported + count.refused
    assert read == rows
    assert Counter(one.code for one in found.wrong) == refused
    lines = {(one.row, one.column > 0) for one in found.wrong}
    assert all(row > 0 for row, _ in lines), "a finding names its row"
    assert sum(count.refused for count in found.counts) <= len(found.wrong)


def test_every_packaged_mapping_is_tried() -> None:
    assert {case[0] for case in CASES} == set(packaged_mappings())


def test_a_finding_names_the_cell_of_the_foreign_table(model: Known) -> None:
    found = imported("public-bodies", "publicbodies/br.csv", model)
    [wrong] = found.wrong
    assert (wrong.place, wrong.value) == ("br.csv, K113", "http:///www.ufms.br/")


def test_a_finding_in_records_names_the_record(model: Known) -> None:
    found = imported("cerif-projects", "cerif/openaire_cerif_xml_example_projects.xml", model)
    assert {one.place for one in found.wrong} == {
        "openaire_cerif_xml_example_projects.xml, Partner[5]"
    }
    assert any("OrgUnit/Name@en" in line for line in found.lines), "evidence names the path"
    assert any("cooperatesWith" in line for line in found.lines)


def test_every_row_leads_back_to_its_file_and_cells(model: Known) -> None:
    found = imported("public-bodies", "publicbodies/eu.csv", model)
    assert any("eu.csv (Register of public bodies" in line for line in found.lines)
    [restated] = [
        line
        for line in found.lines
        if "Trans-European Transport" in line and "(A2)" in line and "@en <" in line
    ]
    assert "kind: GovernmentOrganisation" in restated, "what the mapping adds is in no cell"


def test_tables_of_the_same_places_come_in_together(model: Known) -> None:
    folder = needed(DATA / "uk_indicators" / "hebci")
    paths = [folder / "ip_revenue.nuts2.csv", folder / "spinoff_revenue.nuts2.csv"]
    known = copy.deepcopy(model)
    found = import_mapped(paths, find_mapping("uk-indicators"), base=BASE, known=known)
    assert len(found) == 2
    for one in found.values():
        assert not one.wrong
        assert any("Region" in line for line in one.lines), "each file stands by itself"


def test_mixed_encodings_are_read_right_and_said(model: Known) -> None:
    found = imported(
        "es-clusters", "es_clusters/Agrupación Empresariales InnovadorasEGEO.csv", model
    )
    assert any("CÁCERES" in line for line in found.lines)
    assert any("ASSOCIACIÓ CATALANA" in line for line in found.lines)
    assert "OZ-I043" in {one.code for one in found.findings}


def test_contact_columns_of_public_bodies_stay_out(model: Known) -> None:
    found = imported("public-bodies", "publicbodies/gr.csv", model)
    assert not any("@" in line and "mailto" in line for line in found.lines)
    assert not any("2103232911" in line for line in found.lines)
