# Two commands for a newcomer: `make run` and `make test`. Both stand on `make setup`, which does nothing when nothing changed.

VENV := .venv
BIN := $(VENV)/bin
WEB := $(shell find server/web display/web counter/web kiosk/web -type f 2>/dev/null) \
       $(shell find server kiosk display counter -path '*/messages/*.json' 2>/dev/null) \
       build.mjs tsconfig.json package-lock.json kiosk/luot_slip/fonts.json
DEMO ?= demo-data

.PHONY: help setup run dev test check bench soak lock clean

help: ## What there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

setup: $(VENV)/.installed $(VENV)/.built ## Virtual environment, pinned dependencies, pages, typeface

$(VENV)/.installed: pyproject.toml constraints.txt deploy/setup.sh
	@sh deploy/setup.sh $(VENV)
	@touch $@

$(VENV)/.built: $(VENV)/.installed $(WEB)
	@$(BIN)/python hatch_build.py
	@touch $@

run: setup ## A living hall to look at
	@$(BIN)/luot demo --play --data $(DEMO)

dev: setup ## The same, restarted on every change of Python, pages rebuilt on every change of TypeScript
	@$(BIN)/python hatch_build.py watch & \
	watch=$$!; trap 'kill $$watch' EXIT; \
	$(BIN)/watchfiles --filter python --sigint-timeout 10 "$(BIN)/luot demo --play --data $(DEMO)" server kiosk display counter

test: setup ## The whole suite, two files at a time
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: setup ## Style, types, who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python hatch_build.py check

bench: setup ## Figures beside their floors, in minutes
	@$(BIN)/python -m tests.bench

soak: setup ## Whole days with both sides killed, in minutes; counts printed
	@$(BIN)/python -m tests.soak

lock: ## Pin anew what pyproject.toml asks for (writes constraints.txt; check it in)
	@sh deploy/lock.sh

clean: ## Everything that was built or installed; data stays
	rm -rf $(VENV) node_modules **/static/built
