# SPDX-License-Identifier: MIT
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
# Bytecode is kept even where a shell says otherwise: the tests start a thousand programs, and each
# would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# An environment has the place of its folder in its programs: in a clone that was moved none starts.
MOVED := $(shell test -f .venv/bin/loslaten && ! grep -qF "$(CURDIR)/.venv/bin/python" .venv/bin/loslaten && echo yes)

# $(call step,what is done,how): what a step prints goes to a file, and a person gets one line.
LOG := build/setup.log
step = @mkdir -p build; { $(2); } >> $(LOG) 2>&1 || \
	{ echo "setup: cannot $(1); is there a network? All that was said is in $(LOG)" >&2; exit 1; }

$(RUN): requirements/run.txt requirements/node.txt package-lock.json pyproject.toml
	@echo "setting up: Python environment and MicroPython (once, about half a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "setup: Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { echo "setup: $(PYTHON) cannot make environments; on Debian and its kin: sudo apt install python3-venv" >&2; exit 1; }
	$(if $(MOVED),@rm -rf .venv)
	$(call step,make a Python environment,$(PYTHON) -m venv .venv)
	$(call step,install the Python packages,$(PIP) -r requirements/run.txt)
	$(call step,install Node,command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' || $(PIP) -r requirements/node.txt)
	$(call step,install MicroPython,npm ci --omit=dev)
	$(call step,install loslaten,$(BIN)/python -m pip install --no-deps --no-build-isolation --editable .)
	@touch $@

ifeq ($(MOVED),yes)
.PHONY: moved
moved:
	@echo "setting up anew: this folder was moved since it was set up"
$(RUN): moved
endif

$(TEST): $(RUN) requirements/test.txt requirements/stubs.txt
	@echo "setting up: linters, type checkers and the test runner (once)"
	$(call step,install the test packages,$(PIP) -r requirements/test.txt)
	$(call step,install the MicroPython stubs,rm -rf .venv/stubs && $(PIP) --no-deps --target .venv/stubs -r requirements/stubs.txt)
	$(call step,install pyright,npm ci)
	@touch $@

.PHONY: setup
setup: $(TEST) ## set up everything, run nothing

.PHONY: demo
demo: $(RUN) ## one night on a simulated wrist (ARGS="--speed 60")
	@$(BIN)/loslaten demo --out build/demo $(ARGS)

.PHONY: open
open: $(RUN) ## the page in the browser, with a watch that lives in it (ARGS=--no-browser)
	@$(BIN)/loslaten open --without-watch --data build/open $(ARGS)

# The checks that take long, side by side.
CHECKS := check-linux check-win32 check-darwin check-device check-style check-unused
.PHONY: $(CHECKS)
check-linux:
	@$(BIN)/mypy
check-win32 check-darwin: check-%:
	@$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$*
check-device:
	@npx --no-install pyright
# All tests are collected, and so compiled once, before several processes need them.
check-style:
	@mkdir -p build; $(BIN)/pytest -q -n 0 -k test_house > build/house.log 2>&1 || { cat build/house.log; exit 1; }
check-unused:
	@$(BIN)/vulture

.PHONY: lint
lint: $(TEST) ## formatting, lint, house style, unused code and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(MAKE) --no-print-directory --jobs 2 $(CHECKS)

.PHONY: format
format: $(TEST) ## let ruff format and mend what it can
	@$(BIN)/python -m tools.spdx
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: quick
quick: $(TEST) ## what is over in a minute: ruff, and the tests that need no whole watch
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/pytest --numprocesses auto --dist worksteal -m "not long" $(ARGS)

.PHONY: unit
unit: $(TEST) ## pytest alone, on all cores, and the slowest ten (ARGS="-n0 --pdb")
	@$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder --durations 10 $(ARGS)

.PHONY: test
test: lint unit ## set up and check everything

# What needs more than this folder: Debian's packages, and so a computer's administrator.
define apt_install
@command -v apt-get > /dev/null || { echo "$@: only Debian and its kin; elsewhere install: $(1)" >&2; exit 1; }
@apt-get update -qq && apt-get install -y -qq --no-install-recommends $(1)
endef

.PHONY: setup-browser
setup-browser: ## install a browser, without which tests skip the report's looks (Debian, as root)
	$(call apt_install,chromium chromium-headless-shell)

BLUEZ_PACKAGES := qemu-system-x86 mmdebstrap debian-archive-keyring
.PHONY: setup-bluez
setup-bluez: ## install what test-bluez needs (Debian, as root)
	$(call apt_install,$(BLUEZ_PACKAGES))

.PHONY: test-bluez
test-bluez: $(TEST) ## the tool on a real BlueZ, in a virtual machine (ARGS="-k sync")
	@$(BIN)/python -m tests.bluez.image
	@$(BIN)/pytest tests/bluez $(ARGS)

.PHONY: hil
hil: $(TEST) ## measure a real board (PORT=/dev/ttyACM0 BOARD=pico_w)
	@$(BIN)/python -m tests.hil --port "$(PORT)" --board "$(BOARD)" $(ARGS)

.PHONY: torture
torture: $(TEST) ## long campaigns, for an hour or more (ARGS="nights --seed 7")
	@$(BIN)/python -m tests.torture $(ARGS)

.PHONY: mutants
mutants: $(TEST) ## change the code here and there, and see that tests notice (ARGS="link --count 20")
	@$(BIN)/python -m tests.mutants $(ARGS)

.PHONY: bench
bench: $(TEST) ## measure; every figure in the docs comes from here
	@$(BIN)/python -m tests.bench $(ARGS)

.PHONY: wiring
wiring: $(RUN) ## draw docs/hardware/wiring again, from the board files
	@$(BIN)/python -m tools.wiring

.PHONY: release
release: $(RUN) ## wheel, source, firmware, app, bill of materials and checksums in dist/
	$(call step,install what packs the app,$(PIP) -r requirements/app.txt)
	@$(BIN)/python -m tools.release

.PHONY: pictures
pictures: $(TEST) ## take the pictures in docs/images, and the icon, again (Chromium)
	@$(BIN)/python -m tools.pictures

.PHONY: app
app: $(RUN) ## a folder in dist/app that runs without Python, for this system
	$(call step,install what packs it,$(PIP) -r requirements/app.txt)
	@$(BIN)/python -m tools.app

.PHONY: lock
lock: $(TEST) ## pin the newest allowed requirements again, with hashes
	@compile() { $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate --python-version 3.11 "$$@"; }; \
	compile pyproject.toml --extra sim --extra deploy --group build -o requirements/run.txt; \
	compile pyproject.toml --extra sim --extra deploy --group build --group test -c requirements/run.txt -o requirements/test.txt; \
	compile --group stubs -o requirements/stubs.txt; \
	compile --group node -o requirements/node.txt; \
	compile --group app -o requirements/app.txt
	@npm install --package-lock-only --silent

.PHONY: clean
clean: ## remove what was set up and built
	@rm -rf .venv node_modules build dist .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
