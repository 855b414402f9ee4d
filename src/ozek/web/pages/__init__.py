"""The pages, by address. Each module lists its own in ``PAGES``: (route, function)."""

from __future__ import annotations

from ozek.web.page import Function
from ozek.web.pages import (
    about,
    actors,
    clusters,
    comparing,
    dataset,
    editor,
    entities,
    finding,
    functions,
    gaps,
    graphs,
    home,
    measures,
    paths,
    places,
    questions,
    schema,
    sources,
    validation,
)

MODULES = (
    home, finding, clusters, comparing, functions, actors, places, entities, sources, graphs, paths,
    gaps, validation, measures, questions, editor, schema, dataset, about,
)  # fmt: skip

PAGES: tuple[tuple[str, Function], ...] = tuple(page for module in MODULES for page in module.PAGES)
