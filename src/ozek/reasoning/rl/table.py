"""The rules of OWL 2 RL/RDF as data, one line each, under their W3C names.

OWL 2 Profiles, second edition, section 4.3, tables 4 to 9. This text is what the fixpoint compiles,
what a proof is searched in, and what the documentation lists. A line reads

    name: [axioms] facts -> conclusions

``[…]`` holds the premises that make a rule concrete – what the ontology says – and the rest of the
body what the facts say; ``;`` separates several conclusions and ``FALSE`` is a contradiction. An
indented line goes on from the one before. Rules about the ontology itself (scm-…) have no axioms:
for them the ontology *is* the facts. ``a`` stands for rdf:type and ``=`` for owl:sameAs. Within the
brackets, ``?l`` being a list:

    EACH ?l ?x     the premises with ?x hold for every member (variables met only there are its own)
    SOME ?l ?x     … for one member
    PATH ?l ?x     … for the members in order, the end of one being the beginning of the next
    PAIR ?l ?x ?y  … for two members at different places
    ZERO ?n, ONE ?n   ?n is a literal with the value 0, 1
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ozek.namespaces import OWL, RDF, RDFS, XSD

TABLE = """
# Table 4. Equality
eq-ref: ?s ?p ?o -> ?s = ?s ; ?p = ?p ; ?o = ?o
eq-sym: ?x = ?y -> ?y = ?x
eq-trans: ?x = ?y, ?y = ?z -> ?x = ?z
eq-rep-s: ?s = ?t, ?s ?p ?o -> ?t ?p ?o
eq-rep-p: ?p = ?q, ?s ?p ?o -> ?s ?q ?o
eq-rep-o: ?o = ?t, ?s ?p ?o -> ?s ?p ?t
eq-diff1: ?x owl:differentFrom ?y, ?x = ?y -> FALSE
eq-diff2: [?x a owl:AllDifferent, ?x owl:members ?l, PAIR ?l ?y ?z] ?y = ?z -> FALSE
eq-diff3: [?x a owl:AllDifferent, ?x owl:distinctMembers ?l, PAIR ?l ?y ?z] ?y = ?z -> FALSE

# Table 5. Properties
prp-ap: -> ANNOTATION a owl:AnnotationProperty
prp-dom: [?p rdfs:domain ?c] ?x ?p ?y -> ?x a ?c
prp-rng: [?p rdfs:range ?c] ?x ?p ?y -> ?y a ?c
prp-fp: [?p a owl:FunctionalProperty] ?x ?p ?y, ?x ?p ?z -> ?y = ?z
prp-ifp: [?p a owl:InverseFunctionalProperty] ?x ?p ?y, ?z ?p ?y -> ?x = ?z
prp-irp: [?p a owl:IrreflexiveProperty] ?x ?p ?x -> FALSE
prp-symp: [?p a owl:SymmetricProperty] ?x ?p ?y -> ?y ?p ?x
prp-asyp: [?p a owl:AsymmetricProperty] ?x ?p ?y, ?y ?p ?x -> FALSE
prp-trp: [?p a owl:TransitiveProperty] ?x ?p ?y, ?y ?p ?z -> ?x ?p ?z
prp-spo1: [?p rdfs:subPropertyOf ?q] ?x ?p ?y -> ?x ?q ?y
prp-spo2: [?p owl:propertyChainAxiom ?l, PATH ?l ?q] ?x ?q ?y -> ?x ?p ?y
prp-eqp1: [?p owl:equivalentProperty ?q] ?x ?p ?y -> ?x ?q ?y
prp-eqp2: [?p owl:equivalentProperty ?q] ?x ?q ?y -> ?x ?p ?y
prp-pdw: [?p owl:propertyDisjointWith ?q] ?x ?p ?y, ?x ?q ?y -> FALSE
prp-adp: [?z a owl:AllDisjointProperties, ?z owl:members ?l, PAIR ?l ?p ?q]
    ?x ?p ?y, ?x ?q ?y -> FALSE
