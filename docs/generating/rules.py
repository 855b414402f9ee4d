"""The page of rules: every rule of the table and of the project, with its wording and its use."""

from __future__ import annotations

from itertools import groupby

from rdflib import Graph

from generating.markdown import LANGUAGES, cell, code, in_languages, page
from ozek.project import resources
from ozek.reasoning import packaged_rules
from ozek.reasoning.explain.concrete import concretes
from ozek.reasoning.explain.known import Known, known_of_graphs
from ozek.reasoning.explain.wording import templates
from ozek.reasoning.rl.table import RULES, Rule

_INTRO = """
The rules by which facts are derived and contradictions found: those of OWL 2 RL/RDF
([OWL 2 Profiles, section 4.3](https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules),
tables 4 to 9) under the W3C's names, then the project's own CONSTRUCT rules. `ozek explain` words a
step with the sentence that stands here, completing "because …".

In a formula, square brackets hold what the ontology has to say, and what follows them is asked of
the facts; `a` stands for `rdf:type` and `=` for `owl:sameAs`; `FALSE` is a contradiction. `?l` is a
list: `EACH`, `SOME`, `PATH` and `PAIR` take all its members, one, all in a row, and any two. The
formulas are in `src/ozek/reasoning/rl/table.py`, the wordings in
`src/ozek/reasoning/explain/wording.toml`.
"""
_ALWAYS = "Needs no axiom; about the terms of any model."


def rules_page() -> str:
    known = ontology()
    parts = []
    for title, rules in groupby(RULES, key=lambda rule: rule.table):
        parts.append(f"## {title}")
        parts += [_rule(rule, known) for rule in rules]
    parts += [
        "## Known without a rule",
        "### thing\n\n`?x a owl:Thing` of everything.\n\n" + _wording("thing"),
        "## Rules of the project",
    ]
    for own in packaged_rules():
        body = "\n".join(x for x in own.text.splitlines() if not x.startswith("#+")).strip()
        parts.append(f"### {own.name}\n\n{in_languages(own.title)}\n\n{in_languages(own.wording)}")
        parts.append(f"```sparql\n{body}\n```")
    return page("Rules", _INTRO, parts)


def ontology() -> Known:
    """The packaged ontology, as the rules see it."""
    graph = Graph().parse(resources().ontology / "ozek.ttl")
    return known_of_graphs(graph, lambda _: True)


def uses(rule: Rule, known: Known) -> int:
    """How many axioms of the ontology make the rule concrete."""
    return len({one.axioms for one in concretes(rule, known)})


def _rule(rule: Rule, known: Known) -> str:
    lines = [f"### {rule.name}", code(rule.text), _wording(rule.name), _use(rule, known)]
    if rule.realised:
        lines.append(f"Not run as a join: {rule.realised}.")
    return "\n\n".join(lines)


def _wording(name: str) -> str:
    texts = templates()["rules"][name]
    return "  \n".join(f"**{lang}** {cell(texts[lang])}" for lang in LANGUAGES)


def _use(rule: Rule, known: Known) -> str:
    if not rule.axioms:
        return _ALWAYS if rule.name.startswith("scm-") else "Needs no axiom."
    count = uses(rule, known)
    if not count:
        return "Our ontology: not used."
    return f"Our ontology: used by {count} axiom{'s' if count != 1 else ''}."
