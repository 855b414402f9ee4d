"""A new project: its ozek.toml, a workbook to fill in, a README and a check for its repository."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from ozek import namespaces as ns
from ozek.errors import OutputError, UsageError
from ozek.importing.slugs import slug
from ozek.project import FILE_NAME, LANGUAGES, resources

__all__ = ["WORKBOOK", "init"]

WORKBOOK = "workbook.xlsx"


def init(folder: str | Path, *, lang: str = "en") -> list[Path]:
    """Make a project in a new or empty folder and return the files made; it builds at once.

    The files appear all together or not at all. Raises UsageError if the folder holds anything,
    OutputError if it cannot be written.
    """
    from ozek.importing.workbook.template import new_workbook

    if lang not in LANGUAGES:
        raise UsageError(f"there is no workbook in '{lang}'; languages: {', '.join(LANGUAGES)}")
    folder = Path(folder).absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: is not an empty folder; name a new one")
    name = slug(folder.name)
    labels, schemes = _words()
    files = {
        FILE_NAME: _fill(f"{FILE_NAME}.{lang}", name),
        WORKBOOK: new_workbook(lang, labels, schemes),
        "README.md": _fill(f"README.{lang}.md", name),
        ".gitignore": b"build/\n~$*\n.~lock.*\n",
        ".github/workflows/build.yml": _fill("build.yml", name),
    }
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror}") from error
    try:
        for path, content in files.items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_bytes(content)
        fresh.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        os.replace(fresh, folder)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return [folder / path for path in files]


def _fill(template: str, name: str) -> bytes:
    text = Path(__file__).with_name("starter").joinpath(template).read_text(encoding="utf-8")
    return text.replace("{name}", name).encode()


def _words() -> tuple[dict[str, dict[str, str]], dict[str, list[str]]]:
    """Return labels by IRI and language, and the terms of each taxonomy scheme."""
    from ozek.parsing import parse_file

    labels: dict[str, dict[str, str]] = {}
    schemes: dict[str, list[str]] = {}
    for file in ("ozek.ttl", "taxonomy.ttl"):
        for quad in parse_file(resources().ontology / file).quads:
            predicate: str = quad.predicate.value
            subject, value = (str(getattr(one, "value", "")) for one in (quad.subject, quad.object))
            if predicate == ns.PREF_LABEL:
                language = getattr(quad.object, "language", None) or ""
                labels.setdefault(subject, {})[language] = value
            elif predicate == ns.SKOS + "inScheme":
                schemes.setdefault(value, []).append(subject)
    return labels, {scheme: sorted(terms) for scheme, terms in schemes.items()}
