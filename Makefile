# make demo         set up the environment and run the main job on the samples
# make test         ruff, mypy and every test
# make lint         ruff and mypy only
# make bench        speed, memory and start-up
# make corpus       compile and check the corpus (APART=DIR: it must share no wording with that folder)
# make models       train the models that ship, and run the notebooks
# make rules        write docs/rules/ from the rulebook
# make constraints  pin the dependencies of pyproject.toml anew (the only target that chooses versions)
# make clean        remove what these made, the environment included

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.giaoviec-ready
DEMO := out/demo

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint bench corpus models rules constraints clean

$(READY): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "giaoviec needs Python 3.11 or later; try make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	$(BIN)/giaoviec extract corpus/samples -o $(DEMO) --comments --requests

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest --doctest-modules pipeline tests

bench: $(READY)
	$(BIN)/python benchmarks/bench.py

corpus: $(READY)
	$(BIN)/python -m pipeline.learning.corpus.build corpus $(if $(APART),--apart-from $(APART))

models: $(READY)
	$(BIN)/giaoviec train
	$(BIN)/python notebooks/run.py

rules: $(READY)
	rm -f docs/rules/*.md
	$(BIN)/giaoviec rules --docs docs/rules

constraints:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet pip-tools
	CUSTOM_COMPILE_COMMAND="make constraints" build/lock/bin/pip-compile --quiet --upgrade --extra dev --extra notebooks --extra parquet --all-build-deps --allow-unsafe \
	    --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	    --output-file constraints.txt pyproject.toml

clean:
	rm -rf $(VENV) out build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
