#!/usr/bin/env bash
# Builds programs for release into dist/bin: build.sh [PROGRAM…], all of packaging/programs by default.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/release_build.bash
source scripts/release_build.bash

mapfile -t wanted < <(programs all)
for program in "$@"; do
    [[ " ${wanted[*]} " == *" $program "* ]] || die "there is no program $program in packaging/programs"
done
[[ $# -gt 0 ]] || set -- "${wanted[@]}"

scripts/install-tools.sh build
mkdir -p dist/bin
for program in "$@"; do
    release_build "$program"
    # A new file takes the place of the old one, which may be running. `strip -o` writes it in large pieces, and the kernel
    # maps it so. Stripped in place it would be cached in single pages, and start a fifth more slowly.
    strip -o "dist/bin/.$program" "$release_scratch/release/$program"
    chmod 0755 "dist/bin/.$program"
    mv -f "dist/bin/.$program" "dist/bin/$program"
done
