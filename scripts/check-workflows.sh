#!/usr/bin/env bash
# Checks .github: the workflows against GitHub's schema, by zizmor for what attackers use, and by actionlint if it is in PATH.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/python_tools.bash
source scripts/python_tools.bash

scripts/install-tools.sh workflows
use_python_tools
check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
zizmor --offline --no-progress --pedantic .github
if command -v actionlint >/dev/null; then
    actionlint
else
    printf 'actionlint is not in PATH, so it did not check the workflows\n' >&2
fi
