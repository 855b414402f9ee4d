"""Who is proposed for whom, and that neither side nor order makes a difference."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozek.linking import THRESHOLD, Entity, compare, duplicates, link
from ozek.linking.profiles import Profile, profile, weigh
from ozek.linking.scoring import COEFFICIENTS, FIELDS

LINKED = {
    "al-farabi-university": "https://ror.org/03q0vrn42",
    "satbayev-university": "https://ror.org/020cpsb96",
    "serikbayev-university": "https://ror.org/02xbhbx68",
    "nazarbayev-university": "https://ror.org/052bx8q98",
}


def test_the_links_that_curators_made_are_proposed_and_no_other(found) -> None:
    assert {one.subject.iri.rpartition("/")[2]: one.object.iri for one in found.proposals} == LINKED
    assert all(one.confidence >= THRESHOLD for one in found.proposals)


@pytest.mark.parametrize(
    "name",
    [
        "Қаныш Сәтбаев атындағы Қазақ ұлттық техникалық университеті",
        "Казахский национальный технический университет имени К. Сатпаева",
        "Satbayev University",
        "Qanysh Sátbaev atyndaǵy Qazaq ulttyq tehnikalyq universiteti",
        "K.I. Satpaev Kazakh National Technical University",
    ],
)
def test_spellings_of_one_university_meet(name: str, register) -> None:
    asked = Entity(
        "x:asked",
        name,
        (name,),
        kinds=frozenset({"EducationOrganisation"}),
        towns=frozenset({"almat"}),
        countries=frozenset({"KZ"}),
    )
    (proposal,) = link([asked], register).proposals
    assert proposal.object.iri == "https://ror.org/020cpsb96"


def test_a_neighbour_of_the_same_town_is_not_proposed(register) -> None:
    name = "Алматинский институт прикладной кибернетики"
    asked = Entity(
        "x:asked",
        name,
        (name,),
        kinds=frozenset({"EducationOrganisation"}),
        towns=frozenset({"almat"}),
        countries=frozenset({"KZ"}),
    )
    assert link([asked], register).proposals == ()


def test_an_identifier_or_a_web_site_in_common_is_enough(register) -> None:
    nazarbayev = next(one for one in register if one.iri.endswith("052bx8q98"))
    for more in (
        {"identifiers": frozenset({("wikidata", "Q2783344")})},
        {"domains": frozenset({"nu.edu.kz"}), "countries": frozenset({"KZ"})},
    ):
        asked = Entity("x:asked", "NU", ("Nazarbaev Univ.",), **more)
        (proposal,) = link([asked], register).proposals
        assert proposal.object == nazarbayev


def test_a_web_domain_that_many_share_says_little(register) -> None:
    weights = weigh(map(profile, register))
    one = Entity("x:1", "A", ("A",), domains=frozenset({"gov.kz"}))
    two = Entity("x:2", "B", ("B",), domains=frozenset({"gov.kz"}))
    assert weights.one_site(one, two) < 0.7
    assert (
        weights.one_site(*(replace(x, domains=frozenset({"nu.edu.kz"})) for x in (one, two))) == 1
    )


@pytest.fixture(scope="module")
def profiles(register) -> list[Profile]:
    return [profile(one) for one in register]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_score_is_the_same_from_both_sides(profiles, data) -> None:
    one, other = (data.draw(st.sampled_from(profiles)) for _ in range(2))
    weights = weigh(profiles[:40])
    there, back = compare(one, other, weights), compare(other, one, weights)
    assert there.evidence == back.evidence
    assert there.odds == back.odds
    assert there.names == back.names[::-1]


def test_the_order_of_the_input_changes_nothing(actors, register) -> None:
    asked = [replace(one, identifiers=frozenset()) for one in actors[::8]]
    some = register[::2]
    expected = link(asked, some)
    doubles = duplicates(asked)
    shuffled = random.Random(1).sample(asked, len(asked))
    others = random.Random(2).sample(some, len(some))
    names = [replace(one, names=one.names[::-1]) for one in shuffled]
    assert [(p.subject.iri, p.object.iri, p.confidence) for p in link(names, others).proposals] == [
        (p.subject.iri, p.object.iri, p.confidence) for p in expected.proposals
    ]
    assert duplicates(shuffled).proposals == doubles.proposals


def test_every_actor_from_the_register_is_found_in_the_register(actors, register) -> None:
    from_ror = [one for one in actors if "/ror-" in one.iri]
    asked = [replace(one, identifiers=frozenset()) for one in from_ror[::4]]
    there = {one.iri for one in register}
    wanted = {
        one.iri: f"https://ror.org/{one.iri.rpartition('ror-')[2]}"
        for one in asked
        if f"https://ror.org/{one.iri.rpartition('ror-')[2]}" in there
    }
    found = {one.subject.iri: one.object.iri for one in link(asked, register).proposals}
    assert len(wanted) > 20
    right = sum(found.get(iri) == ror for iri, ror in wanted.items())
    assert right >= 0.95 * len(wanted)
    assert all(found[iri] == ror for iri, ror in wanted.items() if iri in found)


def test_every_kind_of_evidence_has_a_weight() -> None:
    assert [field.name for field in FIELDS] == list(COEFFICIENTS)


def test_nothing_to_link_is_no_error() -> None:
    assert link([], []).proposals == ()
    assert duplicates([]).proposals == ()
    assert link([Entity("x:1", "A", ("A",))], []).proposals == ()
