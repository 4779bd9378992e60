# Klimasvar. `make run` asks in the browser, `make test` runs every test.
PYTHON ?= python3
DATA ?= data
BIN := .venv/bin
# torch comes first and pinned: a looser requirement pulls gigabytes of CUDA.
TORCH := torch==2.13.0

.PHONY: run test setup setup-dev check bench lock screenshots clean

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
