# `make pdf` builds everything, `make test` runs every test. Each does its own set-up.

PUBLISH = .venv/bin/publish
PYTHON = .venv/bin/python

.PHONY: pdf bundles handouts check test check-code bench lock clean

pdf:
	@scripts/setup.sh build
	@$(PUBLISH) build

bundles:
	@scripts/setup.sh build
	@$(PUBLISH) bundle

handouts:
	@scripts/setup.sh build
	@$(PUBLISH) handout

check:
	@scripts/setup.sh build
	@$(PUBLISH) check

test: check-code
	@$(PYTHON) -m pytest -n 2

check-code:
	@scripts/setup.sh test
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy

bench:
	@scripts/setup.sh build
	@$(PYTHON) tests/bench/run.py
	@$(PYTHON) tests/bench/bundles.py
	@$(PYTHON) tests/bench/imposing.py

# Write the lock files anew after a change of the dependencies in pyproject.toml.
lock:
	@scripts/lock.sh

clean:
	@if [ -x $(PUBLISH) ]; then $(PUBLISH) clean; fi
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache
