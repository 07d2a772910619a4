#!/usr/bin/env bash
# Checks the format of the sources, the scripts, the manual pages, and the conventions that a text search can check.
#
# LINT_CONVENTIONS=report prints what breaks the conventions of scripts/lint_sources.py and does not fail.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

directories=()
for directory in Sources Helpers Tests Examples Fuzzing; do
    if [[ -d $directory ]]; then directories+=("$directory"); fi
done
# sources DIRECTORY…: the Swift files, but not those of packages that were fetched for a build.
sources() { find "$@" -name '.build*' -prune -o -name '*.swift' -type f -print | sort; }
mapfile -t swift_files < <(printf 'Package.swift\n' && sources "${directories[@]}")
mapfile -t shell_files < <(printf '.ci/run\n' && find scripts packaging Tests -name '*.sh' -o -name '*.bash' | sort)

failed=0
# complain WHAT [LINES]: reports and goes on, so that one run finds everything.
complain() {
    printf 'lint: %s\n' "$1" >&2
    [[ $# -eq 1 ]] || printf '%s\n' "${2}" | sed 's/^/    /' >&2
    failed=1
}

swift format lint --strict --parallel "${swift_files[@]}" || complain "swift format has complaints: see above"

if command -v shellcheck >/dev/null; then
    shellcheck --external-sources "${shell_files[@]}" || complain "shellcheck has complaints: see above"
else
    printf 'lint: shellcheck is not installed, so the scripts were not checked\n' >&2
fi

# Folders, files and words.
complain_of_convention() {
    if [[ ${LINT_CONVENTIONS:-fail} == fail ]]; then complain "$@"; else (complain "$@" 2>&1) || true; fi
}
conventions=$(python3 scripts/lint_sources.py) || complain_of_convention "these break a convention:" "$conventions"

if command -v mandoc >/dev/null; then
    pages=$(mandoc -T lint -W warning packaging/man/*.1) || complain "mandoc has complaints:" "$pages"
else
    printf 'lint: mandoc is not installed, so the manual pages were not checked\n' >&2
fi

# What can trap or hides from the compiler needs its reason on the line above.
mapfile -t shipped < <(sources Sources Helpers)
unexplained=$(awk '
    FNR == 1 { above = "" }
    /try!|as!|@unchecked Sendable/ && !/^ *\/\// && above !~ /^ *\/\// { print FILENAME ":" FNR ": " $0 }
    { above = $0 }
' "${shipped[@]}")
[[ -z $unexplained ]] || complain "try!, as! or @unchecked Sendable without a comment above it:" "$unexplained"

# A helper handles one request and exits: Foundation and concurrency would cost more than everything else in it.
mapfile -t lean < <(sources Sources/Codecs Sources/SystemSupport Sources/HelperProtocol)
# in_code WORDS: the lines that hold them before any comment.
in_code() {
    local words=$1
    shift
    grep --with-filename --line-number --extended-regexp "^([^/]|/[^/])*\\<$words\\>" "$@" || true
}
mapfile -t portable < <(sources Sources/RegistryCredentials Sources/RegistryLogin)
foundation=$(in_code 'import +Foundation[A-Za-z]*' "${lean[@]}" "${portable[@]}")
[[ -z $foundation ]] || complain "these import Foundation and must not:" "$foundation"
asynchronous=$(in_code async "${lean[@]}")
[[ -z $asynchronous ]] || complain "these declare something async and must not:" "$asynchronous"

[[ $failed -eq 0 ]] || exit 1
printf 'lint: %d Swift files and %d scripts are in order\n' "${#swift_files[@]}" "${#shell_files[@]}"
