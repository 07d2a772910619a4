# Each target calls one script of scripts/, which also runs by itself and from any directory.

PREFIX ?= /usr/local
DESTDIR ?=

.DEFAULT_GOAL := help
.PHONY: help build demo test install lint docs bench fuzz clean

help: ## print this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

build: ## build the programs for release into dist/bin
	@scripts/build.sh

demo: build ## show docker-credential-file at work, in a throw-away home
	@scripts/demo.sh

test: ## run everything that CI runs
	@scripts/test.sh

install: ## install the programs below PREFIX (/usr/local); DESTDIR is honoured
	@scripts/install.sh "$(DESTDIR)$(PREFIX)"

lint: ## check format, shell scripts and house rules
	@scripts/lint.sh

docs: ## build the documentation of the public libraries into .build-docs
	@scripts/docs.sh

bench: build ## measure the programs beside Debian's Go helper, and the file store
	@scripts/bench.sh
	@scripts/bench-pass.sh
	@scripts/bench-secretservice.sh
	@scripts/bench-filestore.sh
	@scripts/bench-creds.sh

fuzz: ## fuzz the parsers for FUZZ_SECONDS each (300)
	@scripts/fuzz.sh

clean: ## remove what was built
	rm -rf dist .build .build-*
