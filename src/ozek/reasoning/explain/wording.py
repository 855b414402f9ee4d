"""Proofs in words: facts as sentences and rules as reasons, by the templates of wording.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rdflib import OWL, RDF, RDFS, BNode, Literal
from rdflib.term import Node

from ozek.reasoning.explain.proof import Proof, Triple

if TYPE_CHECKING:
    from ozek.labels import Labels
    from ozek.reasoning.explain.known import Known
    from ozek.reasoning.rules import Rule

Templates = dict[str, dict[str, dict[str, str]]]

LANGUAGES = ("kk", "ru", "en")
_QUOTES = {"en": "“{}”", "ru": "«{}»", "kk": "«{}»"}
_SENTENCES = {
    RDF.type: "type",
    OWL.sameAs: "same",
    OWL.differentFrom: "different",
    RDFS.subClassOf: "subclass",
    RDFS.subPropertyOf: "subproperty",
}
_KINDS = {RDF.type: "o", RDFS.subClassOf: "so", RDFS.subPropertyOf: "so"}
"""Predicate → which of its terms are classes or relations, to be put in quotes."""
_DEPTH = 3


@cache
def templates() -> Templates:
    """The templates: section → name → language → text."""
    text = files("ozek.reasoning.explain").joinpath("wording.toml").read_text("utf-8")
    found: Templates = tomllib.loads(text)
    return found


class Words:
    """Speaks one language; ``own`` are the project's rules, ``known`` describes classes."""

    def __init__(self, labels: Labels, own: Mapping[str, Rule], known: Known | None = None) -> None:
        self.labels = labels
        self.lang = labels.lang
        self._own = own
        self._known = known

    def word(self, name: str) -> str:
        """A word or sentence that stands around proofs."""
        return templates()["words"][name][self.lang]

    def quoted(self, text: str) -> str:
        return _QUOTES[self.lang].format(text)

    def term(self, term: Node) -> str:
        """A thing by its label (in quotes where words would run together), a literal's text."""
        if isinstance(term, BNode):
            return self.kind(term)
        label = self.labels.of(term)
        if isinstance(term, Literal):
            return self.quoted(label)
        return self.quoted(label) if self.lang == "ru" else label

    def kind(self, term: Node, depth: int = _DEPTH) -> str:
        """A class or relation in quotes; a class without a name is described."""
        if not isinstance(term, BNode):
            return self.quoted(self.labels.of(term))
        return self._described(term, depth) if depth else self._class("unnamed")

    def fact(self, triple: Triple) -> str:
        """A triple as a sentence."""
        s, p, o = triple
        name = _SENTENCES.get(p, "literal" if isinstance(o, Literal) else "object")  # type: ignore[call-overload]
        kinds = _KINDS.get(p, "")  # type: ignore[call-overload]
        left = self.kind(s) if "s" in kinds else self.term(s)
        right = self.kind(o) if "o" in kinds else self.term(o)
        text = templates()["facts"][name][self.lang]
        return _filled(text, {"s": left, "p": self.labels.of(p), "o": right})

    def axiom(self, triple: Triple) -> str:
        """An axiom with short IRIs, as the model has it; classes without a name are described."""
        shown = []
        for term in triple:
            if term == RDF.type:
                shown.append("a")
            else:
                blank = isinstance(term, BNode)
                shown.append(f"[{self.kind(term)}]" if blank else self.labels.short(term))
        return " ".join(shown)

    def reason(self, proof: Proof) -> str:
        """Why the conclusion follows from the premises, as half a sentence."""
        values = {
            name: self._value(name, term) for name, term in proof.bindings if not name.isupper()
        }
        if proof.rule in self._own:
            return _filled(self._own[proof.rule].wording[self.lang], values).rstrip(".")
        text = templates()["rules"].get(proof.rule)
        return proof.rule if text is None else _filled(text[self.lang], values)

    def sentence(self, proof: Proof) -> str:
        """The last step in one sentence: because …, and …."""
        conclusion = self.fact(proof.triple) if proof.triple else self.word("contradiction")
        if proof.rule in self._own:
            return _sentence(self.reason(proof))
        premises = [self.fact(part.triple) for part in proof.premises if part.triple]
        glue = f", {self.word('and')} "
        because = glue.join([*premises, self.reason(proof)])
        return _sentence(f"{conclusion}, {self.word('because')} {because}")

    def _value(self, name: str, term: Node | tuple[Node, ...]) -> str:
        if isinstance(term, tuple):
            return ", ".join(self.kind(one) for one in term)
        if name in "pqcdr":
            return self.kind(term)
        return self.term(term)

    def _class(self, name: str) -> str:
        return templates()["classes"][name][self.lang]

    def _described(self, term: BNode, depth: int) -> str:
        known = self._known
        me = known.find(term) if known is not None else None
        if known is None or me is None:
            return self._class("unnamed")

        def one(predicate: Any) -> Node | None:
            number = known.find(predicate)
            values = () if number is None else known.objects(me, number)
            return known.node(values[0]) if len(values) else None

        relation = one(OWL.onProperty)
        p = self.quoted(self.labels.of(relation)) if relation is not None else ""
        if (value := one(OWL.hasValue)) is not None:
            return _filled(self._class("hasValue"), {"p": p, "v": self.term(value)})
        for name in ("someValuesFrom", "allValuesFrom"):
            if (cls := one(OWL[name])) is not None:
                return _filled(self._class(name), {"p": p, "c": self.kind(cls, depth - 1)})
        for name in ("maxCardinality", "maxQualifiedCardinality"):
            if (limit := one(OWL[name])) is not None:
                return _filled(self._class("maxCardinality"), {"p": p, "n": str(limit)})
        if (other := one(OWL.complementOf)) is not None:
            return _filled(self._class("complementOf"), {"c": self.kind(other, depth - 1)})
        for name in ("intersectionOf", "unionOf", "oneOf"):
            head = one(OWL[name])
            if head is not None:
                number = known.find(head)
                members = [known.node(n) for n in known.members(number or 0)]
                if name == "oneOf":
                    return self._class(name) + ", ".join(map(self.term, members))
                return self._class(name).join(self.kind(part, depth - 1) for part in members)
        return self._class("unnamed")


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), text)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
