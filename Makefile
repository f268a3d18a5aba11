# Every target sets up .venv by itself when it is missing or older than the lock file.
.DEFAULT_GOAL := help
.PHONY: help setup run test test-services lint format bench bench-warehouse coverage-rules lock clean

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
WAREHOUSE ?= lake
EVAL_DATA ?=
SECTIONS ?=

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(READY) ## Create .venv with the exact versions of requirements.lock

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "regesta needs Python 3.11, 3.12 or 3.13; none was found. Install one or say make PYTHON=/path/to/python"; exit 1; }
	@echo "Setting up .venv with $(PYTHON) (about a minute, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation --editable .
	@touch $(READY)

run: $(READY) ## Load the sample articles into ./lake and show the timeline
	@$(BIN)/regesta ingest seeds/articles --warehouse $(WAREHOUSE)
	@$(BIN)/regesta timeline --limit 25 --warehouse $(WAREHOUSE)
	@echo
	@echo "Where does a row come from?  $(BIN)/regesta explain ID     Undated events:  $(BIN)/regesta timeline --undated"

test: $(READY) ## Run the tests (under 10 minutes on 2 cores)
	@$(BIN)/python -m pytest -m "not services" --numprocesses auto --maxprocesses 4 --dist worksteal

test-services: $(READY) ## Run the tests that need real servers or minutes of time
	@$(BIN)/python -m pytest -m services

lint: $(READY) ## Check style, types and seed files
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/yamllint --strict .
	@$(BIN)/regesta lint

format: $(READY) ## Put code and seed tables into the project's format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/regesta lint --fix

bench: $(READY) ## Print quality and speed: make bench EVAL_DATA=DIR [SECTIONS="quality speed flows warehouse"]
	@test -d "$(EVAL_DATA)" || { echo "Say where the evaluation data is: make bench EVAL_DATA=DIR (README, 'How good is it')"; exit 2; }
	@$(BIN)/python -m tests.evaluation.bench $(EVAL_DATA) $(SECTIONS)

bench-warehouse: $(READY) ## Print only the part of bench on the warehouse, with a million made-up events
	@$(BIN)/python -m tests.evaluation.bench_warehouse

coverage-rules: $(READY) ## List event rules that never fit: make coverage-rules EVAL_DATA=DIR
	@test -d "$(EVAL_DATA)" || { echo "Say where the articles are: make coverage-rules EVAL_DATA=DIR"; exit 2; }
	@$(BIN)/python -m tests.evaluation.coverage_rules $(EVAL_DATA)

lock: ## Pin all versions and hashes again (needs uv)
	uv pip compile --universal --generate-hashes --all-extras --no-annotate --python-version 3.11 \
		--custom-compile-command "make lock" --quiet pyproject.toml --output-file requirements.lock

clean: ## Remove what make made, except ./lake
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
