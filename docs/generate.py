"""Write docs/reference/ from the code, the ontology and the questions, so that it cannot rot.

    python docs/generate.py            rewrite the pages that differ
    python docs/generate.py --check    name the pages that differ and exit with status 1

What a page says is taken from where it is defined: options from click, terms from ontology/*.ttl,
questions from their headers, functions from their docstrings.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from generating import library, model, python, rules, tables

FOLDER = Path(__file__).resolve().parent / "reference"

PAGES: dict[str, Callable[[], str]] = {
    "cli.md": python.cli_page,
    "errors.md": python.errors_page,
    "mappings.md": tables.mappings_page,
    "measures.md": library.measures_page,
    "projections.md": library.projections_page,
    "python-api.md": python.api_page,
    "questions.md": library.questions_page,
    "rules.md": rules.rules_page,
    "shapes.md": model.shapes_page,
    "table-findings.md": tables.codes_page,
    "taxonomy.md": model.taxonomy_page,
    "vocabulary.md": model.vocabulary_page,
    "workbook.md": tables.workbook_page,
}


def differing() -> dict[Path, str]:
    """Return path → text of the pages that are missing or out of date."""
    made = {FOLDER / name: write() for name, write in PAGES.items()}
    return {
        path: text
        for path, text in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }


def main(arguments: list[str]) -> int:
    stale = differing()
    for path, text in stale.items():
        if "--check" not in arguments:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{path}: {'out of date' if '--check' in arguments else 'written'}", file=sys.stderr)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
