#!/usr/bin/env bash
# Builds the documentation of the public libraries into .build-docs, a directory for each. A warning is an error: it may be
# a link to a symbol that does not exist.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

libraries=(HelperProtocol HelperConformance RegistryCredentials RegistryDiagnostics RegistryLogin RegistryLoginHTTP)

command -v docc >/dev/null || die "docc is missing: it is a part of the Swift toolchain"

# The toolchain's own tools do this, so that Package.swift needs no plugin that everybody would fetch. They are called one
# by one, because `swift package dump-symbol-graph` builds the tests and programs too.
products=$(swift build --show-bin-path)
target=$(swift -print-target-info | sed -n 's/^ *"unversionedTriple": "\(.*\)",*$/\1/p')
rm -rf .build-docs
for library in "${libraries[@]}"; do
    swift build --target "$library"
    # The C modules below the library: those with a module map of their own, and those for which the build has made one.
    c_modules=()
    for map in .build/checkouts/*/Sources/*/include/module.modulemap "$products"/*.build/module.modulemap; do
        case $map in *-tool.build/*) ;; *) c_modules+=(-Xcc "-fmodule-map-file=$map") ;; esac
    done
    graphs=.build-docs/symbols/$library
    mkdir -p "$graphs"
    swift symbolgraph-extract -module-name "$library" -I "$products/Modules" "${c_modules[@]}" -target "$target" \
        -minimum-access-level public -skip-inherited-docs -output-dir "$graphs"
    docc convert "Sources/$library/$library.docc" --additional-symbol-graph-dir "$graphs" \
        --fallback-display-name "$library" --fallback-bundle-identifier "$library" \
        --warnings-as-errors --output-path ".build-docs/$library"
    printf '%s: .build-docs/%s\n' "$library" "$library"
done
