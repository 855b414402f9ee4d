"""A source's wording, cut from the user's own copy of the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from ozek.cards import show
from ozek.errors import InputError
from ozek.project import load_project, read_project
from ozek.wording import digest, spans

TOML = """
name = "held"
base = "https://example.org/held/"
data = ["data.trig"]

[title]
kk = "Мәтін"
ru = "Текст"
en = "Text"

[[sources]]
id = "text"
text = "text.txt"

[sources.title]
kk = "Мәтін"
ru = "Текст"
en = "Text"
"""
TEXT = "Солтүстік қаласында университет бар. Басқа сөйлем."
DATA = f"""
@base <https://example.org/held/> .
@prefix ozek: <https://w3id.org/ozek/ontology#> .
@prefix ozt: <https://w3id.org/ozek/taxonomy/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> .

<graph/s01> {{ <actor/north> a ozek:University . }}
<graph/provenance> {{
    <graph/provenance> a ozek:ProvenanceGraph .
    <graph/s01> a ozek:StatementGraph ; ozek:hasModality ozt:modality-asserted ;
        prov:wasQuotedFrom <passage/s01> .
    <passage/s01> a oa:SpecificResource ; oa:hasSource <source/text> ;
        oa:hasSelector <passage/s01/position> ; ozek:passageDigest "{digest(TEXT[:35])}" ;
        ozek:restatement "There is a university in the north."@en .
    <passage/s01/position> a oa:TextPositionSelector ; oa:start 0 ; oa:end 35 .
}}
"""


@pytest.fixture
def held(tmp_path: Path) -> Path:
    (tmp_path / "ozek.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "data.trig").write_text(DATA, encoding="utf-8")
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_passages_are_cut_from_the_text_and_shown(held: Path) -> None:
    store = load_project(read_project(held))
    assert store.wordings == {"https://example.org/held/passage/s01": TEXT[:35]}
    card = show(store, "actor/north")
    assert "Солтүстік қаласында университет бар" in card.to_text()


def test_without_the_text_only_the_restatement_is_known(held: Path) -> None:
    toml = held / "ozek.toml"
    toml.write_text(TOML.replace('text = "text.txt"\n', ""), encoding="utf-8")
    store = load_project(read_project(held))
    assert store.wordings == {}
    assert [span.end for span in spans(store)] == [35]
    assert "There is a university" in show(store, "actor/north").to_text()


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda path: path.write_text(" " + TEXT, encoding="utf-8"), "are not the passage s01"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "is not UTF-8"),
        (lambda path: path.unlink(), "no such file"),
    ],
)
def test_another_text_is_refused(held: Path, damage: object, complaint: str) -> None:
    damage(held / "text.txt")  # type: ignore[operator]
    with pytest.raises(InputError, match=complaint) as caught:
        load_project(read_project(held))
    assert "text.txt" in str(caught.value)
