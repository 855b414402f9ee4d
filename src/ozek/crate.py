"""The run manifest: an RO-Crate that says what was made, from what, how and by which versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ozek.project import Project, resources
from ozek.versions import versions

MANIFEST = "ro-crate-metadata.json"

_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".gexf": "application/gexf+xml",
    ".graphml": "application/graphml+xml",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".nq": "application/n-quads",
    ".rdf": "application/rdf+xml",
    ".trig": "application/trig",
    ".ttl": "text/turtle",
}


def manifest(project: Project, folder: Path, command: str, now: datetime | None = None) -> str:
    """Return the manifest of what stands in ``folder``.

    Two runs over the same input differ in one place only: the time in ``datePublished``.
    """
    outputs = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    files = [_file(path, path.relative_to(folder).as_posix()) for path in outputs]
    inputs = [
        {**_file(path, _input_name(project, path)), "@type": "CreativeWork"}
        for path in dict.fromkeys(project.input_files)
    ]
    software = [
        {
            "@id": f"#software-{name}",
            "@type": "SoftwareApplication",
            "name": name,
            "version": number,
        }
        for name, number in versions().items()
    ]
    time = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    run = {
        "@id": "#run",
        "@type": "CreateAction",
        "name": f"Build of the project {project.name}",
        "description": command,
        "instrument": _references(software),
        "object": _references(inputs),
        "result": _references(files),
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": project.title["en"],
        "description": "A knowledge graph with its validation, answers, networks and measures.",
        "datePublished": time,
        "license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "hasPart": _references(files),
        "mentions": {"@id": "#run"},
    }
    licence = {
        "@id": "https://creativecommons.org/licenses/by/4.0/",
        "@type": "CreativeWork",
        "name": "Creative Commons Attribution 4.0 International",
    }
    descriptor = {
        "@id": MANIFEST,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    crate = {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [descriptor, root, run, licence, *files, *inputs, *software],
    }
    return json.dumps(crate, ensure_ascii=False, indent=2) + "\n"


def _file(path: Path, name: str) -> dict[str, Any]:
    data = path.read_bytes()
    entry = {
        "@id": name,
        "@type": "File",
        "name": path.name,
        "contentSize": str(len(data)),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    media_type = _MEDIA_TYPES.get(path.suffix)
    return {**entry, "encodingFormat": media_type} if media_type else entry


def _input_name(project: Project, path: Path) -> str:
    """A name that is the same wherever the toolkit and the project are installed."""
    for root, prefix in ((project.folder, f"{project.name}/"), (resources().root, "ozek/")):
        if path.is_relative_to(root):
            return f"#input/{prefix}{path.relative_to(root).as_posix()}"
    return f"#input/{path.name}"


def _references(entries: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"@id": entry["@id"]} for entry in entries]


def is_current(project: Project, folder: Path) -> bool:
    """Say whether a build is there, of this project, and of its files as they are now."""
    try:
        crate = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        entries = {entry["@id"]: entry for entry in crate["@graph"]}
        inputs = {one["@id"] for one in entries["#run"]["object"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    now = {_input_name(project, path): path for path in project.input_files}
    built_by = entries.get("#software-ozek", {}).get("version")
    return (
        built_by == versions()["ozek"]
        and inputs == set(now)
        and all(
            entries.get(name, {}).get("sha256") == hashlib.sha256(path.read_bytes()).hexdigest()
            for name, path in now.items()
        )
    )
