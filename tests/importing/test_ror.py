"""The ROR import, on six real records (ror_sample.jsonl; ROR data are CC0)."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from pathlib import Path

import pytest
from rdflib import BNode, Dataset, Literal, Namespace, URIRef
from rdflib.namespace import FOAF, ORG, PROV, RDF, SKOS
from ror_sample import BASE, LINES, RECORDS, SAMPLE, write

from ozek.errors import InputError
from ozek.importing.links import Links, read_links
from ozek.importing.nquads import canonical_trig
from ozek.importing.ror import import_ror, iter_ror

P = Namespace(BASE)
OZEK = Namespace("https://w3id.org/ozek/ontology#")
OZT = Namespace("https://w3id.org/ozek/taxonomy/")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
OA = Namespace("http://www.w3.org/ns/oa#")
PROVENANCE = P["graph/provenance"]

LINKS = Links(
    things={"https://ror.org/052bx8q98": BASE + "actor/nazarbayev-university"},
    preferred={
        BASE + "actor/nazarbayev-university": frozenset(
            {("Nazarbayev University", "en"), ("Назарбаев Университеті", "kk"), ("НУ", "ru")}
        )
    },
    geonames={"1526273": BASE + "place/astana"},
    iso={"KZ": BASE + "place/kazakhstan"},
    place_names={
        BASE + "place/astana": {"en": "Astana", "kk": "Астана", "ru": "Астана"},
    },
)


@pytest.fixture(scope="module")
def plain() -> Dataset:
    return import_ror(SAMPLE, base=BASE)


@pytest.fixture(scope="module")
def linked() -> Dataset:
    return import_ror(SAMPLE, base=BASE, links=LINKS)


def graph(dataset: Dataset, key: str):
    return dataset.graph(P[f"graph/ror-{key}"])


# what comes out ----------------------------------------------------------------------------------


def test_every_record_is_one_statement_graph_with_its_passage(plain: Dataset) -> None:
    provenance = plain.graph(PROVENANCE)
    for line in LINES:
        key = json.loads(line)["id"].rsplit("/", 1)[1]
        assert len(graph(plain, key)) > 5
        name, passage = P[f"graph/ror-{key}"], P[f"passage/ror-{key}"]
        assert (name, RDF.type, OZEK.StatementGraph) in provenance
        assert (name, OZEK.hasModality, OZT["modality-asserted"]) in provenance
        assert (name, PROV.wasQuotedFrom, passage) in provenance
        assert (passage, RDF.type, OA.SpecificResource) in provenance
        assert (passage, OA.hasSource, P["source/ror"]) in provenance
        assert (passage, OZEK.recordKey, Literal(f"https://ror.org/{key}")) in provenance
        digest = hashlib.sha256(line).hexdigest()[:16]
        assert list(provenance.objects(passage, OZEK.passageDigest)) == [Literal(digest)]
        languages = sorted(o.language for o in provenance.objects(passage, OZEK.restatement))
        assert languages == ["en", "kk", "ru"]


def test_every_quad_is_in_a_graph_of_a_known_kind_and_none_has_a_blank_node(plain: Dataset) -> None:
    provenance = plain.graph(PROVENANCE)
    kinds = {
        subject: kind
        for subject, kind in provenance.subject_objects(RDF.type)
        if str(kind).endswith("Graph")
    }
    quads = list(plain.quads())
    assert {quad[3] for quad in quads} == set(kinds)
    assert not any(isinstance(term, BNode) for quad in quads for term in quad)


def test_every_name_is_kept_with_its_language(plain: Dataset) -> None:
    for key, record in RECORDS.items():
        stated = {
            (str(name), name.language)
            for term in (SKOS.prefLabel, SKOS.altLabel, OZEK.acronym)
            for name in graph(plain, key).objects(P[f"actor/ror-{key}"], term)
        }
        assert stated == {(name["value"], name["lang"]) for name in record["names"]}


@pytest.mark.parametrize("which", ["plain", "linked"])
def test_one_preferred_label_per_language_which_is_no_alternative(
    which: str, request: pytest.FixtureRequest
) -> None:
    everything = request.getfixturevalue(which)
    labels: dict[tuple, set] = {}
    for subject, _, label, _ in everything.quads((None, SKOS.prefLabel, None, None)):
        labels.setdefault((subject, label.language), set()).add(label)
    assert all(len(values) == 1 for values in labels.values())
    preferred = {(subject, label) for (subject, _), values in labels.items() for label in values}
    alternatives = {(s, o) for s, _, o, _ in everything.quads((None, SKOS.altLabel, None, None))}
    assert not preferred & alternatives


def test_the_displayed_name_wins_over_another_label_of_its_language(tmp_path: Path) -> None:
    record = RECORDS["01mazcp58"] | {
        "names": [
            {"lang": "en", "types": ["label"], "value": "Holding"},
            {"lang": "en", "types": ["ror_display"], "value": "Medical Holding"},
            {"lang": "en", "types": ["alias"], "value": "Medical Holding"},
            {"lang": "kk", "types": ["label"], "value": "Холдинг"},
            {"lang": "kk", "types": ["label"], "value": "Медициналық холдинг"},
            {"lang": None, "types": ["acronym"], "value": "MH"},
        ]
    }
    one = graph(import_ror(write(tmp_path, record), base=BASE), "01mazcp58")
    assert set(one.objects(None, SKOS.prefLabel)) == {
        Literal("Medical Holding", lang="en"),
        Literal("Холдинг", lang="kk"),
    }
    assert set(one.objects(None, SKOS.altLabel)) == {
        Literal("Holding", lang="en"),
        Literal("Медициналық холдинг", lang="kk"),
    }
    assert set(one.objects(None, OZEK.acronym)) == {Literal("MH")}


def test_kinds_of_actor(plain: Dataset) -> None:
    def kinds(key: str) -> set:
        return set(graph(plain, key).objects(P[f"actor/ror-{key}"], RDF.type))

    assert kinds("052bx8q98") == {OZEK.EducationOrganisation, OZEK.FundingOrganisation}
    assert kinds("058kytx66") == {OZEK.Enterprise}
    assert kinds("058yhnv51") == {OZEK.ResearchOrganisation}
    assert kinds("01mazcp58") == {ORG.FormalOrganization}


def test_a_parent_is_stated_from_child_to_parent_whichever_record_names_it(tmp_path: Path) -> None:
    child, parent = dict(RECORDS["014kyp779"]), dict(RECORDS["02tvdnz86"])
    child["relationships"] = [{"type": "parent", "id": parent["id"], "label": "x"}]
    parent["relationships"] = [{"type": "child", "id": child["id"], "label": "y"}]
    data = import_ror(write(tmp_path, child, parent), base=BASE)
    fact = (P["actor/ror-014kyp779"], ORG.subOrganizationOf, P["actor/ror-02tvdnz86"])
    assert fact in graph(data, "014kyp779")
    assert fact in graph(data, "02tvdnz86")
    assert len(set(data.quads((None, ORG.subOrganizationOf, None, None)))) == 2


def test_succession_runs_from_the_later_to_the_earlier(plain: Dataset) -> None:
    fact = (P["actor/ror-02tvdnz86"], OZEK.succeeds, P["actor/ror-014kyp779"])
    assert fact in graph(plain, "02tvdnz86")
    assert fact in graph(plain, "014kyp779")
    assert all(s == fact[0] for s, *_ in plain.quads((None, OZEK.succeeds, None, None)))


def test_a_partner_without_a_record_is_an_organisation_with_the_label_given(plain: Dataset) -> None:
    unesco = P["actor/ror-04h4z8k05"]
    one = graph(plain, "058yhnv51")
    assert (P["actor/ror-058yhnv51"], ORG.subOrganizationOf, unesco) in one
    assert set(one.predicate_objects(unesco)) == {
        (RDF.type, ORG.FormalOrganization),
        (SKOS.prefLabel, Literal("UNESCO")),
        (SKOS.exactMatch, URIRef("https://ror.org/04h4z8k05")),
        (OZEK.rorId, Literal("https://ror.org/04h4z8k05")),
    }


def test_identifiers_dates_and_addresses(plain: Dataset) -> None:
    actor = P["actor/ror-052bx8q98"]
    one = graph(plain, "052bx8q98")
    assert {
        (OZEK.rorId, Literal("https://ror.org/052bx8q98")),
        (OZEK.wikidataId, Literal("Q2783344")),
        (OZEK.isniId, Literal("0000 0004 0495 7803")),
        (OZEK.gridId, Literal("grid.428191.7")),
        (OZEK.fundrefId, Literal("501100012632")),
        (SKOS.exactMatch, URIRef("https://ror.org/052bx8q98")),
        (SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q2783344")),
        (OZEK.foundingYear, Literal(2010)),
        (OZEK.hasRecordStatus, OZT["record-status-active"]),
        (FOAF.homepage, URIRef("https://nu.edu.kz/")),
    } <= set(one.predicate_objects(actor))
    assert (None, OZEK.webDomain, Literal("antigen.kz")) in graph(plain, "058kytx66")


def test_several_wikidata_items_without_a_preferred_one_are_no_match(tmp_path: Path) -> None:
    record = dict(RECORDS["01mazcp58"])
    record["external_ids"] = [
        {"type": "wikidata", "all": ["Q1", "Q2"], "preferred": None},
        {"type": "orgref", "all": ["34084668"], "preferred": None},
    ]
    one = graph(import_ror(write(tmp_path, record), base=BASE), "01mazcp58")
    assert set(one.objects(None, OZEK.wikidataId)) == {Literal("Q1"), Literal("Q2")}
    assert set(one.objects(None, OZEK.identifier)) == {Literal("orgref:34084668")}
    assert set(one.objects(None, SKOS.exactMatch)) == {URIRef("https://ror.org/01mazcp58")}


# what the project already holds ------------------------------------------------------------------


def test_a_linked_record_speaks_about_the_projects_own_thing(linked: Dataset) -> None:
    one = graph(linked, "052bx8q98")
    actor = P["actor/nazarbayev-university"]
    assert set(one.subjects()) - {actor} == {P["actor/ror-02hp1c648"]}
    assert (actor, OZEK.rorId, Literal("https://ror.org/052bx8q98")) in one
    assert (actor, OZEK.isLocatedIn, P["place/astana"]) in one
    # the identity is the curators' statement, not the record's
    assert (actor, SKOS.exactMatch, URIRef("https://ror.org/052bx8q98")) not in one
    assert (actor, SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q2783344")) in one


def test_names_of_a_linked_record_are_alternatives_save_those_the_curators_chose(
    linked: Dataset,
) -> None:
    one = graph(linked, "052bx8q98")
    actor = P["actor/nazarbayev-university"]
    assert set(one.objects(actor, SKOS.prefLabel)) == {
        Literal("Nazarbayev University", lang="en"),
        Literal("Назарбаев Университеті", lang="kk"),
    }
    assert set(one.objects(actor, SKOS.altLabel)) == {Literal("Назарбаев Университет", lang="ru")}


def test_a_known_place_is_used_and_an_unknown_one_described_once(linked: Dataset) -> None:
    provenance = linked.graph(PROVENANCE)
    almaty = P["place/geonames-1526384"]
    located = {s for s, *_ in linked.quads((None, OZEK.isLocatedIn, almaty, None))}
    assert located == {P["actor/ror-058kytx66"], P["actor/ror-058yhnv51"]}
    described = {g for *_, g in linked.quads((almaty, OZEK.latitude, None, None))}
    assert described == {P["graph/place-geonames-1526384"]}
    own = linked.graph(P["graph/place-geonames-1526384"])
    assert set(own.predicate_objects(almaty)) == {
        (RDF.type, OZEK.Place),
        (SKOS.prefLabel, Literal("Almaty")),
        (OZEK.geonamesId, Literal("1526384")),
        (OZEK.isLocatedIn, P["place/iso-kz-75"]),
        (OZEK.latitude, Literal("43.25249", datatype=XSD.decimal)),
        (OZEK.longitude, Literal("76.9115", datatype=XSD.decimal)),
    }
    region = linked.graph(P["graph/place-iso-kz-75"])
    assert set(region.predicate_objects(P["place/iso-kz-75"])) == {
        (RDF.type, OZEK.Region),
        (SKOS.prefLabel, Literal("Almaty")),
        (OZEK.isoCode, Literal("KZ-75")),
        (OZEK.isLocatedIn, P["place/kazakhstan"]),
    }
    # Taraz: no record of the sample gives the code of its region
    taraz = linked.graph(P["graph/place-geonames-1516905"])
    assert set(taraz.objects(None, OZEK.isLocatedIn)) == {P["place/kazakhstan"]}
    for name in ("geonames-1526384", "iso-kz-75"):
        assert (P[f"graph/place-{name}"], RDF.type, OZEK.StatementGraph) in provenance
    assert not linked.graph(P["graph/place-geonames-1526273"])
    assert not linked.graph(P["graph/place-iso-kz"])


def test_restatements_name_kind_place_year_relations_and_status(linked: Dataset) -> None:
    words = linked.graph(PROVENANCE).objects(P["passage/ror-052bx8q98"], OZEK.restatement)
    assert {text.language: str(text) for text in words} == {
        "en": "ROR record 052bx8q98: Nazarbayev University, an education organisation and a "
        "funding organisation in Astana; founded in 2010; related organisation: "
        '"University Medical Center" Corporate Fund; record status: active.',
        "kk": "ROR жазбасы 052bx8q98: Назарбаев Университеті – білім беру ұйымы әрі "
        "қаржыландырушы ұйым; орналасқан жері: Астана; құрылған жылы: 2010; байланысты ұйым: "
        '"University Medical Center" Corporate Fund; жазба мәртебесі: белсенді.',
        "ru": "Запись ROR 052bx8q98: Назарбаев Университет – образовательная организация и "
        "финансирующая организация; место нахождения: Астана; год основания: 2010; связанная "
        'организация: "University Medical Center" Corporate Fund; статус записи: активная.',
    }


def test_links_come_from_editorial_graphs_only(tmp_path: Path) -> None:
    path = tmp_path / "data.trig"
    path.write_text(
        """
        @base <https://example.org/p/> .
        @prefix ozek: <https://w3id.org/ozek/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <graph/link> { <actor/a> skos:exactMatch <https://ror.org/052bx8q98> . }
        <graph/other> { <actor/b> skos:exactMatch <https://ror.org/058yhnv51> ;
            skos:prefLabel "B"@en . }
        <graph/labels> { <actor/a> skos:prefLabel "A"@en . }
        <graph/place> { <place/c> ozek:geonamesId "1" ; ozek:isoCode "KZ-99" ;
            skos:prefLabel "C"@en . }
        <graph/provenance> { <graph/link> a ozek:EditorialGraph .
            <graph/labels> a ozek:EditorialGraph . <graph/other> a ozek:StatementGraph . }
        """,
        encoding="utf-8",
    )
    assert read_links([path]) == Links(
        things={"https://ror.org/052bx8q98": BASE + "actor/a"},
        preferred={BASE + "actor/a": frozenset({("A", "en")})},
        geonames={"1": BASE + "place/c"},
        iso={"KZ-99": BASE + "place/c"},
        place_names={BASE + "place/c": {"en": "C"}},
    )


def test_an_outside_record_linked_to_two_things_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "links.trig"
    path.write_text(
        """
        @base <https://example.org/p/> .
        @prefix ozek: <https://w3id.org/ozek/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <g> { <a> skos:exactMatch <https://ror.org/052bx8q98> .
              <b> skos:exactMatch <https://ror.org/052bx8q98> . }
        <graph/provenance> { <g> a ozek:EditorialGraph . }
        """,
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="linked to two things"):
        read_links([path])


# bytes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("links", [None, LINKS], ids=["plain", "linked"])
def test_the_same_bytes_whatever_the_order_of_the_lines(
    tmp_path: Path, links: Links | None
) -> None:
    expected = canonical_trig(iter_ror(SAMPLE, base=BASE, links=links), BASE)
    for seed in range(3):
        lines = LINES.copy()
        random.Random(seed).shuffle(lines)
        again = iter_ror(write(tmp_path, *lines), base=BASE, links=links)
        assert canonical_trig(again, BASE) == expected


def test_compressed_input_and_other_line_ends_give_the_same(tmp_path: Path) -> None:
    expected = list(iter_ror(SAMPLE, base=BASE))
    packed = tmp_path / "records.jsonl.gz"
    packed.write_bytes(gzip.compress(SAMPLE.read_bytes()))
    assert list(iter_ror(packed, base=BASE)) == expected
    windows = tmp_path / "windows.jsonl"
    windows.write_bytes(b"\r\n".join(LINES) + b"\r\n\r\n")
    assert list(iter_ror(windows, base=BASE)) == expected


def test_awkward_text_survives(tmp_path: Path) -> None:
    record = dict(RECORDS["01mazcp58"])
    name = 'A "quoted" \\ name  with\ttabs\nand lines'
    record["names"] = [{"lang": "en", "types": ["ror_display"], "value": name}]
    record["links"] = [{"type": "website", "value": "https://example.org/a b|c"}]
    one = graph(import_ror(write(tmp_path, record), base=BASE), "01mazcp58")
    assert set(one.objects(None, SKOS.prefLabel)) == {
        Literal('A "quoted" \\ name with tabs and lines', lang="en")
    }
    assert set(one.objects(None, FOAF.homepage)) == {URIRef("https://example.org/a%20b%7Cc")}
