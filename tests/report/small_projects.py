"""Projects of a few lines, written into a folder."""

from __future__ import annotations

from pathlib import Path

from ozek.project import Project, load_project, read_project
from ozek.store import Store

TOML = """
name = "{name}"
base = "https://example.org/{name}/"
data = ["data.trig"]
[title]
kk = "Жоба"
ru = "Проект"
en = "Project"
"""
HEAD = """
@base <https://example.org/{name}/> .
@prefix ozek: <https://w3id.org/ozek/ontology#> .
@prefix ozt: <https://w3id.org/ozek/taxonomy/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
<graph/provenance> {{
    <graph/provenance> a ozek:ProvenanceGraph .
    <graph/labels> a ozek:EditorialGraph .
    <graph/s01> a ozek:StatementGraph ; ozek:hasModality ozt:modality-asserted ;
        prov:wasQuotedFrom <passage/s01> .
    <passage/s01> a oa:SpecificResource ; oa:hasSource <source/text> ;
        ozek:sentenceNumber 1 ; ozek:restatement "One sentence."@en .
}}
"""


def make_project(folder: Path, data: str, *, head: bool = True) -> tuple[Project, Store]:
    """Write a project of one file into a folder and load it."""
    name = "tried"
    (folder / "ozek.toml").write_text(TOML.format(name=name), encoding="utf-8")
    text = (HEAD.format(name=name) if head else "") + data
    (folder / "data.trig").write_text(text, encoding="utf-8")
    found = read_project(folder)
    return found, load_project(found)
