"""Accepted proposals → editorial statements, all of them or none.

The statements have the shape of the reference project's ``links.trig``: one editorial graph for
each linked thing, with the reason in three languages. What a table once gave is replaced by what it
gives now; no other file of the project is touched, except that ``ozek.toml`` lists the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.errors import InputError
from ozek.importing import nquads
from ozek.importing.links import EXACT_MATCH, read_links
from ozek.importing.placing import place
from ozek.linking.entities import ROR_NAMESPACE, Entity
from ozek.linking.reasons import accepted_reason
from ozek.linking.sssom import DECISIONS, EXACT, Row, Table, read_table

if TYPE_CHECKING:
    from ozek.labels import Labels
    from ozek.project import Project

__all__ = ["FOLDER", "Accepted", "accept"]

FOLDER = "links"
"""Where in a project's folder accepted links are kept, one file for each table."""


@dataclass(frozen=True)
class Accepted:
    """What came of a table: ``accepted + rejected + undecided`` are its rows."""

    file: Path
    accepted: int
    rejected: int
    undecided: int


@dataclass(frozen=True)
class _Problem:
    line: int
    column: int
    text: str


def accept(project: Project, path: str | Path) -> Accepted:
    """Write the accepted rows of a table as ``links/<table>.trig`` into a project.

    Every row is checked before anything is written: a broken one refuses them all, and the error
    names each with line and column. Raises InputError for that and for an unreadable table,
    OutputError if the project cannot be written to.
    """
    from ozek.labels import Labels
    from ozek.linking.entities import entities_of
    from ozek.project import LANGUAGES, load_project

    path = Path(path)
    table = read_table(path)
    name = _stem(path)
    target = project.folder / FOLDER / f"{name}.trig"
    store = load_project(project)
    known = {one.iri: one for one in entities_of(store)}
    others = [one for one in project.data_files if one.resolve() != target.resolve()]
    taken = read_links(others).things
    checker = _Checker(table, known, taken)
    chosen = [row for row in table.rows if checker.decision(row) == "accept"]
    for row in chosen:
        checker.check(row)
    if checker.problems:
        raise _error(path, checker.problems)
    labels = {lang: Labels(store, lang) for lang in LANGUAGES}
    lines = _lines(project.base, name, path.name, chosen, table, labels)
    place(project, f"{FOLDER}/{name}.trig", nquads.canonical_trig(lines, project.base))
    rejected = sum(checker.decision(row) == "reject" for row in table.rows)
    return Accepted(target, len(chosen), rejected, len(table.rows) - len(chosen) - rejected)


def _stem(path: Path) -> str:
    """The table's name as part of an IRI: ``My proposals.sssom.tsv`` → ``my-proposals``."""
    from ozek.linking.spelling import spell

    plain = path.name.lower().removesuffix(".tsv").removesuffix(".csv").removesuffix(".sssom")
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or re.sub(r"[^a-z0-9]+", "-", spell(plain))
    return slug.strip("-") or "table"


def _error(path: Path, problems: list[_Problem]) -> InputError:
    first, *rest = sorted(problems, key=lambda one: (one.line, one.column))
    more = "".join(f"\n{path}:{one.line}:{one.column}: {one.text}" for one in rest)
    count = f"{len(problems)} cell{'s' if len(problems) != 1 else ''}"
    return InputError(
        first.text + more,
        path=path,
        line=first.line,
        column=first.column,
        hint=f"{count} to correct; nothing was written.",
    )


