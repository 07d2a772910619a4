# How release programs are built; read with `source` after common.bash, never run.
# shellcheck shell=bash

release_scratch=.build-release

# What comes with the product Crypto of swift-crypto, of which only BoringSSL is used (docs/architecture.md, "Cryptography").
# Each Swift module keeps what its conformances name, used or not, and these name FoundationEssentials: 8 MB.
unused_modules=(Crypto CryptoBoringWrapper CXKCP CXKCPShims)

# release_build NAME [KIND]: builds a product, or with the kind `--target` a library, below $release_scratch/release.
#
# One scratch path and one set of compiler options for all programs, so that nothing is compiled twice: Package.swift adds
# the option that links some of them statically. Two builds of the same sources with the same toolchain give the same
# bytes, whatever directory they run in.
release_build() {
    local archive module
    local options=(-c release --scratch-path "$release_scratch" --static-swift-stdlib -debug-info-format none
        --disable-local-rpath)
    # The names of source files in the programs are relative to the checkout.
    options+=(-Xswiftc -file-prefix-map -Xswiftc "$PWD=." -Xcc "-ffile-prefix-map=$PWD=.")
    # Otherwise each object file holds a hash that depends on where it was compiled.
    options+=(-Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen)
    # Optimised for size: docker-creds is 2 MB smaller than with -O and starts a tenth sooner, and no call that a person makes is
    # slower. Only work on thousands of entries is, by a tenth.
    options+=(-Xswiftc -Osize -Xcc -Os)
    # A section for each function, so that the linker leaves out what no program calls, and one copy of equal ones. Nothing
    # is exported: each exported symbol would be a reason to keep what it names. Packed relocations make a dynamic program
    # start sooner; they need glibc 2.36, as such programs do already when they are built on Debian 12.
    options+=(-Xswiftc -Xfrontend -Xswiftc -function-sections -Xcc -ffunction-sections -Xcc -fdata-sections)
    options+=(-Xswiftc -use-ld=lld -Xlinker --no-export-dynamic -Xlinker --icf=safe)
    options+=(-Xlinker -z -Xlinker start-stop-gc -Xlinker -z -Xlinker pack-relative-relocs)
    # Left out of the link. A program that names one of their symbols does not link then.
    for module in "${unused_modules[@]}"; do
        options+=(-Xlinker "--remap-inputs=*/$module.build/*=/dev/null")
    done
    options+=(-Xlinker "$PWD/scripts/release.ld")
    # Swift's runtime is written in C++. With the archive alone in a directory that is searched first, the linker takes
    # it, and no program needs a library of the compiler at run time: loading libstdc++ is a quarter of a start. The same
    # holds for zlib, which the HTTP client needs.
    mkdir -p "$release_scratch/archives"
    for archive in libstdc++.a libz.a; do
        ln -sf "$(clang -print-file-name="$archive")" "$release_scratch/archives/$archive"
    done
    options+=(-Xlinker "-L$PWD/$release_scratch/archives" -Xswiftc -Xclang-linker -Xswiftc -static-libgcc)
    STATIC_EXECUTABLES=$(programs static | paste --serial --delimiters ' ') swift build "${options[@]}" "${2:---product}" "$1"
}
