# make demo    sets everything up and walks through one visit      (DEMO_ARGS="--camera FILE"   is handed on)
# make test    sets everything up and runs the tests               (PYTEST_ARGS="tests/unit -x" narrows it)
# make check   style, types, one-way imports, QML
# make bench   the figures of this machine, the long fault tests    (BENCH_ARGS is handed on)
# make lock    resolve the dependencies anew                       (LOCK_ARGS=--upgrade moves what is locked)
# make clean   remove what set-up and running have made
#
# Every target sets up what it needs, once; a second run starts at once. SKIP_SYSTEM=1 leaves the system packages alone.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/done
FILM := .cache/demonstration-film.avi
PYTEST_WORKERS ?= 2
# Chosen by each recipe's shell, not here: a blank machine may get its Python on the way.
FIND_PYTHON = for p in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done

# One thread for each library: the kiosk's processes share a small machine, and so do the tests.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export PYTHONUNBUFFERED := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PIP_INSTALL = $(BIN)/python -m pip install --no-deps --require-hashes --no-build-isolation

.PHONY: help demo test check bench lock setup system system-test clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

help:
	@sed -n '/^# make/s/^# //p' Makefile

# ---- what people ask for

demo: setup $(FILM)
	@echo "==> the demonstration"
	$(BIN)/jobfair demo $(DEMO_ARGS)

test: setup system-test $(FILM)
	@echo "==> the tests, in $(PYTEST_WORKERS) processes"
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadfile $(PYTEST_ARGS)

check: setup
	@echo "==> style"
	$(BIN)/ruff check .
	@echo "==> types"
	$(BIN)/mypy
	@echo "==> imports run one way"
	PYTHONPATH=. $(BIN)/lint-imports
	@echo "==> QML"
	sh resources/make/qmllint.sh $(BIN)/pyside6-qmllint ui/qml

bench: setup system-test $(FILM)
	@echo "==> the figures"
	$(BIN)/jobfair bench $(BENCH_ARGS)
	@echo "==> kills, power cuts and weather, at length"
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/faults --long

lock: $(DONE)/build
	$(PIP_INSTALL) -r locks/tools.lock
	sh resources/make/lock.sh $(BIN)/uv $(LOCK_ARGS)

clean:
	rm -rf $(VENV) .cache build dist demo-output demo-data .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info

# ---- set-up

setup: system $(DONE)/jobfair

system:
	@SKIP_SYSTEM="$(SKIP_SYSTEM)" sh resources/make/system_packages.sh run

system-test:
	@SKIP_SYSTEM="$(SKIP_SYSTEM)" sh resources/make/system_packages.sh run test

$(DONE)/build: locks/build.lock
	@echo "==> 1/3 a virtual environment in $(VENV)"
	@SKIP_SYSTEM="$(SKIP_SYSTEM)" sh resources/make/system_packages.sh venv
	@if [ ! -x $(BIN)/python ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		python=$$($(FIND_PYTHON)); \
		[ -n "$$python" ] || { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv" >&2; exit 1; }; \
		"$$python" -m venv $(VENV) || exit 1; \
	fi
	$(PIP_INSTALL) -r locks/build.lock
	@mkdir -p $(DONE) && touch $@

$(DONE)/packages: locks/dev.lock $(DONE)/build
	@echo "==> 2/3 $$(grep -c == locks/dev.lock) packages, about 750 MB to fetch: some minutes, once"
	$(PIP_INSTALL) -r locks/dev.lock
	@touch $@

$(DONE)/jobfair: pyproject.toml $(DONE)/packages
	@echo "==> 3/3 the command jobfair"
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(FILM): resources/make/demonstration_film.py | $(DONE)/packages
	@echo "==> the demonstration film"
	$(BIN)/python resources/make/demonstration_film.py $@
