# Every target does its own set-up in .venv, once. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-virtualenv

.PHONY: help report check test bench explore lab picture lock clean
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

report: $(VENV)/run.stamp ## check the data, then make the reports as PDFs in reports/
	@$(BIN)/kb check
	@$(BIN)/kb build

test: $(VENV)/test.stamp ## run all tests
	@$(BIN)/python -m pytest

check: $(VENV)/test.stamp ## data, code style, types and notebooks: what the commit hook checks
	@PATH="$(CURDIR)/$(BIN):$$PATH" pre-commit run --all-files

bench: $(VENV)/test.stamp ## speed of reading records, of search and of builds, against the least that is needed
	@$(BIN)/python tests/bench.py
	@$(BIN)/python tests/bench_search.py
	@$(BIN)/python tests/bench_reports.py

explore: $(VENV)/run.stamp ## open the explorer in your browser: search, filter, read, compare
	@$(BIN)/kb explore

lab: $(VENV)/run.stamp ## open the notebooks in JupyterLab
	@$(BIN)/kb lab

picture: report ## make the README's picture of a report page anew (needs poppler-utils)
	@pdftoppm -r 60 -png -f 2 -l 2 -singlefile reports/comparison-en.pdf notebooks/reports/comparison

lock: ## choose the newest allowed packages and write the lock files (needs uv)
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --upgrade \
	  --custom-compile-command "make lock" --extra build -o requirements.lock pyproject.toml
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --upgrade \
	  --custom-compile-command "make lock" --extra build --extra test -c requirements.lock \
	  -o requirements-test.lock pyproject.toml

clean: ## delete .venv and the caches; reports stay
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/run.stamp: requirements.lock pyproject.toml
	@$(call set-up,requirements.lock)
	@touch $@

$(VENV)/test.stamp: requirements-test.lock requirements.lock pyproject.toml
	@$(call set-up,requirements-test.lock)
	@touch $(VENV)/run.stamp $@

define set-up
$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("Python 3.11 or newer is needed, this is %d.%d; try: make PYTHON=python3.12 ..." % v[:2])' && \
echo "Setting up $(VENV) from $(1): once, for a minute or two ..." >&2 && \
$(PYTHON) -m venv $(VENV) && \
$(PIP) --require-hashes --only-binary :all: -r $(1) && \
$(PIP) --no-deps --no-build-isolation -e .
endef
