"""The register part of the Kazakhstan graph: places, ROR records, links of record and text."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from rdflib import BNode, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import ORG, PROV, RDF, SKOS

from needed import SHARED, needed
from ozek.importing import nquads
from ozek.importing.links import read_links
from ozek.importing.places import iter_places
from ozek.importing.ror import iter_ror

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "kazakhstan"
DUMP = SHARED / "data" / "ror" / "ror_kz.jsonl"
GAZETTEER = SHARED / "data" / "kz_geo" / "kz_places_gazetteer.csv"

BASE = "https://w3id.org/ozek/kz/"
KZ = Namespace(BASE)
OZEK = Namespace("https://w3id.org/ozek/ontology#")
OZT = Namespace("https://w3id.org/ozek/taxonomy/")
PROVENANCE = KZ["graph/provenance"]

LINKED = {
    "03q0vrn42": "actor/al-farabi-university",
    "020cpsb96": "actor/satbayev-university",
    "02xbhbx68": "actor/serikbayev-university",
    "052bx8q98": "actor/nazarbayev-university",
}
KINDS = {
    "education": OZEK.EducationOrganisation,
    "company": OZEK.Enterprise,
    "facility": OZEK.ResearchOrganisation,
    "government": OZEK.GovernmentOrganisation,
    "nonprofit": OZEK.NonProfitOrganisation,
    "healthcare": OZEK.HealthcareOrganisation,
    "funder": OZEK.FundingOrganisation,
    "other": ORG.FormalOrganization,
}
REGION_CODES = (10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79)
TEXT_PLACES = (
    "almaty karaganda oral shymkent oskemen petropavl astana alatau atyrau kurchatov priozersk"
)


def load(*names: str) -> Dataset:
    result = Dataset(default_union=False)
    for name in names:
        result.parse(DATA / name, format="trig")
    return result


@pytest.fixture(scope="module")
def ror() -> Dataset:
    return load("ror.trig")


@pytest.fixture(scope="module")
def places() -> Dataset:
    return load("places.trig")


@pytest.fixture(scope="module")
def links() -> Dataset:
    return load("links.trig")


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    return needed(DUMP).read_bytes().splitlines()


@pytest.fixture(scope="module")
def records(lines: list[bytes]) -> dict[str, dict]:
    return {json.loads(line)["id"].rsplit("/", 1)[1]: json.loads(line) for line in lines}


def thing(key: str) -> URIRef:
    return KZ[LINKED.get(key, f"actor/ror-{key}")]


# ROR ---------------------------------------------------------------------------------------------


def test_110_records_each_in_a_graph_of_its_own(ror: Dataset) -> None:
    provenance = ror.graph(PROVENANCE)
    graphs = set(provenance.subjects(RDF.type, OZEK.StatementGraph))
    assert len(graphs) == 110
    assert {name for *_, name in ror.quads()} == graphs | {PROVENANCE}
    for graph in graphs:
        assert list(provenance.objects(graph, OZEK.hasModality)) == [OZT["modality-asserted"]]
        (passage,) = provenance.objects(graph, PROV.wasQuotedFrom)
        languages = sorted(o.language for o in provenance.objects(passage, OZEK.restatement))
        assert languages == ["en", "kk", "ru"]


def test_digests_are_those_of_the_records(ror: Dataset, lines: list[bytes]) -> None:
    provenance = ror.graph(PROVENANCE)
    expected = {
        (Literal(json.loads(line)["id"]), Literal(hashlib.sha256(line).hexdigest()[:16]))
        for line in lines
    }
    stated = {
        (key, digest)
        for passage, key in provenance.subject_objects(OZEK.recordKey)
        for digest in provenance.objects(passage, OZEK.passageDigest)
    }
    assert len(expected) == 110
    assert stated == expected


def test_every_name_of_every_record_is_there(ror: Dataset, records: dict[str, dict]) -> None:
    for key, record in records.items():
        graph = ror.graph(KZ[f"graph/ror-{key}"])
        stated = {
            (str(name), name.language)
            for term in (SKOS.prefLabel, SKOS.altLabel, OZEK.acronym)
            for name in graph.objects(thing(key), term)
        }
        assert stated == {(" ".join(n["value"].split()), n["lang"]) for n in record["names"]}, key


def test_every_relation_is_there_and_no_other(ror: Dataset, records: dict[str, dict]) -> None:
    expected: dict[URIRef, set] = {ORG.subOrganizationOf: set(), OZEK.succeeds: set()}
    expected[OZEK.isRelatedTo] = set()
    for key, record in records.items():
        for relation in record["relationships"]:
            here, other = thing(key), thing(relation["id"].rsplit("/", 1)[1])
            term, pair = {
                "parent": (ORG.subOrganizationOf, (here, other)),
                "child": (ORG.subOrganizationOf, (other, here)),
                "predecessor": (OZEK.succeeds, (here, other)),
                "successor": (OZEK.succeeds, (other, here)),
                "related": (OZEK.isRelatedTo, (here, other)),
            }[relation["type"]]
            expected[term].add(pair)
    for term, pairs in expected.items():
        assert {(s, o) for s, _, o, _ in ror.quads((None, term, None, None))} == pairs, term
    assert {term: len(pairs) for term, pairs in expected.items()} == {
        ORG.subOrganizationOf: 19,
        OZEK.succeeds: 7,
        OZEK.isRelatedTo: 2,
    }


def test_kind_place_year_status_and_identifiers(ror: Dataset, records: dict[str, dict]) -> None:
    known = {str(i): s for s, _, i, _ in load("places.trig").quads((None, OZEK.geonamesId, None))}
    terms = {
        "isni": OZEK.isniId,
        "wikidata": OZEK.wikidataId,
        "grid": OZEK.gridId,
        "fundref": OZEK.fundrefId,
    }
    for key, record in records.items():
        graph, actor = ror.graph(KZ[f"graph/ror-{key}"]), thing(key)
        assert set(graph.objects(actor, RDF.type)) == {KINDS[kind] for kind in record["types"]}
        located = {known[str(place["geonames_id"])] for place in record["locations"]}
        assert set(graph.objects(actor, OZEK.isLocatedIn)) == located
        year = {Literal(record["established"])} if record["established"] else set()
        assert set(graph.objects(actor, OZEK.foundingYear)) == year
        status = OZT[f"record-status-{record['status']}"]
        assert list(graph.objects(actor, OZEK.hasRecordStatus)) == [status]
        assert list(graph.objects(actor, OZEK.rorId)) == [Literal(record["id"])]
        for kind, term in terms.items():
            values = {v for e in record["external_ids"] if e["type"] == kind for v in e["all"]}
            assert {str(value) for value in graph.objects(actor, term)} == values
        matches = {URIRef(record["id"])} if key not in LINKED else set()
        for item in graph.objects(actor, OZEK.wikidataId):
            matches.add(URIRef(f"http://www.wikidata.org/entity/{item}"))
        assert set(graph.objects(actor, SKOS.exactMatch)) == matches


def test_nine_partners_outside_the_file_have_the_label_a_record_gives(ror: Dataset) -> None:
    own = {s for s, *_ in ror.quads((None, OZEK.hasRecordStatus, None, None))}
    partners = {s for s, *_ in ror.quads((None, OZEK.rorId, None, None))} - own
    assert len(own) == 110
    assert len(partners) == 9
    for partner in partners:
        kinds = {o for *_, o, _ in ror.quads((partner, RDF.type, None, None))}
        assert kinds == {ORG.FormalOrganization}
        assert len(list(ror.quads((partner, SKOS.prefLabel, None, None)))) == 1


def test_remaking_the_file_from_the_dump_changes_no_byte(lines: list[bytes]) -> None:
    others = [path for path in sorted(DATA.glob("*.trig")) if path.name != "ror.trig"]
    quads = iter_ror(DUMP, base=BASE, links=read_links(others))
    made = nquads.canonical_trig(quads, BASE)
    assert made == (DATA / "ror.trig").read_text(encoding="utf-8"), (
        "ror.trig is not what the import makes now; run: "
        f"python -m ozek.importing.ror {DUMP} --project kazakhstan"
    )


# places ------------------------------------------------------------------------------------------


def test_remaking_the_places_from_their_table_changes_no_byte() -> None:
    made = nquads.canonical_trig(iter_places(DATA / "places.csv", base=BASE), BASE)
    assert made == (DATA / "places.trig").read_text(encoding="utf-8"), (
        "places.trig is not what its table says; run: "
        "python -m ozek.importing.places data/kazakhstan/places.csv --project kazakhstan"
    )


def test_twenty_regions_with_their_codes(places: Dataset) -> None:
    regions = {s for s, *_ in places.quads((None, RDF.type, OZEK.Region, None))}
    codes = {str(o) for r in regions for *_, o, _ in places.quads((r, OZEK.isoCode, None, None))}
    assert codes == {f"KZ-{number}" for number in REGION_CODES}
    assert len(regions) == 20
    both = {s for s, *_ in places.quads((None, RDF.type, OZEK.Settlement, None))} & regions
    assert both == {KZ["place/astana"], KZ["place/almaty"], KZ["place/shymkent"]}
    for region in regions:
        (within,) = {o for *_, o, _ in places.quads((region, OZEK.isLocatedIn, None, None))}
        assert within == KZ["place/kazakhstan"]


def test_the_eleven_places_of_the_text_have_coordinates_and_a_region(places: Dataset) -> None:
    facts = Graph()
    for subject, predicate, value, _ in places.quads():
        facts.add((subject, predicate, value))
    for slug in TEXT_PLACES.split():
        place, graph = KZ[f"place/{slug}"], places.graph(KZ[f"graph/place-{slug}"])
        assert (place, RDF.type, OZEK.Settlement) in graph
        assert 40 < float(graph.value(place, OZEK.latitude)) < 56
        assert 46 < float(graph.value(place, OZEK.longitude)) < 88
        holder = place
        while (holder, RDF.type, OZEK.Region) not in facts:
            (holder,) = facts.objects(holder, OZEK.isLocatedIn)


def test_kurchatov_lies_in_abai_region(places: Dataset) -> None:
    graph = places.graph(KZ["graph/place-kurchatov"])
    assert graph.value(KZ["place/kurchatov"], OZEK.isLocatedIn) == KZ["place/abai-region"]


def test_names_agree_with_the_gazetteer() -> None:
    needed(GAZETTEER)
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    names = {(row["name_kk"], row["name_ru"], row["name_en"]): row for row in table}
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            row = names[(entry["name_kk"], entry["name_ru"], entry["name_en"])]
            if entry["kind"] != "city":
                assert row["iso_code"] == entry["iso_3166_2"]
            elif entry["wikidata"]:
                assert row["wikidata_id"] == entry["wikidata"]
            if entry["kind"] == "city":
                assert abs(float(row["latitude"]) - float(entry["lat"])) < 0.05
                assert abs(float(row["longitude"]) - float(entry["lon"])) < 0.05


# both and links ----------------------------------------------------------------------------------


def test_four_links_each_with_its_reason_in_three_languages(links: Dataset) -> None:
    provenance = links.graph(PROVENANCE)
    stated = {(s, o) for s, p, o, name in links.quads((None, SKOS.exactMatch, None, None)) if name}
    assert stated == {(KZ[name], URIRef(f"https://ror.org/{key}")) for key, name in LINKED.items()}
    for name in LINKED.values():
        graph = KZ[f"graph/link-{name.removeprefix('actor/')}"]
        assert len(links.graph(graph)) == 1
        assert (graph, RDF.type, OZEK.EditorialGraph) in provenance
        reasons = [reason.language for reason in provenance.objects(graph, OZEK.editorialReason)]
        assert sorted(reasons) == ["en", "kk", "ru"]


def test_no_blank_nodes_and_one_preferred_label_per_language() -> None:
    everything = load("places.trig", "ror.trig", "links.trig")
    quads = list(everything.quads())
    assert not any(isinstance(term, BNode) for quad in quads for term in quad)
    labels = {(s, o) for s, p, o, _ in quads if p == SKOS.prefLabel}
    count = Counter((s, o.language) for s, o in labels)
    assert [pair for pair, number in count.items() if number > 1] == []
    assert not labels & {(s, o) for s, p, o, _ in quads if p == SKOS.altLabel}


def test_an_outside_identifier_belongs_to_one_thing() -> None:
    everything = load("places.trig", "ror.trig", "links.trig")
    for term in (SKOS.exactMatch, OZEK.rorId, OZEK.wikidataId, OZEK.geonamesId, OZEK.isoCode):
        pairs = {(o, s) for s, _, o, _ in everything.quads((None, term, None, None))}
        owners = Counter(o for o, _ in pairs)
        assert [identifier for identifier, number in owners.items() if number > 1] == []


MIXED = re.compile(r"[A-Za-z][\u0400-\u04FF]|[\u0400-\u04FF][A-Za-z]")


@pytest.mark.parametrize("name", ["places.csv", "places.toml", "places.trig", "links.trig"])
def test_our_own_words_are_in_nfc_without_mixed_scripts(name: str) -> None:
    content = (DATA / name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", content)
    assert MIXED.findall(content) == []


def test_russian_names_have_no_kazakh_letters_but_the_official_ones(places: Dataset) -> None:
    odd = {
        str(o)
        for _, p, o, _ in places.quads()
        if p in (SKOS.prefLabel, SKOS.altLabel)
        and isinstance(o, Literal)
        and o.language == "ru"
        and re.search("[ӘәҒғҚқҢңӨөҰұҮүҺһІі]", o)
    }
    assert odd == {"область Жетісу", "область Ұлытау"}
