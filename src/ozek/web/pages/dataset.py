"""The dataset as catalogues describe it: VoID, DCAT, and the files to download."""

from __future__ import annotations

from typing import Any

from rdflib import Literal, URIRef

from ozek.results import Table
from ozek.web import cataloguing
from ozek.web.page import Asked, Page, Redirect
from ozek.web.site import Site


def void(site: Site, asked: Asked) -> Page:
    """Describe the dataset in VoID: sizes, classes and properties in use, where it can be asked."""
    return _described(site, asked, "dataset.void_title", cataloguing.void)


def dcat(site: Site, asked: Asked) -> Page:
    """Describe the dataset in DCAT: a catalogue with one dataset and its distributions."""
    return _described(site, asked, "dataset.dcat_title", cataloguing.dcat)


def well_known(site: Site, asked: Asked) -> Redirect:
    """Lead from the address that VoID registers (section 7.2) to the description."""
    return Redirect("/void")


def download(site: Site, asked: Asked) -> Page:
    """List the files of the build with size and digest."""
    rows = tuple(
        (
            URIRef(f"{asked.root}/files/{one.name}"),
            Literal(one.name),
            Literal(one.media_type) if one.media_type else None,
            Literal(one.size),
            Literal(one.digest),
        )
        for one in site.built.files
    )
    table = Table(("file", "name", "type", "bytes", "sha256"), rows, "download")
    folders: dict[str, list[Any]] = {}
    for one in site.built.files:
        folders.setdefault(one.name.rpartition("/")[0], []).append(one)
    return Page(
        "download.html",
        asked.words("dataset.download_title"),
        {"folders": dict(sorted(folders.items()))},
        table=table,
    )


def _described(site: Site, asked: Asked, title: str, describe: Any) -> Page:
    found = cataloguing.sizes(site)
    return Page(
        "dataset.html",
        asked.words(title),
        {"sizes": found},
        data=found.as_json(),
        triples=lambda: describe(site, asked.root),
    )


PAGES = (
    ("/void", void),
    ("/.well-known/void", well_known),
    ("/dcat", dcat),
    ("/download", download),
)
