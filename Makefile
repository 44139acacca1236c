# Bare `make` lists the targets. Everything runs from .venv, which is made on the first call.

PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= ./data
DEMO_PASSWORD ?= front-desk
export PORT DATA_DIR DEMO_PASSWORD
# Without its bytecode every start of the suite compiles over a thousand modules, and the tests start it often.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
SERVICES := services.residents services.tickets services.billing services.access services.notifications
PROGRAMS := gateway $(SERVICES)

.DEFAULT_GOAL := help
.PHONY: help run test check migrate contracts lock bench setup clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: .venv/runtime ## the whole suite in one process; PORT (8000), DATA_DIR (./data), DEMO_PASSWORD (front-desk)
	@exec $(BIN)/python -m embedded

test: .venv/development ## all tests, on PostgreSQL and RabbitMQ that they set up; ARGS='-k gate' for some of them
	@$(BIN)/python -m tests.servers
	$(BIN)/python -m pytest -n 2 --no-loadscope-reorder $(ARGS)

check: .venv/development ## lint, format, types, import contracts, migrations and generated contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports
	@set -e; for program in $(PROGRAMS); do echo "$$program: models and migrations"; $(BIN)/python -m $$program check; done
	$(BIN)/python -m embedded contracts --check

migrate: .venv/runtime ## bring every program's database (<NAME>_DATABASE_URL) to the newest schema
	@set -e; for program in $(PROGRAMS); do echo "$$program"; $(BIN)/python -m $$program migrate; done

contracts: .venv/runtime ## generate docs/contracts: OpenAPI, AsyncAPI, JSON Schemas
	$(BIN)/python -m embedded contracts

lock: .venv/development ## pin requirements*.in anew; UPGRADE=1 for newer versions
	$(COMPILE) $(if $(UPGRADE),--upgrade) requirements.in -o requirements.lock
	$(COMPILE) $(if $(UPGRADE),--upgrade) requirements-dev.in -o requirements-dev.lock

bench: .venv/development ## measure against peers and limits, write benchmarks/results.json; ONLY=10 for one row
	$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY))

setup: .venv/development ## the virtual environment with everything for tests and checks

clean: ## remove the virtual environment and caches; the data folder stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Lobby needs Python 3.11 or newer; name one with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/runtime: requirements.lock | .venv/bin/python
	@echo "Installing what the suite needs …"
	@$(INSTALL) -r requirements.lock
	@touch $@

.venv/development: requirements-dev.lock | .venv/runtime
	@echo "Installing what tests and checks need …"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@
