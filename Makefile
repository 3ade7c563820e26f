# Everything a contributor runs; `make help` lists it. Nothing is installed outside this folder.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# Node: the machine's own, or the one that $(RUN) installs into the environment where there is none.
export PATH := $(CURDIR)/$(BIN):$(PATH)
RUN := .venv/.run
TEST := .venv/.test
ARGS ?=

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(RUN): requirements/run.txt requirements/node.txt package-lock.json pyproject.toml
	@echo "setting up: Python environment and MicroPython (once, about half a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "loslaten needs Python 3.11 or newer; choose one with: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv .venv
	@$(PIP) -r requirements/run.txt
	@command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' || $(PIP) -r requirements/node.txt
	@npm ci --omit=dev --silent
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST): $(RUN) requirements/test.txt requirements/stubs.txt
	@echo "setting up: linters, type checkers and the test runner (once)"
	@$(PIP) -r requirements/test.txt
	@rm -rf .venv/stubs && $(PIP) --no-deps --target .venv/stubs -r requirements/stubs.txt
	@npm ci --silent
	@touch $@

.PHONY: setup
setup: $(TEST) ## set up everything, run nothing

.PHONY: demo
demo: $(RUN) ## one night on a simulated wrist (ARGS="--speed 60")
	@$(BIN)/loslaten demo --out build/demo $(ARGS)

.PHONY: lint
lint: $(TEST) ## formatting, lint and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@npx --no-install pyright

.PHONY: format
format: $(TEST) ## let ruff format and mend what it can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: unit
unit: $(TEST) ## pytest alone (ARGS="-k session")
	@$(BIN)/pytest $(ARGS)

.PHONY: test
test: lint unit ## set up and check everything

.PHONY: bench
bench: $(TEST) ## measure; every figure in the docs comes from here
	@$(BIN)/python -m tests.bench $(ARGS)

.PHONY: lock
lock: $(TEST) ## pin the newest allowed requirements again, with hashes
	@compile() { $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate --python-version 3.11 "$$@"; }; \
	compile pyproject.toml --extra sim --extra deploy --group build -o requirements/run.txt; \
	compile pyproject.toml --extra sim --extra deploy --group build --group test -c requirements/run.txt -o requirements/test.txt; \
	compile --group stubs -o requirements/stubs.txt; \
	compile --group node -o requirements/node.txt
	@npm install --package-lock-only --silent

.PHONY: clean
clean: ## remove what was set up and built
	@rm -rf .venv node_modules build dist .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
