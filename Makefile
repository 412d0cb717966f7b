# Countermove: set up, run, test. `make help` lists the targets.
#
# Everything is installed in the virtual environment .venv, never outside it. A stamp file in .venv
# stands for each set of dependencies; it is made again when pyproject.toml or the kernels change.

PYTHON ?= python3
VENV ?= .venv
# How many processes run the tests (one more than two cores: browsers wait); how long each fuzzer runs.
JOBS ?= 3
FUZZ_SECONDS ?= 60

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
# A user's own pip settings may ask for installs outside the environment.
export PIP_USER := 0
# Tests start many programs and workers; each would compile the package again.
unexport PYTHONDONTWRITEBYTECODE
NEEDED := pyproject.toml src/countermove/_version.py CMakeLists.txt $(wildcard src/kernels/*)

# What each set of dependencies is for, in the message that says that it is being installed.
NEEDS_web := the web app needs
NEEDS_test := the tests need
NEEDS_lint := the checks of style and types need
NEEDS_docs := the documentation needs
NEEDS_bench := measuring needs
NEEDS_mutants := changing the program on trial needs
NEEDS_fuzz := the fuzzers need
NEEDS_publish := building what is published needs

define SAY_KERNELS
from countermove.compiled import absence
why = absence()
print("Compiled kernels:", f"no ({why}); NumPy gives the same answers, slower." if why else "yes.")
endef
export SAY_KERNELS

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run serve test quick lint format bench docs notebooks picture screenshots mutants fuzz schema dist lowest pure clean distclean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(VENV)/.core ## set up Countermove and answer the talks of February 2025
	@$(BIN)/countermove solve talks-2025
	@echo; echo "Here the command is $(BIN)/countermove; \`source $(BIN)/activate\` makes it just countermove."

serve: $(VENV)/.web ## set up the web app and open it in the browser, on the models of this folder
	@$(BIN)/countermove serve

test: $(VENV)/.test $(VENV)/.browser ## run all tests, the examples in the docstrings and in docs/ included
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

quick: $(VENV)/.test ## run what takes no longer than a minute: after each step of work
	HYPOTHESIS_PROFILE=fewer $(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal -m "not slow"

lint: $(VENV)/.lint ## check style, format, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.lint ## format the code and mend what can be mended automatically
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

bench: $(VENV)/.bench ## measure time and memory, and write the page of the documentation that shows it
	$(BIN)/python -m pytest benchmarks --page docs/reference/speed.md --picture docs/pictures/growth.svg

docs: $(VENV)/.docs ## build the documentation into build/docs
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going docs build/docs

notebooks: $(VENV)/.docs ## write the tutorial notebooks into build/notebooks
	$(BIN)/python docs/notebooks.py build/notebooks

picture: $(VENV)/.core ## draw the README's picture again, from what the program prints
	$(BIN)/python docs/picture.py

screenshots: $(VENV)/.test $(VENV)/.browser ## take the pictures of the web app again
	$(BIN)/python docs/screenshots.py

mutants: $(VENV)/.mutants ## change the solution concepts bit by bit and see whether a test notices
	$(BIN)/mutmut run
	$(BIN)/mutmut results

fuzz: $(VENV)/.fuzz ## feed broken files to the loader, guided by coverage (FUZZ_SECONDS=60)
	@for script in fuzz/fuzz_*.py; do \
		mkdir -p build/fuzz || exit 1; \
		echo "$$script for $(FUZZ_SECONDS) s"; \
		$(BIN)/python $$script -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=build/fuzz/ || exit 1; \
	done

schema: $(VENV)/.core $(VENV)/.web ## write the JSON Schema of the model file and the description of the API again
	@mkdir -p build schema
	$(BIN)/python -m countermove.files.schema > build/schema.json
	mv build/schema.json schema/countermove-1.schema.json
	$(BIN)/python -m countermove.web.api.openapi > build/openapi.json
	mv build/openapi.json schema/openapi.json

dist: $(VENV)/.publish ## build the packages that are published, look into them, and try each (minutes)
	@.ci/dist $(BIN)/python

lowest: build/lowest/.test ## run the tests with the oldest dependencies that pyproject.toml allows
	build/lowest/bin/python -m pytest -n $(JOBS) --dist worksteal

pure: $(VENV)/.test ## run the tests of the engines without the compiled kernels
	COUNTERMOVE_KERNELS=off HYPOTHESIS_PROFILE=fewer $(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests/unit/stability tests/laws tests/regressions tests/unit/test_compiled.py

clean: ## remove what the other targets made, except for the virtual environment
	rm -rf build dist mutants .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests docs benchmarks fuzz -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean ## remove the virtual environment, too
	rm -rf $(VENV)

# Browser tests use the shell of Debian's Chromium, which draws the same in less time, or Chromium,
# and say so where they can't: nothing else is installed outside the virtual environment, and this
# only where apt can do it.
$(VENV)/.browser: $(VENV)/.made
	@if ! command -v chromium-headless-shell >/dev/null 2>&1 && ! command -v chromium >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then \
		as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
		if $$as_root true 2>/dev/null; then \
			echo "Installing Chromium for the browser tests."; \
			$$as_root apt-get -qq update >/dev/null && \
			DEBIAN_FRONTEND=noninteractive $$as_root apt-get -qq install --yes --no-install-recommends chromium-headless-shell fonts-dejavu-core >/dev/null \
			|| echo "Chromium can't be installed here: the browser tests are skipped."; \
		fi; \
	fi
	@touch $@

# Python is looked at before anything is made, so that what is missing is said in one sentence.
$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Countermove needs Python 3.11 or newer, and there is no $(PYTHON) here: install Python, or name the one to use, as in: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Countermove needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1): install a newer one, or name the one to use, as in: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: install its venv module (on Debian and Ubuntu: sudo apt install python3-venv), then run this again: make $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Making the virtual environment $(VENV) with $$($(PYTHON) -V)."
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.made $(NEEDED)
	@echo "Installing Countermove (the first time takes one to two minutes)."
	@$(PIP) install --editable ".[sat]"
	@$(BIN)/python -c "$$SAY_KERNELS"
	@touch $@

# Countermove is there already: this adds what the extra asks for and compiles nothing.
$(VENV)/.web $(VENV)/.test $(VENV)/.lint $(VENV)/.docs $(VENV)/.bench $(VENV)/.mutants $(VENV)/.fuzz $(VENV)/.publish: $(VENV)/.core
	@echo "Installing what $(NEEDS_$(subst .,,$(@F)))."
	@$(PIP) install "countermove[$(subst .,,$(@F))]"
	@touch $@

# uv can resolve to the lowest versions, pip cannot. The fresh environment is what is tested.
build/lowest/.test: $(VENV)/.made $(NEEDED)
	@echo "Installing Countermove with its oldest dependencies in build/lowest."
	@$(PIP) install uv
	@$(BIN)/python -m venv --clear build/lowest
	@$(BIN)/uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct --editable ".[test]"
	@touch $@
