# Needs make, a Python, and the package registry that pip is configured for. Nothing else.

PYTHON ?= python3
LOCAL := .venv/bin/python -m rsn.local

.DEFAULT_GOAL := help
.PHONY: help venv demo demo-reset test check format messages bench

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

venv: ## the private environment in .venv, as uv.lock says
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "There is no $(PYTHON) on this machine: install Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -I rsn/local/bootstrap.py

demo: venv ## the whole network on http://127.0.0.1:8000 (PORT=8001 changes it); Ctrl-C ends it
	@$(LOCAL) demo

demo-reset: venv ## forget everything written in the demo
	@$(LOCAL) demo-reset

test: venv ## all tests, in a browser too (ARGS="-k feed" for some)
	@$(LOCAL) test $(ARGS)

check: venv ## formatting, linting, contracts, types, templates, migrations, translations
	@$(LOCAL) check

format: venv ## put the code in shape, as `make check` wants it
	@.venv/bin/python -m ruff check --fix --quiet .
	@.venv/bin/python -m ruff format .

messages: venv ## bring locale/ up to date with the sources
	@$(LOCAL) messages

bench: venv ## the benchmarks, as a table and in var/bench/
	@$(LOCAL) run -- python -m bench $(ARGS)
