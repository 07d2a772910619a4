#!/usr/bin/env bash
# Builds the documentation of the public libraries into .build-docs, a directory for each. A warning is an error: it may be
# a link to a symbol that does not exist. So are a symbol without a summary, and an interface that differs from its listing
# in docs/api.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/symbols.bash
source scripts/symbols.bash

command -v docc >/dev/null || die "docc is missing: it is a part of the Swift toolchain"

rm -rf .build-docs
for library in "${libraries[@]}"; do
    graphs=.build-docs/symbols/$library
    extract_symbols "$library" "$graphs"
    docc convert "Sources/$library/$library.docc" --additional-symbol-graph-dir "$graphs" \
        --fallback-display-name "$library" --fallback-bundle-identifier "$library" \
        --warnings-as-errors --output-path ".build-docs/$library"
    printf '%s: .build-docs/%s\n' "$library" "$library"
done
python3 scripts/api_listing.py --check .build-docs/symbols docs/api
