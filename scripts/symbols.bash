# The symbol graphs of the public libraries; read with `source`, never run.
# shellcheck shell=bash disable=SC2034

# `BUILD_DIRECTORY` names another directory of an ordinary build, whose modules are then taken as they are.
libraries=(
    ContainerPluginAdapter ContainerizationAdapter HelperProtocol HelperConformance RegistryCredentials
    RegistryDiagnostics RegistrySetup RegistryLogin RegistryLoginHTTP
)

# extract_symbols LIBRARY DIRECTORY: writes the symbol graphs of a library's public interface.
#
# The toolchain's own tools do this, so that Package.swift needs no plugin that everybody would fetch. They are called one
# by one, because `swift package dump-symbol-graph` builds the tests and programs too.
extract_symbols() {
    local library=$1 graphs=$2 products target map c_modules=()
    if [[ -n ${BUILD_DIRECTORY:-} ]]; then
        products=$BUILD_DIRECTORY/debug
    else
        swift build --target "$library"
        products=$(swift build --show-bin-path)
    fi
    target=$(swift -print-target-info | sed -n 's/^ *"unversionedTriple": "\(.*\)",*$/\1/p')
    # The C modules below the library: those with a module map of their own, and those for which the build has made one.
    for map in "${BUILD_DIRECTORY:-.build}"/checkouts/*/Sources/*/include/module.modulemap \
        "$products"/*.build/module.modulemap; do
        case $map in *-tool.build/*) ;; *) c_modules+=(-Xcc "-fmodule-map-file=$map") ;; esac
    done
    mkdir -p "$graphs"
    swift symbolgraph-extract -module-name "$library" -I "$products/Modules" "${c_modules[@]}" -target "$target" \
        -minimum-access-level public -skip-inherited-docs -output-dir "$graphs"
}
