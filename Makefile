# Everything a user or a developer runs. `make setup` is implied by all of them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
OUT ?= out/demo

.PHONY: setup web demo viewer test lint bench clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Python 3.11 is needed; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=$(abspath constraints.txt) $(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

# The viewer's page: TypeScript to one bundle in showroom/_web. Node comes from the environment if the machine has none.
web: setup
	$(PY) -m viewer.bundle

demo: web
	$(VENV)/bin/showroom build assets/samples/catalog.csv --out $(OUT) --fill

# The merchant's app; it opens at once, and what `make demo` left can be opened from its first page.
viewer: web
	$(VENV)/bin/showroom view $(dir $(OUT))

lint: setup
	$(PY) -m pytest -q -p no:cacheprovider tests/architecture

test: web
	$(PY) tests/browser/chromium.py
	$(PY) -m tests.in_two

bench: web
	$(VENV)/bin/showroom bench

clean:
	rm -rf $(VENV) out showroom/_web viewer/frontend/node_modules
