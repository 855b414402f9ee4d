"""What the ontology in a service says, fetched and made into rules with nothing left to fill in.

The ontology is small whatever the facts are, so it is closed here, by the same engine and the same
table of rules as everywhere; what comes out are a few hundred concrete rules (*instances*), and
only these are run on the service.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ozek import namespaces as ns
from ozek.columns import columns_of
from ozek.errors import ServiceLacksFeature
from ozek.reasoning.rl.compile import Instance
from ozek.reasoning.rl.coverage import gaps, refuse
from ozek.reasoning.rl.datatypes import DATATYPES
from ozek.reasoning.rl.fixpoint import Fixpoint
from ozek.reasoning.rl.table import RULES, WITH_THING, Rule
from ozek.reasoning.rl.writing import DECLARING
from ozek.remote.service import Service
from ozek.remote.vocabulary import SAME, Held, axiom_triples

_LIMIT = 10_000_000


@dataclass(frozen=True)
class Axioms:
    """Concrete rules: those that derive and those that end in a contradiction.

    ``declared`` are the terms of the ontology, about which no facts are derived; ``used`` the
    predicates that some rule reads or writes.
    """

    service: Service
    run: Fixpoint
    deriving: tuple[Instance, ...]
    clashing: tuple[Instance, ...]
    declared: frozenset[str]
    used: frozenset[str]

    def text(self, number: int) -> str:
        """A term for SPARQL; a class without a name goes by one that is made up for it."""
        text = self.run.terms.text(number)
        return f"<{UNNAMED}{text[2:]}>" if text.startswith("_:") else text


UNNAMED = "urn:ozek:unnamed:"
"""What the IRIs begin with that stand for class expressions while reasoning goes on."""


def read_axioms(service: Service, held: Held, rules: Iterable[Rule]) -> Axioms:
    """Fetch the axioms among the facts of a service and make all rules concrete.

    ``held``: what the facts hold. Raises InputError for axioms that no rule covers, and
    ServiceLacksFeature for those that only work where all facts are at hand.
    """
    columns = columns_of(axiom_triples(service, held))
    refuse(gaps(columns))
    run = Fixpoint(columns, (*RULES, *rules), limit=_LIMIT)
    run.run()
    if len(run.equations):
        raise _lacking("the ontology makes two of its terms the same", service)
    run.compiler.shortcuts.clear()
    deriving: dict[Instance, None] = {}
    clashing: dict[Instance, None] = {}
    thing = ~run.number("thing")
    for rule in run.rules:
        if rule.realised or rule.name.startswith("scm-"):
            continue
        for one in run.compiler.instances(rule):
            if rule.is_clash:
                clashing[one] = None
            elif not (
                set(one.heads) <= set(one.body)
                or (rule.name in WITH_THING and thing in one.reads())
            ):
                deriving[one] = None
    used = _used(run, [*deriving, *clashing])
    axioms = Axioms(service, run, tuple(deriving), tuple(clashing), _declared(run), used)
    _check(axioms, service)
    return axioms


def _declared(run: Fixpoint) -> frozenset[str]:
    found = set()
    for name in DECLARING:
        number = run.terms.find(f"<{name}>")
        if number is not None:
            found |= {run.terms.text(n) for n in run.facts.stated(~number).tolist()}
    return frozenset(text for text in found if text.startswith("<"))


def _used(run: Fixpoint, instances: Iterable[Instance]) -> frozenset[str]:
    found = {ns.RDF_TYPE, SAME, ns.OWL + "differentFrom"}
    for instance in instances:
        relations = {*instance.reads(), *(head.relation for head in instance.heads)}
        found |= {run.terms.text(relation)[1:-1] for relation in relations if relation >= 0}
    return frozenset(found)


def _check(axioms: Axioms, service: Service) -> None:
    """Refuse what a query cannot say."""
    run = axioms.run
    for instance in (*axioms.deriving, *axioms.clashing):
        steps = [*instance.heads, *instance.body, *(s for g in instance.groups for s in g)]
        for step in steps:
            terms = [t for t in (step.s, step.o) if isinstance(t, int)]
            terms += [step.relation] if step.relation >= 0 else []
            if any(run.terms.text(term).startswith("_:") for term in terms):
                raise _lacking(
                    f"an axiom ({instance.rule.name}) speaks of a thing without a name", service
                )
        for step in instance.body:
            if step.relation < 0 and run.terms.text(~step.relation)[1:-1] in DATATYPES:
                name = ns.shorten(run.terms.text(~step.relation)[1:-1])
                raise _lacking(
                    f"an axiom ({instance.rule.name}) asks which values are in {name}", service
                )


def _lacking(what: str, service: Service) -> ServiceLacksFeature:
    return ServiceLacksFeature(
        f"{what}: this cannot be reasoned with in a service. Reason here and push: `ozek push`",
        url=service.query,
    )
