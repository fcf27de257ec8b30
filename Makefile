# Nämndsök: `make run` and `make test` are all the set-up there is. `make help` lists the rest.

# Plain `=`: shells export HOST, and only the command line may move these.
PORT = 8000
HOST = 127.0.0.1
DOCS = samples/dokument

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALLED := $(VENV)/.installed
TESTS_INSTALLED := $(VENV)/.installed-tests

.DEFAULT_GOAL := help
.PHONY: help install install-tests run test check bench soak audit sbom licences clean

help: ## List the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(INSTALLED) ## Make .venv with the light set (no torch); .venv/bin/namndsok is there afterwards. PYTHON= names the Python for a new one.

$(INSTALLED): pyproject.toml constraints.txt
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		chosen=$(if $(PYTHON),$(PYTHON),$$(sh scripts/pick_python.sh)) && "$$chosen" -m venv --clear $(VENV); }
	$(PIP) install --quiet --constraint constraints.txt --editable .
	touch $@

install-tests: $(TESTS_INSTALLED) ## Add what the tests need: extras, and as root on Debian also Chromium, tesseract and Maven.

$(TESTS_INSTALLED): $(INSTALLED) scripts/install_test_tools.sh scripts/fetch_axe.sh
	$(PIP) install --quiet --constraint constraints.txt --editable '.[transformers,ocr,dev]'
	sh scripts/install_test_tools.sh
	sh scripts/fetch_axe.sh
	touch $@

run: $(INSTALLED) ## Index the samples (or DOCS=folder) on the first run and serve them on http://HOST:PORT.
	@$(BIN)/python -m namndsok.quickstart --docs "$(DOCS)" --host "$(HOST)" --port "$(PORT)"

check: $(TESTS_INSTALLED) ## Fast checks: ruff, mypy --strict, import contracts.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check ## Everything: checks and all tests, with a tenth of the long ones.
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

soak: $(TESTS_INSTALLED) ## The long tests in full: kill -9 a hundred times and the like.
	NAMNDSOK_SOAK=1 $(BIN)/python -m pytest -m soak

bench: $(TESTS_INSTALLED) ## Speed and quality figures, as docs/performance.md and docs/quality.md show them.
	$(BIN)/python -m benchmarks

audit: ## Known weaknesses of the packages that a light install brings (asks the network).
	sh scripts/supply_chain.sh audit

sbom: ## A software bill of materials (CycloneDX) of the light install, in build/.
	sh scripts/supply_chain.sh sbom

licences: ## Write docs/licences.md anew.
	sh scripts/supply_chain.sh licences

clean: ## Remove .venv, caches and the data that `make run` made.
	rm -rf $(VENV) .namndsok .cache build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
