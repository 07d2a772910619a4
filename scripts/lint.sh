#!/usr/bin/env bash
# Checks the format of the sources, the shell scripts, and the house rules that a text search can check.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

directories=()
for directory in Sources Helpers Tests Examples Fuzzing; do
    if [[ -d $directory ]]; then directories+=("$directory"); fi
done
# sources DIRECTORY…: the Swift files, but not those of packages that were fetched for a build.
sources() { find "$@" -name '.build*' -prune -o -name '*.swift' -type f -print | sort; }
mapfile -t swift_files < <(printf 'Package.swift\n' && sources "${directories[@]}")
mapfile -t shell_files < <(printf '.ci/run\n' && find scripts Tests -name '*.sh' -o -name '*.bash' | sort)

failed=0
# complain WHAT [LINES]: reports, and goes on, so that one run tells everything.
complain() {
    printf 'lint: %s\n' "$1" >&2
    [[ $# -eq 1 ]] || printf '%s\n' "${2}" | sed 's/^/    /' >&2
    failed=1
}

swift format lint --strict --parallel "${swift_files[@]}" || complain "swift format has complaints: see above"

if command -v shellcheck >/dev/null; then
    shellcheck --external-sources "${shell_files[@]}" || complain "shellcheck has complaints: see above"
else
    printf 'lint: there is no shellcheck, so the scripts were not checked\n' >&2
fi

long=$(wc --lines "${swift_files[@]}" "${shell_files[@]}" | awk '$2 != "total" && $1 > 400')
[[ -z $long ]] || complain "files of more than 400 lines:" "$long"

# What can trap or hides from the compiler needs its reason on the line above.
mapfile -t shipped < <(sources Sources Helpers)
unexplained=$(awk '
    FNR == 1 { above = "" }
    /try!|as!|@unchecked Sendable/ && !/^ *\/\// && above !~ /^ *\/\// { print FILENAME ":" FNR ": " $0 }
    { above = $0 }
' "${shipped[@]}")
[[ -z $unexplained ]] || complain "try!, as! or @unchecked Sendable without a comment above it:" "$unexplained"

# A helper answers one question and exits: Foundation and concurrency would cost more than all the rest of it.
mapfile -t lean < <(sources Sources/Codecs Sources/SystemSupport Sources/HelperProtocol)
# in_code WORDS: the lines that hold them before any comment.
in_code() {
    local words=$1
    shift
    grep --with-filename --line-number --extended-regexp "^([^/]|/[^/])*\\<$words\\>" "$@" || true
}
mapfile -t portable < <(sources Sources/RegistryCredentials Sources/RegistryLogin)
foundation=$(in_code 'import +Foundation[A-Za-z]*' "${lean[@]}" "${portable[@]}")
[[ -z $foundation ]] || complain "Foundation, where it does not belong:" "$foundation"
asynchronous=$(in_code async "${lean[@]}")
[[ -z $asynchronous ]] || complain "async, where it does not belong:" "$asynchronous"

[[ $failed -eq 0 ]] || exit 1
printf 'lint: %d Swift files and %d scripts are in order\n' "${#swift_files[@]}" "${#shell_files[@]}"
