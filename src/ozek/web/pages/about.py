"""About: what this is, how it is made, its limits, its licence, and how to cite it."""

from __future__ import annotations

from ozek import __version__
from ozek.report.words import Words as ReportWords
from ozek.versions import versions
from ozek.web.page import Asked, Page
from ozek.web.site import Site


def about(site: Site, asked: Asked) -> Page:
    """Show method, limits, licence and citation."""
    report = ReportWords((asked.lang,))
    project = site.project
    citation = report.fill(
        "cite_text", title=project.title[asked.lang], version=__version__, base=project.base
    )[asked.lang].text
    year = site.built.made[:4]
    bibtex = (
        f"@misc{{ozek-{project.name},\n"
        f"  title = {{{project.title['en']}}},\n"
        f"  howpublished = {{{project.base}}},\n"
        + (f"  year = {{{year}}},\n" if year else "")
        + f"  note = {{Knowledge graph built with Özek {__version__}"
        + (f", build {site.built.id}" if site.built.id else "")
        + "}\n}"
    )
    sources = [
        (one.title[asked.lang], one.license or report["not_stated"][asked.lang].text)
        for one in project.sources
    ]
    keys = ("cite_note", "licence_ozek", "licence_data", "licence")
    texts = {key: report[key][asked.lang].text for key in keys}
    return Page(
        "about.html",
        asked.words("about.title"),
        {
            "citation": citation,
            "bibtex": bibtex,
            "sources": sources,
            "texts": texts,
            "own_data": site.license is not None,
            "engines": versions(),
            "limits": site.pool.limits,
        },
        data={
            "title": dict(project.title),
            "base": project.base,
            "build": site.built.id,
            "made": site.built.made,
            "citation": citation,
            "versions": versions(),
        },
    )


PAGES = (("/about", about),)
