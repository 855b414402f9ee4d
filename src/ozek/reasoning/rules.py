"""The project's own rules: CONSTRUCT queries for what OWL 2 RL cannot say.

A rule is a ``.rq`` file that starts with a YAML header in ``#+`` comment lines: ``title`` and
``wording`` (how a person would say what the rule concludes) in Kazakh, Russian and English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from ozek.errors import InputError, UsageError
from ozek.namespaces import OZS
from ozek.parsing import read_bytes
from ozek.reasoning.axioms import Triple
from ozek.terms import to_rdflib

if TYPE_CHECKING:
    from ozek.store import Store

LANGUAGES = ("en", "kk", "ru")


@dataclass(frozen=True)
class Rule:
    """One CONSTRUCT rule; ``wording`` names variables of the query in braces: ``{actor}``."""

    name: str
    title: dict[str, str]
    wording: dict[str, str]
    text: str
    path: Path

    @property
    def iri(self) -> str:
        """The IRI that stands for the rule in provenance and proofs."""
        return OZS + self.name


def load_rule(path: str | Path) -> Rule:
    """Read one rule file; InputError with the line when header or query are not a rule's."""
    path = Path(path)
    text = read_bytes(path).decode("utf-8")
    header_lines = [line for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(line[2:].removeprefix(" ") for line in header_lines))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(
            f"the header is not valid YAML: {getattr(error, 'problem', error)}",
            path=path,
            line=None if mark is None else mark.line + 1,
        ) from None
    header = header if isinstance(header, dict) else {}
    for key in ("title", "wording"):
        texts = header.get(key)
        missing = [one for one in LANGUAGES if not isinstance(texts, dict) or one not in texts]
        if missing:
            raise InputError(
                f"the rule's header lacks {key} in {', '.join(missing)}",
                path=path,
                hint=f"Write `#+ {key}:` and under it one line per language (en, kk, ru).",
            )
    bare = re.sub(r'<[^>]*>|"[^"\n]*"|#[^\n]*', "", text)
    if not re.search(r"\bCONSTRUCT\b", bare, re.IGNORECASE):
        raise InputError("a rule has to be a CONSTRUCT query", path=path)
    return Rule(path.stem, dict(header["title"]), dict(header["wording"]), text, path)


def load_rules(paths: Iterable[str | Path]) -> tuple[Rule, ...]:
    """Read rule files, or all rules of folders, in the order of their names."""
    files: list[Path] = []
    for one in map(Path, paths):
        files += sorted(one.glob("*.rq")) if one.is_dir() else [one]
    return tuple(load_rule(path) for path in files)


def packaged_rules() -> tuple[Rule, ...]:
    """The rules that come with the ontology."""
    from ozek.project import resources

    return load_rules([resources().ontology / "rules"])


def apply(rule: Rule, store: Store) -> set[Triple]:
    """Return what the rule constructs over the facts of ``store``."""
    try:
        result = store.query(rule.text)
    except (UsageError, SyntaxError, ValueError) as error:
        raise InputError(f"the rule cannot be run: {error}", path=rule.path) from None
    return {
        (to_rdflib(one.subject), to_rdflib(one.predicate), to_rdflib(one.object)) for one in result
    }
