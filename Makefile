# Klimasvar. `make run` asks in the browser, `make test` runs every test.
PYTHON ?= python3
DATA ?= data
BIN := .venv/bin
# torch comes first and pinned: a looser requirement pulls gigabytes of CUDA.
TORCH := torch==2.13.0

.PHONY: run test setup setup-dev check gate baseline bench lock screenshots clean

run: setup
	@$(BIN)/klimasvar serve --shipped --data $(DATA)

setup: .venv/.installed
setup-dev: .venv/.installed-dev

.venv/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet $(TORCH)
	$(BIN)/pip install --quiet -r requirements.lock
	$(BIN)/pip install --quiet --no-deps -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	$(BIN)/pip install --quiet -r requirements-dev.lock
	@touch $@

test: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not browser"

# The shipped library must meet what it has met before: the floors below, and no fall beyond chance from the baseline.
GATE := build/gate
BASELINE := .ci/baseline.jsonl
RULES := --fail-on "citation_support<1.0" --fail-on "faithfulness<1.0" --fail-on "facts<0.7" \
	--fail-on "correct drop>noise" --fail-on "facts drop>noise" --fail-on "right_page drop>noise" \
	--fail-on "refusal_recall drop>noise" --fail-on "false_refusals drop>noise" --fail-on "false_refusals>0.15"

gate: setup
	@$(BIN)/klimasvar ingest --shipped --data $(GATE)
	@$(BIN)/klimasvar eval run --set digest --data $(GATE) --baseline $(BASELINE) $(RULES) \
		--junit $(GATE)/junit.xml --markdown $(GATE)/report.md

# After a change that is meant to change answers: measure anew, look at the figures, and commit the file.
baseline: setup
	@$(BIN)/klimasvar ingest --shipped --data $(GATE)
	@$(BIN)/klimasvar eval run --set digest --data $(GATE) --save-baseline $(BASELINE)

bench: setup
	$(BIN)/klimasvar eval bench --data $(DATA)

screenshots: setup-dev
	$(BIN)/python -m tests.web.screenshots

lock: setup-dev
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --no-annotate -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --no-annotate --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	sed -i -e '/^torch==/d' -e '/^pip==/d' -e '/^setuptools==/d' -e '/^#/d' -e '/^$$/d' requirements.lock requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build *.egg-info
