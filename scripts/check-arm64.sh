#!/usr/bin/env bash
# Cross-builds docker-credential-pass for arm64, and runs `version` and `get` of it with qemu.
#
# A check of the code, not a way to make releases: Debian's Swift runtime for arm64 may be older than this compiler, and what
# imports Foundation needs the very compiler that built it. Releases for arm64 are built on arm64 (.github/workflows).
#
# Downloads some 500 MB from Debian once, into .build-arm64.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

program=docker-credential-pass
cache=$PWD/.build-arm64
bundle=$cache/debian-arm64.artifactbundle
sdk=$bundle/debian-arm64
scripts/install-tools.sh build arm64
make_work_directory

# The packages of Debian sid, with lists of their own, so that nothing of this machine's apt changes.
download() {
    mkdir -p "$cache/debs" "$work/apt/lists/partial" "$work/apt/archives/partial"
    : >"$work/apt/status"
    printf 'deb [arch=arm64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian sid main\n' \
        >"$work/apt/sources.list"
    cat >"$work/apt/apt.conf" <<END
Dir::State::lists "$work/apt/lists";
Dir::State::status "$work/apt/status";
Dir::Cache "$work/apt";
Dir::Etc::sourcelist "$work/apt/sources.list";
Dir::Etc::sourceparts "-";
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Sandbox::User "root";
END
    export APT_CONFIG=$work/apt/apt.conf
    apt-get update --quiet --quiet
    local gcc
    gcc=$(apt-cache pkgnames libgcc- | grep --only-matching --extended-regexp '^libgcc-[0-9]+-dev$' | sort --version-sort | tail -n 1)
    gcc=${gcc//[^0-9]/}
    (cd "$cache/debs" && apt-get download --quiet --quiet \
        swiftlang libc6 libc6-dev linux-libc-dev "libgcc-$gcc-dev" "libstdc++-$gcc-dev" libgcc-s1 libstdc++6)
}

# A Swift SDK: a sysroot, and the runtime for it, static and dynamic.
make_sdk() {
    local deb directory interface
    rm -rf "$bundle"
    mkdir -p "$sdk/sysroot" "$work/swift"
    for deb in "$cache"/debs/*.deb; do
        case $deb in
        */swiftlang_*) dpkg-deb --fsys-tarfile "$deb" | tar --extract --directory "$work/swift" --wildcards \
            './usr/libexec/swift/lib/swift/*' './usr/libexec/swift/lib/swift_static/*' ;;
        *) dpkg-deb --extract "$deb" "$sdk/sysroot" ;;
        esac
    done
    # Debian's root has these links, which no package holds.
    for directory in lib lib64; do
        [[ -e $sdk/sysroot/$directory ]] || ln -s "usr/$directory" "$sdk/sysroot/$directory"
    done
    mkdir -p "$sdk/sysroot/usr/lib64"
    for directory in swift swift_static; do
        mv "$work/swift/usr/libexec/swift/lib/$directory" "$sdk/$directory"
        rm -rf "$sdk/$directory/clang"
        ln -s "$(clang -print-resource-dir)" "$sdk/$directory/clang"
        # The linker is given the path of the runtime in the sysroot.
        ln -s "../../../$directory" "$sdk/sysroot/usr/lib/$directory"
    done
    # A module that another version of the compiler has built cannot be read. Where its interface is beside it, this
    # compiler builds it again.
    while read -r interface; do
        rm -f "${interface%.swiftinterface}.swiftmodule"
    done < <(find "$sdk" -name '*.swiftinterface')
    cat >"$bundle/info.json" <<END
{"schemaVersion": "1.0", "artifacts": {"debian-arm64":
    {"type": "swiftSDK", "version": "1", "variants": [{"path": "debian-arm64"}]}}}
END
    cat >"$sdk/swift-sdk.json" <<END
{"schemaVersion": "4.0", "targetTriples": {"aarch64-unknown-linux-gnu": {
    "sdkRootPath": "sysroot", "swiftResourcesPath": "swift", "swiftStaticResourcesPath": "swift_static",
    "toolsetPaths": ["toolset.json"]}}}
END
    cat >"$sdk/toolset.json" <<END
{"schemaVersion": "1.0", "swiftCompiler": {"extraCLIOptions": ["-use-ld=lld"]},
    "linker": {"extraCLIOptions": ["-use-ld=lld"]}}
END
}

compgen -G "$cache/debs/swiftlang_*.deb" >/dev/null || download
[[ -f $bundle/info.json ]] || make_sdk

STATIC_EXECUTABLES=$program swift build -c release --product "$program" --scratch-path "$cache/build" \
    --disable-default-traits --swift-sdks-path "$cache" --swift-sdk debian-arm64 --static-swift-stdlib
built=$cache/build/aarch64-unknown-linux-gnu/release/$program

file_type=$(readelf --file-header "$built" | sed -n 's/^ *Machine: *//p')
[[ $file_type == AArch64 ]] || die "$program is built for $file_type"
printf '$ qemu-aarch64-static %s version\n' "$program"
qemu-aarch64-static "$built" version
# With an empty password store the answer is the protocol's "not found", which takes all of the way but gpg.
mkdir -p "$work/store"
printf 'someone@example.org\n' >"$work/store/.gpg-id"
printf '$ printf registry.example | qemu-aarch64-static %s get\n' "$program"
answer=$(printf registry.example | PASSWORD_STORE_DIR=$work/store qemu-aarch64-static "$built" get) || true
printf '%s\n' "$answer"
[[ $answer == 'credentials not found in native keychain' ]] || die "\`get\` of a missing entry says: $answer"
printf '%s for arm64 builds and runs.\n' "$program"
