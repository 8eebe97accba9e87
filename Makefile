# Kondusif. `make run` shows the dashboard, `make test` proves it. See README.md for the same without make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
export KONDUSIF_HOME ?= data/local
# Without it every process of a test compiles the program anew, and pytest its tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run quick test check faults bench load locks words edition imports clean
.DEFAULT_GOAL := run

# ensurepip is what Debian's python3-venv brings; without it a .venv would be made that has no pip.
$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python tidak ditemukan. Pasang python3 (3.11 atau lebih baru) dan python3-venv, mis.: sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru; $(PYTHON) di sini: $$($(PYTHON) --version 2>&1). Jalankan mis.: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Modul venv tidak lengkap. Pasang python3-venv dulu, mis.: sudo apt install python3-venv"; exit 1; }
	@echo "== Menyiapkan lingkungan Python di $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock | $(VENV)/bin/python
	@echo "== Memasang pustaka dari requirements.lock (sekali saja; start pertama seluruhnya sekitar dua menit, berikutnya beberapa detik)"
	@$(BIN)/python -m pip install --quiet --require-hashes --disable-pip-version-check -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	@echo "== Memasang pustaka dan alat uji dari requirements-dev.lock (sekali saja, beberapa menit)"
	@$(BIN)/python -m pip install --quiet --require-hashes --disable-pip-version-check -r requirements-dev.lock
	@touch $@ $(VENV)/.runtime

run: $(VENV)/.runtime
	@$(BIN)/python -m data start
	@$(BIN)/python dashboard.py --port $(PORT)

test: $(VENV)/.dev
	@echo "== Menjalankan semua uji (uji peramban dilewati bila Chromium tidak ada)"
	@$(BIN)/python -m pytest $(PYTEST)

quick: $(VENV)/.dev
	@echo "== Menjalankan uji yang tidak memerlukan basis data, server, atau peramban (kurang dari semenit)"
	@$(BIN)/python -m pytest -m "quick and not slow" --ignore tests/browser --ignore tests/faults -n 2 $(PYTEST)

check: $(VENV)/.dev
	@echo "== ruff, mypy, lapisan"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

faults: $(VENV)/.dev
	@echo "== Memutus proses 200 kali di tengah pekerjaan, lalu 20.000 berkas rusak (satu jam lebih)"
	@$(BIN)/python -m pytest tests/faults -m "faults or not faults" -n0 -s $(PYTEST)

bench: $(VENV)/.dev
	@$(BIN)/python -m tests.bench

# how many people at once are served: `make load LOAD="--people 25 --against ../before"`
load: $(VENV)/.dev
	@$(BIN)/python -m tests.load $(LOAD)

locks: $(VENV)/.dev
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make locks" requirements.txt -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make locks" -c requirements.lock requirements-dev.in -o requirements-dev.lock

words: $(VENV)/.dev
	@$(BIN)/python -m data.words

# docs/edition.md from the definition of an edition
edition: $(VENV)/.dev
	@$(BIN)/python -m data.editions.document

# which room imports which, as in docs/imports.md
imports: $(VENV)/.dev
	@$(BIN)/python -m tests.imports

clean:
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
