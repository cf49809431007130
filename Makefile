.DEFAULT_GOAL := help
.PHONY: help setup run test fuzz lint synth bench e2e-local frontend

help:  ## the targets
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

setup:  ## install what the others need; does nothing when all is current
	@scripts/setup.sh

run: setup  ## the whole product on this machine, at http://127.0.0.1:8787
	@exec .venv/bin/python -m local

test: setup  ## all tests
	@scripts/test.sh

fuzz: setup  ## other random requests than `make test` sends, and ten times as many
	@HYPOTHESIS_PROFILE=explore .venv/bin/pytest -n 2 tests/fuzzing

lint: setup  ## all static checks
	@scripts/lint.sh

synth: setup  ## the CDK app: build, synthesize, check, print sizes
	@.venv/bin/python -m infra_cdk.synth

bench: setup  ## figures, printed
	@scripts/bench.sh

e2e-local: setup  ## the template deployed to the emulator, its routes called
	@.venv/bin/python -m infra_cdk.e2e

frontend:  ## build the dashboard
	@scripts/frontend.sh
