"""Names: CURIEs for people, back and forth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozek.errors import UsageError
from ozek.namespaces import PREFIXES, expand, shorten


@given(st.sampled_from(sorted(PREFIXES)), st.from_regex(r"[a-z][a-z0-9/-]{0,20}", fullmatch=True))
def test_a_short_name_expands_to_the_same_iri(prefix: str, local: str) -> None:
    iri = PREFIXES[prefix] + local
    assert expand(shorten(iri)) == iri


def test_paths_below_a_base() -> None:
    base = "https://example.org/small/"
    assert expand("actor/x", base) == base + "actor/x"
    assert shorten(base + "actor/x", base) == "actor/x"
    assert shorten(base, base) == base
    assert expand("<https://e.org/x>") == "https://e.org/x"
    assert expand("urn:isbn:1") == "urn:isbn:1"


@pytest.mark.parametrize("text", ["", "x", "foo:bar"])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="IRI"):
        expand(text)
