SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
UV_VERSION := 0.13.9
export OVERTURN_HOME ?= $(CURDIR)/data
# `python -m venv` takes whatever 3.11 there is: some machines call it python3.
ifeq (,$(shell command -v $(PYTHON)))
PYTHON := python3
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo test app dagster check lint format coverage types imports sql bench docs screenshots lock clean

help: ## List what make can do
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(STAMP) ## Make .venv from requirements.lock (pins and hashes)

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	@$(BIN)/python -m ensurepip >/dev/null 2>&1 || true
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: setup ## Simulate a hospital, land, build, check, train, score, publish, and show the KPIs
	@$(BIN)/overturn demo

test: setup ## Run the whole test suite
	$(BIN)/pytest -q -n 2 --dist loadfile

app: setup ## Open the dashboards on 127.0.0.1:8501
	$(BIN)/overturn app

dagster: setup ## Open Dagster's UI and daemon on 127.0.0.1:3000
	$(BIN)/overturn dagster

check: lint types imports sql test ## Everything CI runs

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup ## Mend what the linters can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

coverage: setup ## Count the branches of interchange/x12 that tests take (kernels run as Python); fails under 95 %
	$(BIN)/pytest -q -n 0 tests/interchange/x12 tests/faults/test_files.py tests/orchestration/test_x12_commands.py \
	  --cov=interchange.x12 --cov-branch --cov-report=
	OVERTURN_MUTATIONS=100 $(BIN)/pytest -p tests.interchange.x12.python_kernels -W ignore::RuntimeWarning -q -n 0 \
	  tests/interchange/x12/test_engine.py tests/interchange/x12/test_mercy.py -k "not simulated and not blanks" \
	  --cov=interchange.x12 --cov-branch --cov-append --cov-report=term-missing:skip-covered --cov-fail-under=95

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

sql: setup
	cd dbt_project && ../$(BIN)/sqlfluff lint --processes 2 models tests macros

bench: setup ## Run the benchmarks; results are dated in benchmarks/
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.x12 --quick

docs: setup ## Write every model and column, with its lineage, as one page, and the diagram of the star schema
	$(BIN)/python -m orchestration.documents.diagram
	$(BIN)/python -m orchestration.documents.reference
	@mkdir -p $(OVERTURN_HOME)/dbt
	@$(BIN)/python -c "from interchange.lake import Lake; from orchestration.settings import read_settings; \
	  Lake(read_settings().home).connect(read_only=False).close()"
	cd dbt_project && ../$(BIN)/dbt --quiet docs generate --static --empty-catalog --profiles-dir . \
	  --target-path $(abspath $(OVERTURN_HOME))/dbt/docs --log-path $(abspath $(OVERTURN_HOME))/dbt/logs
	@echo "open $(abspath $(OVERTURN_HOME))/dbt/docs/static_index.html"

screenshots: setup ## Take every page in both themes and three widths
	$(BIN)/python tests/e2e/screenshots.py

lock: setup ## Resolve pyproject.toml into requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock

clean: ## Remove the environment and the run-time state
	rm -rf $(VENV) data/inbox data/truth data/vault data/lake data/catalog.sqlite* data/build.duckdb* data/state data/dagster data/mlflow data/dbt data/published.json
