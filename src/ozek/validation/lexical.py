"""Literals whose text is no value of their datatype: ``"300"^^xsd:byte``, ``"none"^^xsd:boolean``.

No shape is needed to see these, and they have to be looked for in the text as written: a store that
keeps values would have turned ``"300"^^xsd:byte`` into a plain number.
(RDF 1.1 Semantics, section 7: an ill-typed literal denotes nothing; XML Schema 1.1 part 2.)
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from rdflib import URIRef

from ozek import namespaces as ns
from ozek.columns import Columns
from ozek.validation.compiled.literals import DATATYPES, well_typed
from ozek.validation.compiled.terms import LANG_STRING, literal_parts, node_of
from ozek.validation.report import ValidationResult

SHAPE = ns.OZS + "literal-form"
"""What these results name as their shape; it is built in, and in no shapes file."""

LABEL = (
    ("en", "A literal is a value of its datatype"),
    ("kk", "Литерал – өз деректер типінің мәні"),
    ("ru", "Литерал – значение своего типа данных"),
)
_WRONG = {
    "en": "“{text}” is no value of the datatype {type}: correct the text or the datatype.",
    "kk": "«{text}» – {type} типінің мәні емес: мәтінді не типті түзетіңіз.",
    "ru": "«{text}» – не значение типа {type}: исправьте текст или тип данных.",
}
_UNKNOWN = {
    "en": "{type} is no datatype of XML Schema, so “{text}” means nothing: correct the datatype.",
    "kk": "XML Schema-да {type} типі жоқ, «{text}» ештеңе білдірмейді: типті түзетіңіз.",
    "ru": "В XML Schema нет типа {type}, «{text}» ничего не означает: исправьте тип данных.",
}


def wrong_datatype(term: bytes) -> str | None:
    """The datatype of XML Schema that a literal is no value of; None for any other term."""
    if term[:1] != b'"' or b'"^^<' not in term:
        return None
    lexical, datatype, _ = literal_parts(term)
    if datatype == LANG_STRING or not datatype.startswith(ns.XSD):
        return None
    known = datatype.removeprefix(ns.XSD) in DATATYPES
    return None if known and well_typed(lexical, datatype) else datatype


def ill_typed(columns: Columns) -> Iterator[ValidationResult]:
    """One result per triple whose object is an ill-typed literal, whatever its graph.

    Datatypes outside XML Schema are not judged.
    """
    wrong: dict[int, str] = {}
    for number in np.unique(columns.o).tolist():
        datatype = wrong_datatype(columns.terms[number])
        if datatype is not None:
            wrong[number] = datatype
    if not wrong:
        return
    seen = set()
    for row in np.flatnonzero(np.isin(columns.o, list(wrong))).tolist():
        triple = int(columns.s[row]), int(columns.p[row]), int(columns.o[row])
        if triple in seen:
            continue
        seen.add(triple)
        focus, path, value = (node_of(columns.terms[number]) for number in triple)
        datatype = wrong[triple[2]]
        words = _WRONG if datatype.removeprefix(ns.XSD) in DATATYPES else _UNKNOWN
        filled = {"text": str(value), "type": ns.shorten(datatype)}
        yield ValidationResult(
            severity="Violation",
            focus=focus,
            path=URIRef(str(path)),
            value=value,
            message=tuple((lang, text.format_map(filled)) for lang, text in words.items()),
            shape=SHAPE,
            component="Datatype",
            source=URIRef(SHAPE),
            label=LABEL,
            path_text=ns.shorten(str(path)),
            parameters=(("datatype", (URIRef(datatype),)),),
            stage="lexical",
        )
