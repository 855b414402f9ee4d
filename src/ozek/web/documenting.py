"""The static site of the ontology: a page for every term in three languages, and nothing to run.

It is made from the templates of the explorer, and opens from a folder as well as from a web server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek import __version__, schema
from ozek import namespaces as ns
from ozek.evidence import Evidence
from ozek.exporting.files import replaced_folder
from ozek.exporting.turtle import write_turtle
from ozek.labels import Labels
from ozek.namespaces import shorten
from ozek.pipeline import prepare
from ozek.query import load_questions
from ozek.report import colours
from ozek.web.describing import GROUPS, describe, label_of, page_name, schema_table
from ozek.web.languages import LANGUAGES
from ozek.web.rendering import STATIC, environment
from ozek.web.words import Words

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.store import Store

__all__ = ["document"]

MARK = "terms.json"
"""A folder with this file is one that was made here, and may be replaced."""


def document(project: Project, folder: str | Path) -> int:
    """Write the site of a project's ontology and taxonomy into a folder; return how many pages.

    The folder is replaced as a whole. What a term is used for, and the passages behind definitions,
    come from the project. Raises the errors of loading and reasoning, OutputError for a folder that
    cannot be written or holds something else.
    """
    store = prepare(project)
    written = 0
    with replaced_folder(Path(folder), MARK) as place:
        for name, text in _files(project, store):
            path = place / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written += path.suffix == ".html"
    return written


def _files(project: Project, store: Store) -> Iterator[tuple[str, str]]:
    graphs = {"ozek.ttl": ns.ONTOLOGY_GRAPH, "taxonomy.ttl": ns.TAXONOMY_GRAPH}
    for name, graph in graphs.items():
        yield name, write_turtle(store.triples([graph]))
    yield "style.css", colours.style(switch=False) + (STATIC / "ozek.css").read_text("utf-8")
    yield "icon.svg", (STATIC / "icon.svg").read_text("utf-8")
    model = store.to_graph(graphs.values())
    library = load_questions(project.query_folders)
    terms = schema.terms(model, library)
    used = schema.usage(store)
    questions = {one.name: one for one in library}
    files = (*graphs, "terms.json")
    yield "terms.json", schema_table(terms, project.language, used).to_json()
    yield "index.html", _entrance(project.language)
    for lang in LANGUAGES:
        labels = Labels(store, lang)
        evidence = Evidence(store, labels)
        naming = partial(_named, labels)
        page = partial(_page, store, labels, terms, files)
        groups = {
            kind: sorted(
                (one for one in terms.values() if one.kind == kind),
                key=lambda one: naming(one).casefold(),
            )
            for kind in GROUPS
        }
        words = Words(lang)
        yield page(
            "index.html",
            "schema.html",
            words("schema.title"),
            groups=groups,
            number=len(terms),
            naming=naming,
            text="",
        )
        for term in terms.values():
            yield page(
                page_name(term.iri) or "",
                "term.html",
                naming(term),
                one=describe(term, evidence, used, questions, lang),
                instances=(),
                naming=naming,
            )


def _named(labels: Labels, term: schema.Term) -> str:
    return label_of(term, labels)


def _page(
    store: Store,
    labels: Labels,
    terms: Mapping[str, schema.Term],
    files: tuple[str, ...],
    name: str,
    template: str,
    title: str,
    **content: Any,
) -> tuple[str, str]:
    """A page's name below the folder, and its HTML."""

    def address(term: Any) -> str | None:
        iri = str(term)
        if iri in terms:
            return page_name(iri)
        return iri if iri.startswith(("https://", "http://")) else None

    text = (
        environment()
        .get_template(template)
        .render(
            layout="static.html",
            file=name,
            files=files,
            title=title,
            lang=labels.lang,
            languages=LANGUAGES,
            w=Words(labels.lang),
            label=labels.of,
            short=partial(shorten, base=store.base),
            address=address,
            version=__version__,
            ontology_version=_version(store),
            **content,
        )
    )
    return f"{labels.lang}/{name}", text + "\n"


def _version(store: Store) -> str:
    found = store.matching(ns.ONTOLOGY_GRAPH, ns.OWL + "versionInfo")
    return next((str(quad.object.value) for quad in found), "")


def _entrance(lang: str) -> str:
    """The page at the top: on to the project's language, or to another one."""
    links = " · ".join(
        f'<a href="{one}/index.html" lang="{one}">{Words(one)("common.in_" + one)}</a>'
        for one in LANGUAGES
    )
    title = Words(lang)("schema.site_title")
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="refresh" content="0; url={lang}/index.html">'
        f'<link rel="stylesheet" href="style.css"><title>{title}</title></head>\n'
        f"<body><main><h1>{title}</h1><p>{links}</p></main></body>\n</html>\n"
    )
