# `make render` and `make test` are all that a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
CHART  := charts/multus-ipvlan

.PHONY: help render test test-slow check format generate tools bench clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/.tool: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[all]'
	@touch $@

$(VENV)/.dev: $(VENV)/.tool
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

render: $(VENV)/.tool ## install, generate the chart, render it with one network
	@$(BIN)/chartgen generate
	@$(BIN)/chartgen render $(CHART) -n kube-system -f $(CHART)/ci/01-one-network-values.yaml --include-crds --output-dir build
	@echo
	@echo "$(CHART) is the chart; build/01-one-network holds what it renders to with one network."
	@echo "Next: look at $(CHART)/values.yaml, write values of your own, and render them:"
	@echo "  $(BIN)/chartgen render -f my-values.yaml"
	@echo "README.md shows how to install the chart and how to build a variant; 'make test' runs the tests."

test: $(VENV)/.dev ## run the offline suite
	$(BIN)/python -m pytest -n auto -m 'not slow and not bench'

test-slow: $(VENV)/.dev ## run what takes minutes: kill trials, long properties, comparisons with upstream
	$(BIN)/python -m pytest -n auto -m slow

check: $(VENV)/.dev ## style, types, import directions, generated files, the chart
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/chartgen generate --check
	$(BIN)/chartgen docs --check
	$(BIN)/chartgen lint --fail-on warning --max-findings 10

format: $(VENV)/.dev ## format the sources
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

generate: $(VENV)/.tool ## write the chart and the reference pages
	$(BIN)/chartgen generate
	$(BIN)/chartgen docs

tools: ## build the programs that tests compare with (needs Go and npm)
	tools/build .tools/bin
	tests/oracle/build .tools/bin

bench: $(VENV)/.dev ## measure against helm, as ratios in one run
	$(BIN)/python -m pytest -m bench -s -p no:xdist

clean: ## remove what the targets above made, but for the chart
	rm -rf $(VENV) .tools build dist .pytest_cache .mypy_cache .ruff_cache