class _Checker:
    """Checks rows one by one and keeps every problem."""

    def __init__(self, table: Table, known: dict[str, Entity], taken: Mapping[str, str]) -> None:
        self.table = table
        self.known = known
        self.taken = dict(taken)
        self.lines: dict[str, int] = {}
        self.problems: list[_Problem] = []
        self.own_links = {
            thing: outside for outside, thing in taken.items() if outside.startswith(ROR_NAMESPACE)
        }

    def add(self, row: Row, column: str, text: str) -> None:
        problem = _Problem(row.line, self.table.columns.index(column) + 1, f"{column}: {text}")
        if problem not in self.problems:
            self.problems.append(problem)

    def decision(self, row: Row) -> str:
        """Return ``accept``, ``reject`` or nothing; a word not known is a problem."""
        said = row.get("decision").casefold()
        negated = row.get("predicate_modifier").casefold() == "not"
        if said and said not in DECISIONS:
            self.add(
                row,
                "decision",
                f"'{said}' is neither accept nor reject; leave it empty if undecided",
            )
            return ""
        decided = DECISIONS.get(said, "")
        if negated and decided == "accept":
            self.add(
                row, "decision", "accepted, but predicate_modifier says Not; which of the two?"
            )
        return "reject" if negated else decided

    def check(self, row: Row) -> None:
        """Check an accepted row."""
        if row.get("predicate_id") != EXACT:
            self.add(
                row,
                "predicate_id",
                f"'{row.get('predicate_id')}': only {EXACT} becomes a link; else reject the row",
            )
        subject = self.expand(row, "subject_id")
        outside = self.expand(row, "object_id")
        if subject and subject not in self.known:
            self.add(
                row,
                "subject_id",
                f"the project has no organisation '{row.get('subject_id')}'" + self.near(row),
            )
        if not outside:
            return
        if outside.startswith(ROR_NAMESPACE) and not _is_ror(outside):
            self.add(
                row,
                "object_id",
                f"'{row.get('object_id')}' is no ROR identifier (the last two digits are a check)",
            )
            return
        if outside == subject:
            self.add(row, "object_id", "an organisation is not linked to itself")
        owner = self.taken.setdefault(outside, subject or "")
        if subject and owner != subject:
            line = self.lines.get(outside)
            where = f"in line {line}" if line else "in the project already"
            self.add(
                row,
                "object_id",
                f"'{row.get('object_id')}' is linked to another organisation {where}: {owner}",
            )
        if subject and outside.startswith(ROR_NAMESPACE):
            other = self.own_links.setdefault(subject, outside)
            if other != outside:
                self.add(
                    row,
                    "object_id",
                    f"'{row.get('subject_id')}' is linked to {other} already; "
                    "one organisation has one ROR record",
                )
        self.lines.setdefault(outside, row.line)

    def expand(self, row: Row, column: str) -> str | None:
        curie = row.get(column)
        iri = self.table.expand(curie) if curie else None
        if iri is None:
            text = (
                f"'{curie}' has a prefix that the curie_map does not declare"
                if curie
                else "is empty"
            )
            self.add(row, column, text)
            return None
        if re.search(r'[\x00-\x20<>"{}|^`\\]', iri):
            self.add(row, column, f"'{curie}' holds characters that no identifier has")
            return None
        return iri

    def near(self, row: Row) -> str:
        """Say which organisation of the project may have been meant."""
        from rapidfuzz.process import extractOne

        wanted = row.get("subject_id").rpartition("/")[2]
        slugs = {iri.rpartition("/")[2]: iri for iri in self.known}
        found = extractOne(wanted, sorted(slugs), score_cutoff=60)
        return f"; the nearest is '{self.table.shorten(slugs[found[0]])}'" if found else ""


def _is_ror(iri: str) -> bool:
    """Check form and check digits (ISO/IEC 7064, MOD 97-10, over the base-32 number)."""
    key = iri.removeprefix(ROR_NAMESPACE)
    if not re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}", key):
        return False
    number = 0
    for letter in key[1:7]:
        number = number * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(letter)
    return 98 - (number * 100) % 97 == int(key[7:])


def _lines(
    base: str,
    table_name: str,
    file: str,
    rows: Iterable[Row],
    table: Table,
    labels: Mapping[str, Labels],
) -> Iterator[str]:
    provenance = f"<{base}graph/provenance>"
    yield f"{provenance} <{ns.RDF_TYPE}> <{ns.OZEK}ProvenanceGraph> {provenance} .\n"
    for row in rows:
        subject, outside = table.expand(row.get("subject_id")), table.expand(row.get("object_id"))
        assert subject and outside
        slug = re.sub(r"[^a-z0-9]+", "-", subject.rpartition("/")[2].lower()).strip("-")
        graph = nquads.iri(f"{base}graph/link-{table_name}-{slug}")
        yield f"{nquads.iri(subject)} <{EXACT_MATCH}> {nquads.iri(outside)} {graph} .\n"
        yield f"{graph} <{ns.RDF_TYPE}> <{ns.OZEK}EditorialGraph> {provenance} .\n"
        for lang in labels:
            words = accepted_reason(
                lang,
                table=file,
                subject=labels[lang].of(subject),
                outside=row.get("object_id"),
                name=row.get("object_label") or outside,
                comment=row.get("comment") if table.language == lang else "",
            )
            yield f"{graph} <{ns.EDITORIAL_REASON}> {nquads.text(words, lang)} {provenance} .\n"
