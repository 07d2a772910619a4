#!/usr/bin/env bash
# Builds the programs for release into dist/bin.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

# The list to extend: one array for each way to link.
#
# Static executables start in a third of the time and run on any Linux of the same architecture. A program that needs a
# C library without an archive, such as libsecret, cannot be one: give it `--static-swift-stdlib` and a scratch path of
# its own, because other link options in one scratch path mean building everything again.
static_executables=(docker-credential-file docker-credential-pass helper-conformance)
# docker-creds asks the name service for the addresses of registries, which the C library loads at run time.
static_swift=(docker-credential-secretservice docker-creds)

scripts/install-tools.sh build
mkdir -p dist/bin

# build SCRATCH-PATH PRODUCT OPTION…: products are built one by one, as link options hold for all that is built.
build() {
    local scratch=$1 product=$2
    shift 2
    swift build -c release --product "$product" --scratch-path "$scratch" "$@"
    # `install` puts a new file in the place of the old one, which may be running.
    install -m 0755 "$scratch/release/$product" "dist/bin/.$product"
    strip "dist/bin/.$product"
    mv -f "dist/bin/.$product" "dist/bin/$product"
}

for product in "${static_executables[@]}"; do
    build .build-static "$product" -Xswiftc -static-executable
done
# Swift's runtime is written in C++. With the archive alone in a directory that is searched first, the linker takes it,
# and the program needs no library of the compiler at run time: loading libstdc++ is a quarter of its start. So with zlib,
# which the HTTP client brings.
mkdir -p .build-static-swift/archives
for archive in libstdc++.a libz.a; do
    ln -sf "$(clang -print-file-name="$archive")" ".build-static-swift/archives/$archive"
done
for product in "${static_swift[@]}"; do
    build .build-static-swift "$product" --static-swift-stdlib \
        -Xlinker "-L$PWD/.build-static-swift/archives" -Xswiftc -Xclang-linker -Xswiftc -static-libgcc
done