prp-inv1: [?p owl:inverseOf ?q] ?x ?p ?y -> ?y ?q ?x
prp-inv2: [?p owl:inverseOf ?q] ?x ?q ?y -> ?y ?p ?x
prp-key: [?c owl:hasKey ?l, EACH ?l ?p] ?x a ?c, ?x ?p ?z, ?y a ?c, ?y ?p ?z -> ?x = ?y
prp-npa1: [?n owl:sourceIndividual ?x, ?n owl:assertionProperty ?p,
    ?n owl:targetIndividual ?y]
    ?x ?p ?y -> FALSE
prp-npa2: [?n owl:sourceIndividual ?x, ?n owl:assertionProperty ?p, ?n owl:targetValue ?y]
    ?x ?p ?y -> FALSE

# Table 6. Classes
cls-thing: -> owl:Thing a owl:Class
cls-nothing1: -> owl:Nothing a owl:Class
cls-nothing2: ?x a owl:Nothing -> FALSE
cls-int1: [?c owl:intersectionOf ?l, EACH ?l ?d] ?x a ?d -> ?x a ?c
cls-int2: [?c owl:intersectionOf ?l, SOME ?l ?d] ?x a ?c -> ?x a ?d
cls-uni: [?c owl:unionOf ?l, SOME ?l ?d] ?x a ?d -> ?x a ?c
cls-com: [?c owl:complementOf ?d] ?x a ?c, ?x a ?d -> FALSE
cls-svf1: [?r owl:someValuesFrom ?c, ?r owl:onProperty ?p] ?x ?p ?y, ?y a ?c -> ?x a ?r
cls-svf2: [?r owl:someValuesFrom owl:Thing, ?r owl:onProperty ?p] ?x ?p ?y -> ?x a ?r
cls-avf: [?r owl:allValuesFrom ?c, ?r owl:onProperty ?p] ?x a ?r, ?x ?p ?y -> ?y a ?c
cls-hv1: [?r owl:hasValue ?y, ?r owl:onProperty ?p] ?x a ?r -> ?x ?p ?y
cls-hv2: [?r owl:hasValue ?y, ?r owl:onProperty ?p] ?x ?p ?y -> ?x a ?r
cls-maxc1: [?r owl:maxCardinality ?n, ZERO ?n, ?r owl:onProperty ?p] ?x a ?r, ?x ?p ?y -> FALSE
cls-maxc2: [?r owl:maxCardinality ?n, ONE ?n, ?r owl:onProperty ?p]
    ?x a ?r, ?x ?p ?y, ?x ?p ?z -> ?y = ?z
cls-maxqc1: [?r owl:maxQualifiedCardinality ?n, ZERO ?n, ?r owl:onProperty ?p,
    ?r owl:onClass ?c]
    ?x a ?r, ?x ?p ?y, ?y a ?c -> FALSE
cls-maxqc2: [?r owl:maxQualifiedCardinality ?n, ZERO ?n, ?r owl:onProperty ?p,
    ?r owl:onClass owl:Thing]
    ?x a ?r, ?x ?p ?y -> FALSE
cls-maxqc3: [?r owl:maxQualifiedCardinality ?n, ONE ?n, ?r owl:onProperty ?p,
    ?r owl:onClass ?c]
    ?x a ?r, ?x ?p ?y, ?y a ?c, ?x ?p ?z, ?z a ?c -> ?y = ?z
cls-maxqc4: [?r owl:maxQualifiedCardinality ?n, ONE ?n, ?r owl:onProperty ?p,
    ?r owl:onClass owl:Thing]
    ?x a ?r, ?x ?p ?y, ?x ?p ?z -> ?y = ?z
cls-oo: [?c owl:oneOf ?l, SOME ?l ?x] -> ?x a ?c

# Table 7. Class axioms
cax-sco: [?c rdfs:subClassOf ?d] ?x a ?c -> ?x a ?d
cax-eqc1: [?c owl:equivalentClass ?d] ?x a ?c -> ?x a ?d
cax-eqc2: [?c owl:equivalentClass ?d] ?x a ?d -> ?x a ?c
cax-dw: [?c owl:disjointWith ?d] ?x a ?c, ?x a ?d -> FALSE
cax-adc: [?z a owl:AllDisjointClasses, ?z owl:members ?l, PAIR ?l ?c ?d]
    ?x a ?c, ?x a ?d -> FALSE

