"""Which media type an Accept header gets (RFC 9110, 12.5.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozek.web.negotiation import best

OFFERED = ("text/turtle", "application/n-triples", "application/ld+json")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("application/*", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("text/turtle;q=0.5, application/ld+json;q=0.6", "application/ld+json"),
        ("*/*;q=0.1, application/n-triples", "application/n-triples"),
        ("text/turtle;q=0, */*", "application/n-triples"),
        ("application/pdf", None),
        ("text/turtle;q=0", None),
        ("TEXT/Turtle; charset=utf-8", "text/turtle"),
        ("nonsense, text/turtle", "text/turtle"),
        ("text/turtle;q=no", None),
    ],
)
def test_the_best_type(header: str | None, expected: str | None) -> None:
    assert best(header, OFFERED) == expected


@given(st.text())
def test_no_header_breaks_it(header: str) -> None:
    assert best(header, OFFERED) in (*OFFERED, None)


@given(st.sampled_from(OFFERED), st.permutations(OFFERED))
def test_what_is_asked_for_alone_is_given(wanted: str, offered: list[str]) -> None:
    assert best(wanted, offered) == wanted
