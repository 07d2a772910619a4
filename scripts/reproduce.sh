#!/usr/bin/env bash
# Builds programs twice, in two directories, and compares the bytes: reproduce.sh [PROGRAM…].
#
# Without programs it builds all, makes the release of each build as `make dist` does, and compares packages and tarballs too.
# The two builds differ in the path of the directory, the time zone, the language and the umask.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

make_work_directory
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}

# build_in DIRECTORY PROGRAM…: the checksums of everything built are in DIRECTORY.sums.
build_in() {
    local directory=$1
    shift
    mkdir -p "$directory"
    git ls-files -z | tar --create --null --files-from - --ignore-failed-read 2>/dev/null | tar --extract --directory "$directory"
    (
        cd "$directory"
        scripts/build.sh "$@"
        if [[ $# -eq 0 ]]; then scripts/dist.sh; fi
        cd dist
        find . -type f | LC_ALL=C sort | xargs sha256sum
    ) >"$directory.log" 2>&1 || {
        tail -n 20 "$directory.log" >&2
        die "the build in $directory failed"
    }
    grep --extended-regexp '^[0-9a-f]{64}  \./' "$directory.log" >"$directory.sums"
}

first=$work/a
second=$work/a-directory-with-another-and-longer-name/b
mkdir -p "${second%/*}"
(umask 022 && TZ=UTC LC_ALL=C.UTF-8 build_in "$first" "$@")
(umask 077 && TZ=Pacific/Auckland LC_ALL=C build_in "$second" "$@")

differing=0
while read -r sum file; do
    other=$(awk -v file="$file" '$2 == file { print $1 }' "$second.sums")
    verdict=same
    if [[ $sum != "$other" ]]; then
        verdict=DIFFERENT
        differing=$((differing + 1))
    fi
    printf '%-9s  %.16s  %.16s  %s\n' "$verdict" "$sum" "${other:-missing}" "${file#./}"
done <"$first.sums"
[[ $differing -eq 0 ]] || die "$differing files differ"
printf 'Both builds gave the same bytes.\n'