# Table 8. Datatypes
dt-type1: -> DATATYPE a rdfs:Datatype
dt-type2: -> LITERAL a DATATYPE
dt-eq: -> LITERAL = LITERAL
dt-diff: -> LITERAL owl:differentFrom LITERAL
dt-not-type: LITERAL a DATATYPE -> FALSE

# Table 9. The ontology's own terms
scm-cls: ?c a owl:Class
    -> ?c rdfs:subClassOf ?c ; ?c owl:equivalentClass ?c ; ?c rdfs:subClassOf owl:Thing ;
    owl:Nothing rdfs:subClassOf ?c
scm-sco: ?c rdfs:subClassOf ?d, ?d rdfs:subClassOf ?e -> ?c rdfs:subClassOf ?e
scm-eqc1: ?c owl:equivalentClass ?d -> ?c rdfs:subClassOf ?d ; ?d rdfs:subClassOf ?c
scm-eqc2: ?c rdfs:subClassOf ?d, ?d rdfs:subClassOf ?c -> ?c owl:equivalentClass ?d
scm-op: ?p a owl:ObjectProperty -> ?p rdfs:subPropertyOf ?p ; ?p owl:equivalentProperty ?p
scm-dp: ?p a owl:DatatypeProperty -> ?p rdfs:subPropertyOf ?p ; ?p owl:equivalentProperty ?p
scm-spo: ?p rdfs:subPropertyOf ?q, ?q rdfs:subPropertyOf ?r -> ?p rdfs:subPropertyOf ?r
scm-eqp1: ?p owl:equivalentProperty ?q -> ?p rdfs:subPropertyOf ?q ; ?q rdfs:subPropertyOf ?p
scm-eqp2: ?p rdfs:subPropertyOf ?q, ?q rdfs:subPropertyOf ?p -> ?p owl:equivalentProperty ?q
scm-dom1: ?p rdfs:domain ?c, ?c rdfs:subClassOf ?d -> ?p rdfs:domain ?d
scm-dom2: ?q rdfs:domain ?c, ?p rdfs:subPropertyOf ?q -> ?p rdfs:domain ?c
scm-rng1: ?p rdfs:range ?c, ?c rdfs:subClassOf ?d -> ?p rdfs:range ?d
scm-rng2: ?q rdfs:range ?c, ?p rdfs:subPropertyOf ?q -> ?p rdfs:range ?c
scm-hv: ?c owl:hasValue ?i, ?c owl:onProperty ?p, ?d owl:hasValue ?i, ?d owl:onProperty ?q,
    ?p rdfs:subPropertyOf ?q
    -> ?c rdfs:subClassOf ?d
scm-svf1: ?c owl:someValuesFrom ?x, ?c owl:onProperty ?p, ?d owl:someValuesFrom ?y,
    ?d owl:onProperty ?p, ?x rdfs:subClassOf ?y
    -> ?c rdfs:subClassOf ?d
scm-svf2: ?c owl:someValuesFrom ?x, ?c owl:onProperty ?p, ?d owl:someValuesFrom ?x,
    ?d owl:onProperty ?q, ?p rdfs:subPropertyOf ?q
    -> ?c rdfs:subClassOf ?d
scm-avf1: ?c owl:allValuesFrom ?x, ?c owl:onProperty ?p, ?d owl:allValuesFrom ?y,
    ?d owl:onProperty ?p, ?x rdfs:subClassOf ?y
    -> ?c rdfs:subClassOf ?d
scm-avf2: ?c owl:allValuesFrom ?x, ?c owl:onProperty ?p, ?d owl:allValuesFrom ?x,
    ?d owl:onProperty ?q, ?p rdfs:subPropertyOf ?q
    -> ?d rdfs:subClassOf ?c
