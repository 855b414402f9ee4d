"""The question library: ``.rq`` files with a header, their parameters, and the rows they give.

A question is a SPARQL query whose first lines start with ``#+`` and hold YAML: ``title``,
``description``, ``row`` (what a row means) and ``columns`` in kk, ru and en, ``tags``, and
``parameters`` with type, default and the query that lists their values. A parameter ``year`` is the
variable ``?year`` of the query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.errors import InputError, UsageError
from ozek.parameters import Parameter, bind, read_parameters
from ozek.parsing import read_bytes
from ozek.results import Table
from ozek.substitution import substitute, words
from ozek.terms import to_rdflib

if TYPE_CHECKING:
    import rdflib

    from ozek.store import Store

ENGINES = ("oxigraph", "rdflib")
HEADER_KEYS = ("title", "description", "tags", "parameters", "columns", "row")

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """A SPARQL query with what its header says. ``folder`` names the kind of user it is for."""

    name: str
    text: str
    path: Path | None = None
    folder: str = ""
    title: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    columns: Mapping[str, Texts] = field(default_factory=dict)
    row: Texts = field(default_factory=dict)
    has_header: bool = False

    @property
    def answerable(self) -> bool:
        """Whether it can be asked without giving a parameter."""
        return all(parameter.optional for parameter in self.parameters.values())


def load_questions(folders: Iterable[str | Path] | None = None) -> tuple[Question, ...]:
    """Read all questions in and below folders (default: the packaged ones), by folder and name.

    Raises InputError for a missing folder, a broken header, or two questions of one name.
    """
    if folders is None:
        from ozek.project import resources

        folders = [resources().queries]
    found: dict[str, Question] = {}
    for folder in map(Path, folders):
        if not folder.is_dir():
            raise InputError("there is no such folder of questions", path=folder)
        for path in sorted(folder.rglob("*.rq")):
            question = read_question(path)
            if question.name in found:
                other = found[question.name].path
                raise InputError(
                    f"there is another question named '{question.name}': {other}",
                    path=path,
                )
            found[question.name] = question
    return tuple(sorted(found.values(), key=lambda one: (one.folder, one.name)))


def find_question(name: str, questions: Iterable[Question]) -> Question:
    """Return the question of this name, or raise UsageError with the nearest names."""
    from difflib import get_close_matches

    known = {question.name: question for question in questions}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`ozek questions` lists them"
    raise UsageError(f"there is no question '{name}': {hint}")


def read_question(path: str | Path) -> Question:
    """Read one ``.rq`` file, with or without a header."""
    path = Path(path)
    try:
        state = path.stat()
    except OSError:
        return _read(path, None)  # which says what is wrong
    return _read(path, (state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=1024)
def _read(path: Path, state: tuple[int, int] | None) -> Question:
    """Read a file, once while it stays as it is."""
    try:
        text = read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"not valid UTF-8: {error.reason}", path=path) from None
    return question_of(text, name=path.stem, path=path)


def question_of(text: str, *, name: str = "query", path: Path | None = None) -> Question:
    """Make a question of query text."""
    header = _header(text, path)
    if not header:
        return Question(name, text, path, path.parent.name if path else "")
    return Question(
        name=name,
        text=text,
        path=path,
        folder=path.parent.name if path else "",
        title=_texts(header, "title", path),
        description=_texts(header, "description", path),
        tags=tuple(map(str, header.get("tags") or ())),
        parameters=read_parameters(header.get("parameters") or {}, path),
        columns={
            str(column): _texts(header["columns"], column, path)
            for column in header.get("columns") or {}
        },
        row=_texts(header, "row", path),
        has_header=True,
    )


def ask(
    source: Store | rdflib.Graph,
    question: Question | str,
    params: Mapping[str, Any] | None = None,
    *,
    engine: str | None = None,
    lang: str | None = None,
) -> Table:
    """Ask a question (or SPARQL text) and return its rows as rdflib terms.

    Args:
        source: a Store, or an rdflib Graph or Dataset.
        params: parameter → value, as text (``"2015"``, ``"kz:cluster/x"``), Python value or rdflib
            term.
        engine: ``oxigraph`` (what a Store is asked with) or ``rdflib`` (the default for rdflib
            graphs).
        lang: value of parameters of type ``language`` that are not given.

    Raises UsageError for an unknown or missing parameter or a value of the wrong type, InputError
    for a syntax error in a file. An ASK query gives one row ``answer``; CONSTRUCT gives triples as
    rows.
    """
    if isinstance(question, str):
        question = question_of(question)
    check_syntax(question)
    store, engine = _engine(source, engine)
    params = dict(params or {})
    for parameter in question.parameters.values():
        if lang and parameter.type == "language":
            params.setdefault(parameter.name, lang)
    bindings = bind(question.parameters, params, store, free=not question.has_header)
    text = substitute(question.text, bindings)
    columns, rows = (_on_oxigraph if engine == "oxigraph" else _on_rdflib)(store, text)
    return Table(columns, rows, question.name, question.title, question.columns)


def questions_table(questions: Iterable[Question], lang: str = "en") -> Table:
    """Return one row per question: folder, name, title and parameters (with type and default).

    Parameters that need not be given stand in brackets.
    """
    from rdflib import Literal

    from ozek.headings import titles

    rows = tuple(
        (
            Literal(one.folder),
            Literal(one.name),
            Literal(one.title.get(lang, "")),
            Literal(", ".join(str(parameter) for parameter in one.parameters.values())),
        )
        for one in questions
    )
    columns = ("folder", "name", "title", "parameters")
    return Table(columns, rows, name="questions", titles=titles(*columns))


def check_syntax(question: Question) -> None:
    """Raise an error with file, line and column if the query cannot be parsed, or reaches out."""
    import pyoxigraph

    if "SERVICE" in words(question.text):
        raise UsageError("SERVICE is not available: queries see this graph and nothing else")
    try:
        pyoxigraph.Store().query(question.text, base_iri="urn:x:", prefixes=ns.PREFIXES)
    except SyntaxError as error:
        at = re.search(r"error at (\d+):(\d+): (.*)", str(error), re.DOTALL)
        line, column, message = (int(at[1]), int(at[2]), at[3]) if at else (None, None, str(error))
        raise InputError(
            f"syntax error in the query: {message}",
            path=question.path or f"<{question.name}>",
            line=line,
            column=column,
            hint=_pointer(question.text, line, column),
        ) from None


def _pointer(text: str, line: int | None, column: int | None) -> str | None:
    lines = text.splitlines()
    if line is None or column is None or line > len(lines):
        return None
    return f"{lines[line - 1].expandtabs(1)}\n  {' ' * (column - 1)}^"


def _engine(source: Any, engine: str | None) -> tuple[Any, str]:
    from ozek.store import Store

    if engine not in (None, *ENGINES):
        raise UsageError(f"there is no query engine '{engine}'; engines: {', '.join(ENGINES)}")
    if isinstance(source, Store):
        return source, engine or "oxigraph"
    if engine == "oxigraph":
        raise UsageError("load an rdflib graph into a Store to ask it with Oxigraph")
    return source, "rdflib"


def _on_oxigraph(store: Store, text: str) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    result = store.query(text)
    if hasattr(result, "variables"):
        columns = tuple(variable.value for variable in result.variables)
        rows = tuple(tuple(None if t is None else to_rdflib(t) for t in row) for row in result)
        return columns, rows
    if type(result).__name__ == "QueryBoolean":
        return _answer(bool(result))
    triples = sorted({(t.subject, t.predicate, t.object) for t in result}, key=str)
    return _TRIPLE, tuple(tuple(to_rdflib(term) for term in triple) for triple in triples)


def _on_rdflib(source: Any, text: str) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    import rdflib
    import rdflib.plugins.sparql

    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    graph = source if isinstance(source, rdflib.Graph) else source.to_dataset()
    base = None if isinstance(source, rdflib.Graph) else source.base
    result = graph.query(text, initNs=ns.PREFIXES, base=base)
    if result.type == "ASK":
        return _answer(bool(result.askAnswer))
    if result.type != "SELECT":
        return _TRIPLE, tuple(sorted(result.graph or (), key=str))
    columns = tuple(str(variable) for variable in result.vars or ())
    rows: Any = result
    return columns, tuple(tuple(row[name] for name in columns) for row in rows)


_TRIPLE = ("subject", "predicate", "object")


def _answer(value: bool) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    from rdflib import Literal

    return ("answer",), ((Literal(value),),)


# Headers ------------------------------------------------------------------------------------------


def _header(text: str, path: Path | None) -> dict[str, Any]:
    lines = []
    for line in text.splitlines():
        if not line.startswith("#+"):
            break
        lines.append(line[2:].removeprefix(" "))
    if not lines:
        return {}
    import yaml

    loader = getattr(
        yaml, "CSafeLoader", yaml.SafeLoader
    )  # ten times as fast, where it is built in
    try:
        header = yaml.load("\n".join(lines), Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(
            f"the header is not valid YAML: {getattr(error, 'problem', error)}",
            path=path,
            line=mark.line + 1 if mark else None,
            column=mark.column + 4 if mark else None,
        ) from None
    if not isinstance(header, dict):
        raise InputError("the header has to be YAML with keys and values", path=path, line=1)
    unknown = [key for key in header if key not in HEADER_KEYS]
    if unknown:
        raise InputError(
            f"unknown key '{unknown[0]}' in the header",
            path=path,
            line=next((n for n, one in enumerate(lines, 1) if one.startswith(str(unknown[0]))), 1),
            hint=f"Keys: {', '.join(HEADER_KEYS)}.",
        )
    return header


def _texts(values: Mapping[str, Any], key: str, path: Path | None) -> Texts:
    value = values.get(key)
    missing = [
        lang for lang in ("kk", "ru", "en") if not isinstance(value, dict) or not value.get(lang)
    ]
    if missing:
        raise InputError(f"the header lacks '{key}' in {', '.join(missing)}", path=path, line=1)
    assert isinstance(value, dict)
    return {str(lang): str(text).strip() for lang, text in value.items()}
