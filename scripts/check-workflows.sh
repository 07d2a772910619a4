#!/usr/bin/env bash
# Checks .github: the workflows against GitHub's schema, by actionlint, and by zizmor for what attackers use.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/python_tools.bash
source scripts/python_tools.bash

scripts/install-tools.sh workflows
use_python_tools packaging/requirements.txt .build-python
check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
zizmor --offline --no-progress --pedantic .github
actionlint
