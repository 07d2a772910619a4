#!/usr/bin/env bash
# Builds the documentation of the public libraries into .build-docs, a directory for each. A warning is an error: above
# all a link to a symbol that is not there.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

libraries=(HelperProtocol HelperConformance RegistryCredentials RegistryLogin)

command -v docc >/dev/null || die "docc is missing: it is a part of the Swift toolchain"

# The toolchain's own tools do this, so that Package.swift needs no plugin that everybody would fetch. They are called one
# by one, as `swift package dump-symbol-graph` insists on the tests and programs too.
products=$(swift build --show-bin-path)
target=$(swift -print-target-info | sed -n 's/^ *"unversionedTriple": "\(.*\)",*$/\1/p')
# The C modules that the libraries are built on: ours, and that of swift-system.
c_modules=(
    -Xcc "-fmodule-map-file=$products/CSystemSupport.build/module.modulemap"
    -Xcc "-fmodule-map-file=$PWD/.build/checkouts/swift-system/Sources/CSystem/include/module.modulemap"
)
rm -rf .build-docs
for library in "${libraries[@]}"; do
    swift build --target "$library"
    graphs=.build-docs/symbols/$library
    mkdir -p "$graphs"
    swift symbolgraph-extract -module-name "$library" -I "$products/Modules" "${c_modules[@]}" -target "$target" \
        -minimum-access-level public -skip-inherited-docs -output-dir "$graphs"
    docc convert "Sources/$library/$library.docc" --additional-symbol-graph-dir "$graphs" \
        --fallback-display-name "$library" --fallback-bundle-identifier "$library" \
        --warnings-as-errors --output-path ".build-docs/$library"
    printf '%s: .build-docs/%s\n' "$library" "$library"
done
