#!/usr/bin/env bash
# Builds the documentation of the public libraries into .build-docs, a directory for each. A warning is an error: above
# all a link to a symbol that is not there.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

libraries=(HelperProtocol HelperConformance)

command -v docc >/dev/null || die "docc is missing: it is a part of the Swift toolchain"

# The tools of the toolchain do this by themselves, so that Package.swift needs no plugin that everybody would fetch.
modules=$(swift build --show-bin-path)/Modules
target=$(swift -print-target-info | sed -n 's/^ *"unversionedTriple": "\(.*\)",*$/\1/p')
rm -rf .build-docs
for library in "${libraries[@]}"; do
    swift build --target "$library"
    graphs=.build-docs/symbols/$library
    mkdir -p "$graphs"
    swift symbolgraph-extract -module-name "$library" -I "$modules" -I .build/checkouts/swift-system/Sources/CSystem/include \
        -target "$target" -minimum-access-level public -skip-inherited-docs -output-dir "$graphs"
    docc convert "Sources/$library/$library.docc" --additional-symbol-graph-dir "$graphs" \
        --fallback-display-name "$library" --fallback-bundle-identifier "$library" \
        --warnings-as-errors --output-path ".build-docs/$library"
    printf '%s: .build-docs/%s\n' "$library" "$library"
done
