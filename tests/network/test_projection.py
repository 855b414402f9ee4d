"""Projection files: what they may say, and what is said about a mistake in one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ozek.errors import InputError, UsageError
from ozek.namespaces import OZEK
from ozek.network import Projection, find_projection, load_projection, load_projections
from ozek.network.projection import GraphPath, Step

SHIPPED = Path(__file__).parents[2] / "projections"

HEAD = """
title = { kk = "т", ru = "т", en = "t" }
description = { kk = "с", ru = "о", en = "d" }
"""
GOOD = HEAD + 'kinds = ["ozek:Cluster"]\nrelations = ["ozek:isPartOf"]\n'


def load(folder: Path, text: str) -> Projection:
    path = folder / "p.toml"
    path.write_text(text, encoding="utf-8")
    return load_projection(path)


def test_shipped_projections():
    found = load_projections([SHIPPED])
    assert {"system", "actors", "policy", "participation", "places"} <= set(found)
    for projection in found.values():
        assert set(projection.title) == set(projection.description) == {"kk", "ru", "en"}
        for lang, letters in (("kk", "[а-яәіңғүұқөһ]"), ("ru", "[а-я]"), ("en", "[a-z]")):
            assert re.search(letters, projection.title[lang].lower())
        codes = projection.kind_codes()
        assert list(codes.values()) == list(range(1, len(codes) + 1))


def test_shipped_projections_name_only_terms_of_the_ontology():
    """Every class and property a projection names is declared; a typing mistake finds nothing."""
    ontology = SHIPPED.parent / "ontology" / "ozek.ttl"
    import rdflib

    declared = {str(s) for s in rdflib.Graph().parse(ontology).subjects()}
    for projection in load_projections([SHIPPED]).values():
        named = {*projection.kinds, *(rule.relation for rule in projection.edges)}
        named |= {step.predicate for rule in projection.edges for step in rule.steps()}
        named |= {rule.via for rule in projection.edges if rule.via}
        unknown = {iri for iri in named if iri.startswith(OZEK)} - declared
        assert not unknown, f"{projection.name}: {sorted(unknown)}"


def test_defaults(tmp_path):
    projection = load(tmp_path, GOOD)
    assert projection.name == str(projection) == "p"
    assert (projection.directed, projection.paths, projection.parallel) == (
        True,
        "undirected",
        "keep",
    )
    assert projection.kind_codes() == {"Cluster": 1}


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("ozek:owns", ((Step(OZEK + "owns"),),)),
        ("^ozek:owns", ((Step(OZEK + "owns", True),),)),
        ("ozek:a / ^ozek:b", ((Step(OZEK + "a"), Step(OZEK + "b", True)),)),
        ("ozek:a|<https://e.org/b/c>", ((Step(OZEK + "a"),), (Step("https://e.org/b/c"),))),
    ],
)
def test_paths(text, alternatives):
    assert GraphPath.parse(text).alternatives == alternatives


@pytest.mark.parametrize(
    "text", ["", "/", "ozek:a/", "|ozek:a", "ozek:a ozek:b", "^^ozek:a", "ozek:a^", "a", "<a b>"]
)
def test_no_paths(text):
    with pytest.raises(UsageError):
        GraphPath.parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", r"p\.toml:1: not TOML"),
        ("a = 1\ntitle = =", r"p\.toml:2:9: not TOML"),
        (GOOD + "colour = 'red'", r"p\.toml:6: 'colour' is no key of a projection; known: title"),
        (GOOD + "directed = 'yes'", r"p\.toml:6: 'directed' of a projection has to be a bool"),
        (GOOD + "parallel = 'all'", r"p\.toml:6: 'parallel' has to be one of keep, merge, count"),
        (GOOD.replace('kk = "т", ', ""), "'title' is missing in kk"),
        (GOOD.replace("ozek:Cluster", "Cluster"), r"p\.toml:4: 'Cluster' is not an IRI"),
        (GOOD.replace("ozek:isPartOf", "zek:isPartOf"), r"p\.toml:5: 'zek:isPartOf'"),
        (GOOD + 'only_linked = ["ozek:Place"]', r"'ozek:Place' of only_linked is none of the"),
        (HEAD + 'relations = ["ozek:owns"]', "needs 'kinds' and 'relations'"),
        (GOOD + "[[edges]]\nvia = 'ozek:X'", "needs either 'path', or 'via'"),
        (GOOD + "[[edges]]\npath = 'ozek:a/ozek:b'", "needs a 'relation'"),
        (GOOD + "[[edges]]\npaths = 'ozek:a'", r"p\.toml:7: 'paths' is no key of \[\[edges\]\]"),
        (
            GOOD + "[[edges]]\nrelation = 'ozek:a'\nvia = 'ozek:X'\nsource = 'ozek:s'\n"
            "target = 'ozek:t'\nattributes = { label = 'ozek:l' }",
            "'label' cannot be the name",
        ),
    ],
)
def test_mistakes_are_named_with_file_and_line(tmp_path, text, message):
    with pytest.raises(InputError, match=message) as caught:
        load(tmp_path, text)
    assert caught.value.exit_status == 3


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        load_projection(tmp_path / "none.toml")
    with pytest.raises(InputError, match="cannot be read"):
        load_projections([tmp_path / "none.toml"])


def test_unknown_projection_lists_the_known():
    with pytest.raises(UsageError, match=r"no projection 'sistem'; known: actors, .*system"):
        find_projection("sistem")


def test_a_folder_of_ones_own(tmp_path):
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8")
    assert find_projection("mine", [tmp_path]).name == "mine"
    assert find_projection("mine", [tmp_path / "mine.toml"]).name == "mine"
    assert find_projection(tmp_path / "mine.toml").name == "mine"
    assert find_projection(str(tmp_path / "mine.toml")).name == "mine"
