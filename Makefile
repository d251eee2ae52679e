# Two commands: `make run` (a served site from a bare checkout) and `make test` (a green suite from one).
PORT ?= 8000
PROCESSES ?= 3
DATABASE ?= sqlite
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
DATA := $(or $(APERCU_DATA),var)
# --no-deps: the lock names every package, and leaves out pillow-heif (docs/decisions/0010).
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
ITSELF := $(INSTALL) --no-build-isolation -e .
LOCK := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --unsafe-package pillow-heif
# Python keeps what it compiled of our modules, whatever the machine says: the suite starts hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=
SUITE := $(BIN)/python -m pytest -m "not bench and not soak" -n $(PROCESSES) --dist worksteal --hypothesis-profile=suite
BESIDE_POSTGRESQL := $(BIN)/python -m tests.postgresql
# What leans most on how a database keeps two writers apart: `make test` runs it on PostgreSQL too.
ON_BOTH := tests/integration/content/test_overlapping.py tests/integration/content/test_due.py \
	tests/integration/content/test_following.py tests/integration/pagecache/test_publishing.py \
	tests/integration/mailing/test_claiming.py tests/integration/mailing/test_killed_workers.py

.PHONY: run test check fix bench bench-peers soak help lock screenshots words
.DEFAULT_GOAL := help

help:  ## What this menu offers
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

run: .make/run  ## Serve the site with the sample digest (PORT=8000)
	@mkdir -p "$(DATA)" 2>/dev/null && test -w "$(DATA)" || { \
		echo "The folder $(DATA) cannot be written to; make it writable or name another: APERCU_DATA=/path make run"; exit 1; }
	@$(BIN)/apercu setup && exec $(BIN)/apercu serve --port "$(PORT)"

test: check .make/browser .make/postgresql  ## Check everything, run the whole suite (DATABASE=postgresql: on that)
ifeq ($(DATABASE),postgresql)
	$(BESIDE_POSTGRESQL) $(SUITE) --ignore=tests/house $(PYTEST)
else ifeq ($(DATABASE),sqlite)
	$(SUITE) --ignore=tests/house $(PYTEST)
	$(BESIDE_POSTGRESQL) $(SUITE) -n 2 $(ON_BOTH)
else
	@echo "DATABASE is $(DATABASE); it should be sqlite or postgresql."; exit 1
endif

check: .make/dev  ## Format, lint, types, floors, migrations, docs
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@DJANGO_SETTINGS_MODULE=apercu.config.settings.test $(BIN)/apercu makemigrations --check --dry-run
	$(BIN)/python -m pytest -q tests/house

fix: .make/dev  ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bench: .make/dev  ## Measure ours, or parts (PARTS="pages warm"), and write docs/benchmarks.md
	$(BIN)/python -m tests.bench $(PARTS)

bench-peers: .make/dev  ## Measure ours beside nginx, WordPress, Wagtail: those that are here
	$(BIN)/python -m tests.bench.peers $(PARTS)

soak: .make/dev  ## Long runs, and examples for the laws that nobody has seen yet
	$(BIN)/python -m pytest -m soak || test $$? -eq 5
	$(BIN)/python -m pytest -q tests/unit --hypothesis-profile=soak

lock:  ## Compile the lock files from pyproject.toml
	$(LOCK) --extra build --output-file requirements.txt pyproject.toml
	$(LOCK) --extra build --extra dev --output-file requirements-dev.txt pyproject.toml

screenshots: .make/dev  ## Pictures of the site for README and review, into build/screenshots
	$(BIN)/python -m tests.screenshots

words: .make/dev  ## Gather the words to translate and compile the French catalogue
	@$(BIN)/python -m tests.words

# --- the environment -------------------------------------------------------------------------------------

.make/venv:
	@test -n "$(PYTHON)" || { echo "Aperçu needs Python 3.11 or newer; install it, or name one: make run PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Aperçu needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1)."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot make an environment; on Debian: apt-get install python3-venv"; exit 1; }
	@mkdir -p .make && touch $@

.make/run: .make/venv requirements.txt pyproject.toml
	@if test -f .make/dev; then $(MAKE) --no-print-directory .make/dev; else \
		echo "Installing what Aperçu needs (once)..." && $(INSTALL) --require-hashes -r requirements.txt && $(ITSELF); fi
	@touch $@

.make/dev: .make/venv requirements-dev.txt pyproject.toml
	@echo "Installing what the tests need (once)..."
	@$(INSTALL) --require-hashes -r requirements-dev.txt && $(ITSELF)
	@touch $@

.make/browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && { \
		echo "Installing Debian's chromium for the journeys..."; apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null; }; } || { \
		echo "The journeys need a browser: apt-get install chromium"; exit 1; }
	@mkdir -p .make && touch $@

.make/postgresql:
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null && { \
		echo "Installing Debian's postgresql for the tests..."; apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql >/dev/null; }; } || { \
		echo "The tests need PostgreSQL: apt-get install postgresql"; exit 1; }
	@mkdir -p .make && touch $@
