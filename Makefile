# The hub's commands. `make` alone lists them.

.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

export HOST ?= 127.0.0.1
export PORT ?= 8000
export HUB_DATA ?= $(CURDIR)/var

.PHONY: help run frontend-astro frontend-next test test-all clients kits lint format lock schema migrations pictures image bench bench-admin bench-clicks bench-history bench-load bench-newsletter bench-preview bench-schedule bench-search bench-site bench-writing clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

run: ## Set everything up and start the hub with its content
	@exec bin/run

frontend-astro: $(VENV)/installed ## Build and start the Astro frontend, and a hub for it unless HUB_URL names one
	@exec bin/frontend astro

frontend-next: $(VENV)/installed ## Build and start the Next.js frontend, and a hub for it unless HUB_URL names one
	@exec bin/frontend next

test: $(VENV)/installed node_modules/installed ## Run the test suite on SQLite, but for what takes long
	@$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m "not long and not full" $(ARGS)

test-all: $(VENV)/installed node_modules/installed kits ## Run the tests that CI leaves out, and write tests/RESULTS.md; ARGS=walks runs one part
	@$(BIN)/python bin/test-all $(ARGS)

clients: tests/clients/node_modules/installed tests/clients/.venv/installed $(VENV)/store $(VENV)/pdf ## Install the GraphQL clients that the suite tries, the store, and what makes PDF files

kits: frontends/astro/node_modules/installed frontends/next/node_modules/installed bench/lighthouse/node_modules/installed clients ## Install what the tests of the frontends need

lint: $(VENV)/installed ## Check types, the style of code and templates, and that the locks follow their sources
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --check templates
	@$(BIN)/djlint --lint templates
	@$(BIN)/python bin/lock --check
	@$(BIN)/mypy

format: $(VENV)/installed ## Put code and templates into the house's form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint --reformat --quiet templates || true

lock: $(VENV)/installed ## Compile the locks after a change of requirements*.in; ARGS=--upgrade renews what nobody pins
	@$(BIN)/python bin/lock $(ARGS)

schema: $(VENV)/installed ## Write the GraphQL schema to cms/schema.graphql
	@$(BIN)/python manage.py print_schema

migrations: $(VENV)/installed ## Write migrations for changed models, and the database with which new hubs begin
	@$(BIN)/python manage.py makemigrations
	@$(BIN)/python bin/empty-database

pictures: $(VENV)/installed node_modules/installed ## Take the pictures of the README and of the editors' guide
	@bin/pictures

# A health check isn't part of OCI's form of an image, only of Docker's.
BUILDER ?= $(notdir $(firstword $(shell command -v docker podman buildah)))
IMAGE ?= localhost/hub:latest

image: ## Build the image for servers and workers with Docker, Podman or Buildah; IMAGE= names it
	@$(or $(BUILDER),$(error Building an image needs Docker, Podman or Buildah)) build $(if $(filter docker,$(BUILDER)),,--format docker) \
		--file deploy/Containerfile --tag $(IMAGE) $(ARGS) .

bench: $(VENV)/installed ## Measure the API beside stock grapple; ARGS="--pages 1000 100000"
	@$(BIN)/python -m bench $(ARGS)

bench-admin: $(VENV)/installed ## Measure the dashboard and our lists at 10 000 pages; ARGS=--write keeps the figures
	@$(BIN)/python -m bench.admin $(ARGS)

bench-clicks: $(VENV)/installed node_modules/installed ## Count the clicks of fifteen tasks in the admin; ARGS=--write keeps them
	@$(BIN)/python -m bench.clicks $(ARGS)

bench-history: $(VENV)/installed ## Measure answers of past moments and what they cost; ARGS=--write keeps the figures
	@$(BIN)/python -m bench.history $(ARGS)

bench-load: $(VENV)/installed node_modules/installed ## Measure readers, editors, a send and a crawler together; ARGS=--write keeps the figures
	@$(BIN)/python -m bench.load $(ARGS)

bench-newsletter: $(VENV)/installed ## Measure building, preparing and handing over; ARGS=--write keeps the figures
	@$(BIN)/python -m bench.newsletter $(ARGS)

bench-preview: $(VENV)/installed node_modules/installed ## Measure how soon a frontend shows what is typed; ARGS=--write keeps the figures
	@$(BIN)/python -m bench.preview $(ARGS)

bench-schedule: $(VENV)/installed ## Measure how late workers publish; ARGS=--write keeps the figures
	@$(BIN)/python -m bench.schedule $(ARGS)

bench-site: $(VENV)/installed node_modules/installed bench/lighthouse/node_modules/installed ## Measure the public pages; ARGS=--write keeps the figures
	@$(BIN)/python -m bench.pages $(ARGS)

bench-search: $(VENV)/installed ## Measure the search on 100 000 pages; ARGS=--write keeps the figures
	@$(BIN)/python -m bench.search $(ARGS)

bench-writing: $(VENV)/installed ## Measure writing by the API and in the admin; ARGS=--write keeps the figures
	@$(BIN)/python -m bench.writing $(ARGS)

clean: ## Remove what the commands made, but not the data
	@rm -rf $(VENV) node_modules static bench/lighthouse/node_modules frontends/*/node_modules frontends/astro/dist frontends/next/.next tests/clients/.venv tests/clients/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis

# One stamp a set-up step, so that a second start takes seconds. npm needs our environment only where the machine has none.

NPM := $(if $(shell command -v npm),,$(VENV)/installed)

$(VENV)/installed: requirements-dev.txt requirements-tools.txt
	@bin/step "Python packages" bin/install $(VENV) requirements-dev.txt
	@touch $@

node_modules/installed: package.json package-lock.json $(NPM)
	@bin/step "Design system and GraphiQL" bin/npm ci --no-audit --no-fund --loglevel=error
	@touch $@

tests/clients/node_modules/installed: tests/clients/package.json tests/clients/package-lock.json $(NPM)
	@bin/step "Apollo Client, Relay, urql, linters of schemas, axe and the audits" \
		bin/npm ci --prefix tests/clients --no-audit --no-fund --loglevel=error
	@touch $@

bench/lighthouse/node_modules/installed: bench/lighthouse/package.json bench/lighthouse/package-lock.json $(NPM)
	@bin/step "Lighthouse" bin/npm ci --prefix bench/lighthouse --no-audit --no-fund --loglevel=error
	@touch $@

frontends/astro/node_modules/installed: frontends/astro/package.json frontends/astro/package-lock.json $(NPM)
	@NODE_AT_LEAST=22.12 bin/step "Astro" bin/npm ci --prefix frontends/astro --no-audit --no-fund --loglevel=error
	@touch $@

frontends/next/node_modules/installed: frontends/next/package.json frontends/next/package-lock.json $(NPM)
	@NODE_AT_LEAST=20.9 bin/step "Next.js" bin/npm ci --prefix frontends/next --no-audit --no-fund --loglevel=error
	@touch $@

# Beside the hub's own packages, and not part of `make run`, which needs no store.
$(VENV)/store: requirements-store.txt $(VENV)/installed
	@bin/step "Media in a store" bin/install $(VENV) requirements-store.txt
	@touch $@

# It needs Pango, too (docs/evidence.md).
$(VENV)/pdf: requirements-pdf.txt $(VENV)/installed
	@bin/step "PDF files" bin/install $(VENV) requirements-pdf.txt
	@touch $@

# An environment of its own: gql needs a newer graphql-core than the server.
tests/clients/.venv/installed: tests/clients/requirements.txt requirements-tools.txt
	@bin/step "gql and moto" bin/install tests/clients/.venv tests/clients/requirements.txt
	@touch $@
