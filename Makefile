# The four commands for people, and the same for CI:
#   make setup    what tagging needs, in .venv
#   make tag      tags the articles of examples/ with the shipped checkpoint
#   make test     lint, types, tests, and the wheel in an environment of its own
#   make train    trains the shipped checkpoint anew; needs the corpora (NOTICE)
PYTHON ?= python3
# Of the torch releases the one with a CPU build that is small; any from 2.4 on will do.
TORCH ?= torch==2.13.0
BIN := .venv/bin
STAMPS := .venv/.stamps

.PHONY: setup tag test lint types unit wheel browser train bench picture clean

setup: $(STAMPS)/base

$(STAMPS)/base: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -e .
	mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: pyproject.toml $(STAMPS)/base
	$(BIN)/python -m pip install --quiet "$(TORCH)"
	$(BIN)/python -m pip install --quiet -e ".[train,dev]"
	touch $@

tag: $(STAMPS)/base
	$(BIN)/dragoman tag examples/*.txt --format summary

test: lint types unit wheel

lint: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMPS)/dev
	$(BIN)/mypy

unit: $(STAMPS)/dev
	$(BIN)/python -m pytest

# The wheel as a user gets it: base dependencies only, no torch.
wheel: $(STAMPS)/dev
	rm -rf dist build/wheel
	$(BIN)/python -m build --wheel --outdir dist > /dev/null
	$(PYTHON) -m venv build/wheel
	build/wheel/bin/python -m pip install --quiet dist/*.whl
	build/wheel/bin/python tests/wheel_smoke.py

# For the tests of the page, which skip where there is none. Not part of "test": it changes the system, and needs root.
browser:
	command -v chromedriver > /dev/null || { apt-get update -q && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium chromium-driver; }

train: $(STAMPS)/dev
	$(BIN)/dragoman-train train configs/default.toml --output runs/default

bench: $(STAMPS)/dev
	$(BIN)/python benchmarks/pipeline.py

picture: $(STAMPS)/base browser
	$(BIN)/python docs/picture.py

clean:
	rm -rf .venv dist build runs .mypy_cache .pytest_cache .ruff_cache
