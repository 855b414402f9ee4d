"""The import of a table of places."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from rdflib import BNode, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS

from ozek.errors import InputError
from ozek.importing.nquads import canonical_trig
from ozek.importing.places import COLUMNS, import_places, iter_places

BASE = "https://example.org/p/"
P = Namespace(BASE)
OZEK = Namespace("https://w3id.org/ozek/ontology#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
OA = Namespace("http://www.w3.org/ns/oa#")

TITLES = 'title = { en = "Places", kk = "Жерлер", ru = "Места" }'
DESCRIPTION = f"""
[source]
id = "places"
license = "https://creativecommons.org/licenses/by/4.0/"
publisher = "Someone"
{TITLES}
[origins.iso]
{TITLES}
[origins.unused]
{TITLES}
"""


def row(slug: str, kind: str = "settlement", **cells: str) -> dict[str, str]:
    names = {f"name_{language}": f"{slug} {language}" for language in ("kk", "ru", "en")}
    return dict.fromkeys(COLUMNS, "") | {"slug": slug, "kind": kind} | names | cells


ROWS = [
    row("land", "country", iso_code="KZ", origin="iso"),
    row("oblast", "region", iso_code="KZ-10", within="land", centre="town", origin="iso"),
    row(
        "town",
        alt_ru="Старый|Прежний, он же|town ru",
        geonames_id="1526273",
        wikidata_id="Q1520",
        latitude="51.1800",
        longitude="71",
        within="oblast",
        note_kk="неге",
        note_ru="почему",
        note_en="why",
    ),
    row("capital", "region settlement", within="land"),
]


def write(folder: Path, rows: list[dict[str, str]], description: str = DESCRIPTION) -> Path:
    path = folder / "places.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    path.with_suffix(".toml").write_text(description, encoding="utf-8")
    return path


def test_a_row_becomes_a_statement_graph(tmp_path: Path) -> None:
    data = import_places(write(tmp_path, ROWS), base=BASE)
    town = P["place/town"]
    own = data.graph(P["graph/place-town"])
    assert set(own.subjects()) == {town}
    assert set(own.predicate_objects(town)) == {
        (RDF.type, OZEK.Settlement),
        (SKOS.prefLabel, Literal("town kk", lang="kk")),
        (SKOS.prefLabel, Literal("town ru", lang="ru")),
        (SKOS.prefLabel, Literal("town en", lang="en")),
        (SKOS.altLabel, Literal("Старый", lang="ru")),
        (SKOS.altLabel, Literal("Прежний, он же", lang="ru")),
        (SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q1520")),
        (OZEK.geonamesId, Literal("1526273")),
        (OZEK.wikidataId, Literal("Q1520")),
        (OZEK.latitude, Literal("51.1800", datatype=XSD.decimal)),
        (OZEK.longitude, Literal("71.0", datatype=XSD.decimal)),
        (OZEK.isLocatedIn, P["place/oblast"]),
    }
    oblast = data.graph(P["graph/place-oblast"])
    assert (P["place/oblast"], OZEK.hasCentre, town) in oblast
    assert (P["place/oblast"], OZEK.isoCode, Literal("KZ-10")) in oblast
    kinds = data.graph(P["graph/place-capital"]).objects(P["place/capital"], RDF.type)
    assert set(kinds) == {OZEK.Region, OZEK.Settlement}


def test_the_passage_is_the_row(tmp_path: Path) -> None:
    path = write(tmp_path, ROWS)
    data = import_places(path, base=BASE)
    provenance = data.graph(P["graph/provenance"])
    lines = path.read_bytes().splitlines()[1:]
    for line, cells in zip(lines, ROWS, strict=True):
        name, passage = P[f"graph/place-{cells['slug']}"], P[f"passage/place-{cells['slug']}"]
        assert (name, RDF.type, OZEK.StatementGraph) in provenance
        assert (name, PROV.wasQuotedFrom, passage) in provenance
        assert (passage, OA.hasSource, P["source/places"]) in provenance
        assert (passage, OZEK.recordKey, Literal(cells["slug"])) in provenance
        digest = hashlib.sha256(line).hexdigest()[:16]
        assert (passage, OZEK.passageDigest, Literal(digest)) in provenance
        languages = sorted(o.language for o in provenance.objects(passage, OZEK.restatement))
        assert languages == ["en", "kk", "ru"]
    origins = set(provenance.subject_objects(DCTERMS.source))
    assert origins == {(P[f"passage/place-{s}"], P["source/iso"]) for s in ("land", "oblast")}
    assert set(provenance.subjects(RDF.type, OZEK.Source)) == {P["source/places"], P["source/iso"]}
    notes = set(provenance.objects(P["graph/place-town"], OZEK.editorialReason))
    assert {note.language for note in notes} == {"kk", "ru", "en"}


def test_restatement_in_three_languages(tmp_path: Path) -> None:
    data = import_places(write(tmp_path, ROWS), base=BASE)
    provenance = data.graph(P["graph/provenance"])
    words = provenance.objects(P["passage/place-oblast"], OZEK.restatement)
    assert {text.language: str(text) for text in words} == {
        "en": "Row oblast of the table: oblast en – region; lies in: land en; centre: town en; "
        "ISO 3166 code: KZ-10.",
        "kk": "Кестенің oblast жолы: oblast kk – өңір; орналасқан жері: land kk; "
        "орталығы: town kk; ISO 3166 коды: KZ-10.",
        "ru": "Строка oblast таблицы: oblast ru – регион; находится в составе: land ru; "
        "центр: town ru; код ISO 3166: KZ-10.",
    }


def test_bytes_do_not_depend_on_the_order_of_rows_and_nothing_is_blank(tmp_path: Path) -> None:
    one = canonical_trig(iter_places(write(tmp_path, ROWS), base=BASE), BASE)
    two = canonical_trig(iter_places(write(tmp_path, ROWS[::-1]), base=BASE), BASE)
    assert one == two
    data = import_places(tmp_path / "places.csv", base=BASE)
    assert not any(isinstance(term, BNode) for quad in data.quads() for term in quad)


def test_a_cell_with_a_line_break_keeps_lines_and_digests_right(tmp_path: Path) -> None:
    rows = [row("first", alt_en="one\ntwo"), row("second", kind="village")]
    path = write(tmp_path, rows)
    with pytest.raises(InputError, match=r"places\.csv:4: .*unknown kind 'village'"):
        list(iter_places(path, base=BASE))
    data = import_places(write(tmp_path, rows[:1]), base=BASE)
    raw = b"\n".join(path.read_bytes().splitlines()[1:3])
    digest = Literal(hashlib.sha256(raw).hexdigest()[:16])
    passage = P["passage/place-first"]
    assert (passage, OZEK.passageDigest, digest) in data.graph(P["graph/provenance"])


BAD = {
    "kind": (row("x", "village"), r"unknown kind 'village'"),
    "slug": (row("Öskemen"), r"column 'slug' is 'Öskemen'"),
    "name": (row("x", name_kk=""), r"column 'name_kk' is empty"),
    "place": (row("x", within="nowhere"), r"no row has the slug 'nowhere'"),
    "centre": (row("x", centre="nowhere"), r"no row has the slug 'nowhere'"),
    "origin": (row("x", origin="hearsay"), r"does not describe the origin 'hearsay'"),
    "latitude": (row("x", latitude="91", longitude="1"), r"column 'latitude' is '91'"),
    "longitude": (row("x", latitude="1", longitude="1,5"), r"column 'longitude' is '1,5'"),
    "half a pair": (row("x", latitude="1"), r"must both be given"),
    "code": (row("x", iso_code="Kazakhstan"), r"column 'iso_code'"),
    "note": (row("x", note_en="why"), r"in kk, ru and en"),
    "NFC": (row("x", name_ru="Приозе\u0308рск"), r"column 'name_ru' is not in Unicode NFC"),
    "twice": (row("town"), r"slug 'town' stands in line 4 already"),
}


@pytest.mark.parametrize(("bad", "message"), BAD.values(), ids=BAD)
def test_a_bad_row_is_named_with_file_and_line(
    tmp_path: Path, bad: dict[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        list(iter_places(write(tmp_path, [*ROWS, bad]), base=BASE))
    assert caught.value.line == len(ROWS) + 2
    assert caught.value.path == str(tmp_path / "places.csv")


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: there is no such file"):
        list(iter_places(tmp_path / "none.csv", base=BASE))
    path = write(tmp_path, ROWS)
    good = path.read_bytes()
    path.write_bytes(good.replace(b"slug,kind", b"id,kind", 1))
    with pytest.raises(InputError, match=r":1: the table lacks the columns: slug"):
        list(iter_places(path, base=BASE))
    path.write_bytes(good + b"short,settlement\n")
    with pytest.raises(InputError, match=r":6: 2 cells, but the table has 19 columns"):
        list(iter_places(path, base=BASE))
    path.write_bytes(good + b"\xff\n")
    with pytest.raises(InputError, match=r":6: not valid UTF-8"):
        list(iter_places(path, base=BASE))
    path.write_bytes(good + b'"open\n')
    with pytest.raises(InputError, match="not valid CSV"):
        list(iter_places(path, base=BASE))


@pytest.mark.parametrize(
    ("description", "message"),
    [
        ("[source", r"places\.toml: not valid TOML"),
        ("", r"\[source\] has no 'id'"),
        ('[source]\nid = "a"\ntitle = { en = "A" }', r"\[source\.title\] lacks kk, ru"),
    ],
)
def test_a_bad_description_is_named(tmp_path: Path, description: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(iter_places(write(tmp_path, ROWS, description), base=BASE))


def test_a_missing_description_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, ROWS)
    path.with_suffix(".toml").unlink()
    with pytest.raises(InputError, match=r"places\.toml: there is no such file"):
        list(iter_places(path, base=BASE))
