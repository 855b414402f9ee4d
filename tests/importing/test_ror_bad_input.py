"""The ROR import on records that are wrong: the error names file, line and field."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ror_sample import BASE, LINES, RECORDS, SAMPLE, write

from ozek.errors import InputError
from ozek.importing.ror import import_ror, iter_ror
from ozek.importing.ror_record import HINT

GOOD = RECORDS["01mazcp58"]
BAD = {
    "no JSON": (b'{"id": ', r"not valid JSON"),
    "no object": (b"[]", r"no JSON object"),
    "not UTF-8": (b'{"id": "\xff"}', r"not valid UTF-8"),
    "no id": ({k: v for k, v in GOOD.items() if k != "id"}, r"field 'id' is missing"),
    "bad id": (GOOD | {"id": "https://ror.org/xyz"}, r"'id' is 'https://ror.org/xyz'"),
    "no names": ({k: v for k, v in GOOD.items() if k != "names"}, r"field 'names' is missing"),
    "no display": (GOOD | {"names": []}, r"exactly one name of type 'ror_display'"),
    "bad language": (
        GOOD | {"names": [{"lang": "e n", "types": ["ror_display"], "value": "x"}]},
        r"'names.lang' is 'e n'",
    ),
    "empty name": (
        GOOD | {"names": [{"lang": None, "types": ["ror_display"], "value": " "}]},
        r"'names.value' is empty",
    ),
    "unknown type": (GOOD | {"types": ["club"]}, r"'types' has the unknown value 'club'"),
    "unknown status": (GOOD | {"status": "gone"}, r"'status' has the unknown value 'gone'"),
    "bad year": (GOOD | {"established": "1990"}, r"'established' is '1990', not a year"),
    "unknown relation": (
        GOOD
        | {"relationships": [{"type": "sister", "id": "https://ror.org/052bx8q98", "label": ""}]},
        r"'relationships.type' has the unknown value 'sister'",
    ),
    "bad place": (
        GOOD | {"locations": [{"geonames_id": 1, "geonames_details": {"name": "x"}}]},
        r"field 'locations.geonames_details.country_code' is missing",
    ),
}


@pytest.mark.parametrize(("line", "message"), BAD.values(), ids=BAD)
def test_a_bad_line_is_named_with_file_and_line(tmp_path: Path, line, message: str) -> None:
    path = write(tmp_path, LINES[0], line)
    with pytest.raises(InputError, match=message) as caught:
        list(iter_ror(path, base=BASE))
    assert str(caught.value).startswith(f"{path}:2")
    assert caught.value.line == 2
    assert caught.value.hint
    assert caught.value.exit_status == 3


def test_a_record_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, *LINES, LINES[1])
    with pytest.raises(InputError, match=r"stands in the file twice\n.*line 2") as caught:
        list(iter_ror(path, base=BASE))
    assert caught.value.line == len(LINES) + 1


def test_a_missing_or_damaged_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: there is no such file"):
        list(iter_ror(tmp_path / "none.jsonl", base=BASE))
    damaged = tmp_path / "records.jsonl.gz"
    damaged.write_bytes(gzip.compress(SAMPLE.read_bytes())[:-50])
    with pytest.raises(InputError, match=r"records\.jsonl\.gz.*cannot be read"):
        list(iter_ror(damaged, base=BASE))
    with pytest.raises(InputError, match="cannot be read"):
        list(iter_ror(tmp_path, base=BASE))


def _paths(value, path=()):
    yield path
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in items:
        yield from _paths(inner, (*path, key))


SPOTS = [(key, path) for key, record in RECORDS.items() for path in _paths(record) if path]


@settings(max_examples=300, deadline=None)
@given(
    spot=st.sampled_from(SPOTS),
    value=st.sampled_from([None, True, 0, -1.5, "", "x", "\u0000 <>", [], [None], {}, {"a": 1}]),
)
def test_whatever_is_wrong_in_a_record_the_error_says_where(tmp_path_factory, spot, value) -> None:
    key, path = spot
    record = json.loads(json.dumps(RECORDS[key]))
    holder = record
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    file = write(tmp_path_factory.mktemp("fuzz"), record)
    try:
        data = import_ror(file, base=BASE)
    except InputError as error:
        assert error.line == 1
        assert error.hint == HINT
    else:
        assert any(re.search(r"/graph/ror-", str(name)) for *_, name in data.quads())
