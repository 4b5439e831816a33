# `make demo` and `make test` are all that a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := .stamps
UV     := $(BIN)/python -m uv
UV_PIN := uv==0.13.9
export NIGAH_HOME ?= $(CURDIR)/data
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check lint soak bench model lock wheel clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: $(STAMPS)/installed  ## install, then crawl, screen and index the sample board and open the console (ARGS=--no-serve ends by itself)
	@$(BIN)/nigah demo $(ARGS)

test: check $(STAMPS)/system  ## every test, real servers and browser included
	$(BIN)/pytest -q -n 2 --dist worksteal -m "long and not services and not soak" tests
	$(BIN)/pytest -q -m services tests

check: lint  ## what needs neither servers nor long counts, at most two minutes
	$(BIN)/pytest -q -n 2 --dist worksteal -m "not long and not services and not soak and not bench" tests

lint: $(STAMPS)/developing  ## style, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: $(STAMPS)/developing  ## the long counts
	$(BIN)/pytest -q -m soak tests

bench: $(STAMPS)/developing  ## ratios, measured in one run
	$(BIN)/pytest -q -s -m bench tests/bench

model: $(STAMPS)/installed  ## make the shipped model again from the sample ads, corpus/development and corpus/signs
	$(BIN)/nigah train --ship --marked corpus/signs corpus/development/*.jsonl

wheel: $(STAMPS)/developing  ## build the wheel into dist/
	$(UV) build --wheel --no-build-isolation --out-dir dist --quiet .

lock: $(STAMPS)/uv  ## choose versions anew
	$(UV) pip compile -q pyproject.toml --group build --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements.lock
	$(UV) pip compile -q pyproject.toml --group build --group dev --extra airflow -c requirements.lock --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-dev.lock

clean:  ## remove what was installed and built; data/ stays
	rm -rf $(VENV) $(STAMPS) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(STAMPS)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Nigah needs Python 3.11 or newer; this is $$($(PYTHON) --version). Name one: make PYTHON=python3.12 demo" >&2; exit 2; }
	@echo "[1/3] making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV_PIN)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/installed: $(STAMPS)/uv requirements.lock pyproject.toml
	@echo "[2/3] installing the locked libraries (once, about 600 MB)"
	@$(UV) pip install --require-hashes -r requirements.lock
	@echo "[3/3] installing Nigah itself"
	@$(UV) pip install --quiet --no-deps --no-build-isolation -e .
	@du -sm $(VENV) | awk '{print "installed: " $$1 " MB"}'
	@touch $@

$(STAMPS)/developing: $(STAMPS)/installed requirements-dev.lock
	@$(UV) pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(STAMPS)/system: tests/services/system-packages
	@bash tests/services/system-packages
	@touch $@
