# Nianbao: `make demo` to see it, `make test` to test it. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
VENV := .venv
DEMO := .venv-demo
BIN := $(VENV)/bin
EXAMPLE ?= examples/01-education-2023.docx

.PHONY: help demo demo-stop test test-slow container-test check fix bench bench-documents bench-findings bench-service \
	pretrain sizes train evaluate experiments release picture clean

help:  ## what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 14

demo: $(DEMO)/.installed  ## install the service alone, start it, post an example to it
	@$(DEMO)/bin/python -m examples.demo $(EXAMPLE)

demo-stop:  ## stop the service that `make demo` left running
	@$(PYTHON) -m examples.demo --stop

test: $(VENV)/.installed  ## run the tests
	$(BIN)/python -m pytest

test-slow: $(VENV)/.installed  ## run the tests that take minutes
	$(BIN)/python -m pytest -m slow

container-test: $(VENV)/.installed  ## build the images, compose them and use them: make container-test BASE=python:3.11-slim-bookworm
	NIANBAO_TEST_BASE="$(BASE)" NIANBAO_TEST_POSTGRES="$(POSTGRES)" $(BIN)/python -m pytest -m container tests/container

check: $(VENV)/.installed  ## format, lint, types, direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_imports.py

fix: $(VENV)/.installed  ## format and repair what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench-documents: $(VENV)/.installed  ## read 320 generated documents in every format: exact cells, time, memory
	$(BIN)/python -m benchmarks.documents

bench-findings: $(VENV)/.installed  ## plant errors in consistent reports: found, named, false alarms, time
	$(BIN)/python -m benchmarks.findings

bench-service: $(VENV)/.installed  ## speed, memory and overload of a running service
	$(BIN)/python -m benchmarks.service

bench: $(VENV)/.installed  ## time and memory of reading reports, speed of the model, seconds of a training run
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.model --train

sizes: $(VENV)/.installed  ## pretrain the three sizes that `make experiments` compares, with about the same work each
	for size in small base large; do \
	  $(BIN)/python -m training pretrain $(CORPUS) $(HELDOUT) \
	    --config training/configs/sizes/$$size.toml --output .work/sizes/$$size; done

pretrain: $(VENV)/.installed  ## pretrain the encoder: make pretrain CORPUS=corpus.txt.xz HELDOUT=heldout.txt.xz
	$(BIN)/python -m training pretrain $(CORPUS) $(HELDOUT)

train: $(VENV)/.installed  ## fine-tune the fact reader on annotations/samples
	$(BIN)/python -m training finetune

evaluate: $(VENV)/.installed  ## score the released model on the held-out samples
	$(BIN)/nianbao evaluate

experiments: $(VENV)/.installed  ## what each choice of the training is worth: ablations and learning curve (hours)
	$(BIN)/python -m training experiments

release: $(VENV)/.installed  ## export and measure the trained network: make release VERSION=0.4.0
	$(BIN)/python -m training release $(VERSION)

picture: $(VENV)/.installed  ## draw the pictures of docs/
	$(BIN)/python -m docs.picture
	$(BIN)/python -m docs.drawing_picture

clean:  ## remove environments and caches
	rm -rf $(VENV) $(DEMO) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

$(VENV)/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet 'torch==2.13.0'
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

$(DEMO)/.installed: pyproject.toml $(shell find service models annotations -name '*.py' -o -name '*.toml' 2>/dev/null)
	test -x $(DEMO)/bin/python || $(PYTHON) -m venv $(DEMO)
	rm -rf build  # what an earlier installation left there would be installed again
	$(DEMO)/bin/python -m pip install --quiet '.[serve]'
	touch $@
