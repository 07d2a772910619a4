#!/usr/bin/env bash
# Writes the public interface of each library into docs/api, a line for each symbol: api.sh [--check]. With --check it
# writes nothing, and fails if a listing differs.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/symbols.bash
source scripts/symbols.bash

make_work_directory
for library in "${libraries[@]}"; do extract_symbols "$library" "$work/$library"; done
python3 scripts/api_listing.py "$@" "$work" docs/api
