"""The gallery of questions and each question: form, rows, data."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("starlette")

from ozek.query import ask, find_question
from ozek.web import asking


def test_every_question_is_in_the_gallery_in_three_languages(client: Any, site: Any) -> None:
    for lang in ("kk", "ru", "en"):
        page = client.get("/questions", params={"lang": lang}).text
        for question in site.questions:
            assert f'href="/questions/{question.name}"' in page, question.name
    folders = {question.folder for question in site.questions}
    assert not any(f"<h2>{folder}</h2>" in page for folder in folders), "folders are worded"


def test_the_gallery_can_be_searched_with_folded_letters(client: Any) -> None:
    found = client.get("/questions.json?lang=kk&q=кластерге+катысады").json()
    assert found and "кластерге қатысады" in found[0]["title"]
    assert client.get("/questions.json", params={"q": "zzz"}).json() == []
    everything = client.get("/questions.json").json()
    tagged = client.get("/questions.json", params={"tag": "clusters"}).json()
    assert 0 < len(tagged) < len(everything)


def test_a_question_gives_the_rows_of_the_command(client: Any, site: Any) -> None:
    question = find_question("technopark-counts", site.questions)
    expected = ask(site.store, question, lang="en")
    assert client.get("/questions/technopark-counts.csv").text == expected.to_text("csv")
    page = client.get("/questions/technopark-counts?lang=en").text
    assert f"<tbody>\n{'<tr>'}" in page and page.count("<tr>") == len(expected) + 1


def test_every_question_without_parameters_is_answered_as_by_the_command(site: Any) -> None:
    for question in site.questions:
        if question.answerable:
            expected = ask(site.store, question, lang="en")
            assert asking.answer(site, question, {}, "en").rows == expected.rows, question.name


def test_a_parameter_is_a_list_of_labels_and_leads_to_rows(wine: Any, wine_site: Any) -> None:
    question = find_question("cluster-participants", wine_site.questions)
    value = asking.values(wine_site, question, question.parameters["cluster"])[0]
    page = wine.get("/questions/cluster-participants?lang=en").text
    assert '<select name="cluster">' in page
    assert f">{wine_site.labels('en').of(value)}</option>" in page
    rows = wine.get("/questions/cluster-participants.json", params={"cluster": str(value)})
    expected = ask(wine_site.store, question, {"cluster": value}, lang="en")
    assert len(rows.json()) == len(expected) > 0


def test_a_wrong_value_is_said_and_the_form_stays(client: Any, site: Any) -> None:
    question, parameter = next(
        (question, parameter)
        for question in site.questions
        for parameter in question.parameters.values()
        if parameter.type == "integer" and len(question.parameters) == 1
    )
    page = client.get(f"/questions/{question.name}", params={parameter.name: "a> ?p ?o"})
    assert page.status_code == 400 and "<form" in page.text and "a&gt; ?p ?o" in page.text
    assert client.get("/questions/no-such-question").status_code == 404
