"""What measures say in words: sentences, captions and warnings in three languages."""

from __future__ import annotations

import re
import string

import networkx as nx
import pytest

from ozek.network import MEASURES, measure, said
from ozek.network.notes import NOTES, REASONS, Note, note, reason

LANGUAGES = ("kk", "ru", "en")


@pytest.mark.parametrize("key", NOTES)
def test_every_note_is_in_three_languages_with_the_same_values(key):
    texts = NOTES[key]
    assert set(texts) == set(LANGUAGES)
    values = [
        {name for _, name, *_ in string.Formatter().parse(texts[lang]) if name}
        for lang in LANGUAGES
    ]
    assert values[0] == values[1] == values[2]


def test_reasons_of_the_code_are_translated():
    """Every measure on awkward graphs gives reasons that are known."""
    for graph in (nx.Graph(), nx.empty_graph(2), nx.path_graph(2), nx.complete_graph(3)):
        for one in MEASURES.values():
            for warning in one(graph).warnings:
                assert isinstance(warning, Note), warning
                if "is not applicable: " in warning:
                    assert warning.partition(": ")[2] in REASONS
    for kk, ru in REASONS.values():
        assert re.search("[а-яәіңғүұқөһ]", kk) and re.search("[а-я]", ru)


def test_said():
    remark = note("loops", count=2)
    assert remark == "self-loops left out: 2" == said(remark, "en")
    assert said(remark, "ru") == "петли не учтены: 2"
    assert said("plain", "kk") == "plain"
    assert reason("core", "because").texts["ru"] == "core не применимо: because"


SENTENCES = {
    "degree": "Degree: highest – 33 (17); 0 (16); 32 (12).",
    "articulation_points": "Articulation point: 1 of 34 – 0.",
    "bridges": "Bridges: 1 – 0 – 11.",
    "components": "Component: 1 in all; 34 of 34 nodes are in the largest.",
    "density": "Density: 0.139.",
    "reciprocity": "Reciprocity (arcs): not applicable (the graph has no directions).",
    "brokerage": "Brokerage: not applicable (no node has a kind).",
    "core": "In the core: 5 of 34 – 0; 1; 2; 2 more. Its fit: 0.431.",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_sentences(karate, name):
    assert measure(karate, [name]).sentence() == SENTENCES[name]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_measure_has_a_sentence(karate, lang):
    text = measure(karate).sentence(lang)
    lines = text.splitlines()
    assert len(lines) == len(MEASURES)
    assert all(line.endswith(".") for line in lines)
    assert "nan" not in text.lower() and "None" not in text
    assert measure(karate).sentence(lang, first=True) == lines[0]
    for line, one in zip(lines, MEASURES.values(), strict=True):
        assert line.startswith(one.titles[lang])


def test_equal_values_and_nobody():
    ring = nx.cycle_graph(5)
    assert measure(ring, ["degree"]).sentence() == "Degree: the same for all 5 nodes – 2."
    assert measure(ring, ["articulation_points"]).sentence("ru") == (
        "Точка сочленения: ни один из 5 узлов."
    )


def test_caption_in_russian():
    graph = nx.MultiGraph([(0, 1), (0, 1)])
    text = measure(graph, ["degree"]).caption("ru")
    assert text == (
        "сеть – узлы: 2; связи: 1 без направления\nпараллельные связи считаются один раз: 1"
    )
