# Everything is one command. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test test-cluster bench fmt lint

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | \
	  while IFS='|' read -r name words; do printf '%-20s %s\n' "$$name" "$$words"; done
	@echo
	@echo '  make run ARGS="--sample"   opens the sample clinic directly'

run: ## build what has changed and open the window (installs what the system lacks)
	@scripts/run.sh $(ARGS)

test: ## every test: the interface, the core, every engine, the real window; ends with a count
	@scripts/test.sh

test-cluster: ## the tests of a 3-node MySQL group (CLINIC_TEST_CLUSTER_URL or CLINIC_MYSQL_TOOL)
	@scripts/test-cluster.sh

bench: ## how fast the clinic's everyday questions and operations are, on every engine at hand
	@scripts/bench.sh

fmt: ## put the Rust code in order
	@cargo fmt --all

lint: ## formatting, clippy, the interface's types, bindings, lock files, scripts
	@scripts/lint.sh