scm-int: [?c owl:intersectionOf ?l, SOME ?l ?d] -> ?c rdfs:subClassOf ?d
scm-uni: [?c owl:unionOf ?l, SOME ?l ?d] -> ?d rdfs:subClassOf ?c
"""

REALISED: dict[str, str] = {
    "eq-ref": "never written down: every term equals itself, and a question for it is answered so",
    "eq-sym": "equal terms share one representative",
    "eq-trans": "equal terms share one representative",
    "eq-rep-s": "facts are kept for representatives and written out for each equal term",
    "eq-rep-p": "facts are kept for representatives and written out for each equal term",
    "eq-rep-o": "facts are kept for representatives and written out for each equal term",
    "prp-ap": "known without being written down",
    "dt-type1": "known without being written down",
    "dt-type2": "literals get those of their types that some axiom reads; others are answered",
    "dt-eq": "literals with one value share a representative where rules compare them",
    "dt-diff": "answered, and used where literals would become equal",
    "dt-not-type": "every literal is checked against the lexical space of its datatype",
}
"""Rules that are not run as joins, and what stands in their place."""

ABOUT_TERMS_ONLY: frozenset[str] = frozenset(
    [
        *("scm-cls", "scm-sco", "scm-eqc1", "scm-eqc2", "scm-op", "scm-dp", "scm-spo"),
        *("scm-eqp1", "scm-eqp2", "scm-dom1", "scm-dom2", "scm-rng1", "scm-rng2"),
        *("scm-hv", "scm-int", "scm-uni"),
    ]
)
"""Rules whose conclusions, as axioms, give nothing about things that their premises do not give.

(scm-svf and scm-avf do: a restriction can be below another without either having a witness.)
"""

WITH_THING: dict[str, str] = {
    "cls-svf1": "cls-svf2",
    "cls-maxqc1": "cls-maxqc2",
    "cls-maxqc3": "cls-maxqc4",
}
"""Rules that another one makes superfluous when their class is owl:Thing."""

FALSE = "FALSE"
LIST_FORMS = ("EACH", "SOME", "PATH", "PAIR")
NUMBER_FORMS = ("ZERO", "ONE")
_TOKENS = ("ANNOTATION", "DATATYPE", "LITERAL", FALSE, *LIST_FORMS, *NUMBER_FORMS)
_PREFIXES = {"rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD}

Atom = tuple[str, ...]
"""Subject, predicate, object (variables ``?x`` or N-Triples terms), or a form and its arguments."""


@dataclass(frozen=True)
class Rule:
    """One rule. ``heads`` is empty for a rule that ends in a contradiction.

    ``wording`` is the key under which a rule's wordings for people are found.
    """

    name: str
    axioms: tuple[Atom, ...]
    facts: tuple[Atom, ...]
    heads: tuple[Atom, ...]
    table: str = ""
    text: str = field(default="", compare=False)

    @property
    def wording(self) -> str:
        return f"rule-{self.name}"

    @property
    def is_clash(self) -> bool:
        """Whether the rule's conclusion is a contradiction."""
        return not self.heads

    @property
    def realised(self) -> str | None:
        """For a rule that is not run as a join: what stands in its place."""
        return REALISED.get(self.name) if self.table else None


def is_variable(term: str) -> bool:
    return term.startswith("?")


def _term(word: str) -> str:
    if word == "a":
        return f"<{RDF}type>"
    if word == "=":
        return f"<{OWL}sameAs>"
    if is_variable(word) or word in _TOKENS:
        return word
    prefix, _, name = word.partition(":")
    return f"<{_PREFIXES[prefix]}{name}>"


def _atoms(text: str, separator: str) -> tuple[Atom, ...]:
    parts = [part.split() for part in text.split(separator) if part.strip()]
    return tuple(tuple(_term(word) for word in part) for part in parts)


def parse_rules(text: str) -> Iterator[Rule]:
    """Read rules written as in :data:`TABLE`."""
    table = ""
    for line in re.sub(r"\n +", " ", text.strip()).splitlines():
        if line.startswith("#"):
            table = line.removeprefix("# ")
            continue
        match = re.fullmatch(r"(?P<name>\S+): (?:\[(?P<axioms>.*?)\] ?)?(?P<rest>.*)", line)
        if match is None:
            continue
        facts, _, heads = match["rest"].partition("->")
        yield Rule(
            match["name"],
            _atoms(match["axioms"] or "", ","),
            _atoms(facts, ","),
            () if heads.strip() == FALSE else _atoms(heads, ";"),
            table,
            line.partition(": ")[2],
        )


RULES: tuple[Rule, ...] = tuple(parse_rules(TABLE))
RULE: dict[str, Rule] = {rule.name: rule for rule in RULES}
