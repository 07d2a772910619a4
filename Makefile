# Each target calls one script of scripts/, which also runs by itself and from any directory.

PREFIX ?= /usr/local
DESTDIR ?=

.DEFAULT_GOAL := help
.PHONY: help build demo check test install uninstall lint docs bench fuzz dist test-packages test-setup reproduce check-arm64 clean

help: ## print this list
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

build: ## build the programs for release into dist/bin
	@scripts/build.sh

demo: ## show docker-credential-file at work, in a throw-away home; builds that program alone
	@scripts/demo.sh --build

check: ## the checks for while you work: format, lint, build, unit tests
	@scripts/test.sh --inner-loop

test: ## run everything that CI runs
	@scripts/test.sh

install: ## install programs, manual pages and completions below PREFIX (/usr/local); DESTDIR is honoured
	@scripts/install.sh --destination "$(DESTDIR)" "$(PREFIX)"

uninstall: ## remove what make install has installed with the same PREFIX and DESTDIR
	@scripts/install.sh --uninstall --destination "$(DESTDIR)" "$(PREFIX)"

lint: ## check format, scripts, manual pages and conventions
	@scripts/lint.sh

docs: ## build the documentation of the public libraries into .build-docs
	@scripts/docs.sh

bench: build ## measure the programs beside Debian's Go helpers, and the file store
	@scripts/bench.sh

fuzz: ## fuzz the parsers for FUZZ_SECONDS each (300)
	@scripts/fuzz.sh

dist: build ## make packages, a tarball, checksums and an SBOM in dist/VERSION
	@scripts/dist.sh

test-packages: ## install, use, upgrade and remove the packages of make dist in a Debian of their own; needs root
	@scripts/test-packages.sh

test-setup: ## set up a helper with one command in a Debian of its own; needs root
	@scripts/test-setup.sh

reproduce: ## build everything in two directories and compare the bytes
	@scripts/reproduce.sh

check-arm64: ## cross-build what needs no Foundation for arm64, and run it with qemu
	@scripts/check-arm64.sh

clean: ## remove what was built
	rm -rf dist .build .build-*
