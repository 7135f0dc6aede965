# Two commands are all there is to learn: `make run` and `make test`.
# Both prepare everything they need in .venv, on a machine that has only Python 3.11 or newer.

PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help run test check bench faults clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found. Install it from python.org or your system's packages, then run this again." >&2; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
		uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[test]'; \
	else \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'; \
	fi
	@touch $@

run: $(READY) ## open the program on a demonstration, in a throw-away store
	@$(BIN)/facilitator-tui demo

test: $(READY) ## run the tests
	@$(BIN)/python -m pytest -n auto

check: $(READY) ## style, types and import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY) ## measure against the floors of this machine (some minutes)
	@$(BIN)/python -m benchmarks

faults: $(READY) ## kill the program many hundred times and look for a lost fact (some minutes)
	@$(BIN)/python -m benchmarks.faults

clean: ## remove the environment and caches
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
