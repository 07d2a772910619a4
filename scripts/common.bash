# Shared by the scripts; read with `source`, never run.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Ends the script with a line on standard error.
die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Makes the directory $work and removes it when the script ends, however it ends. A script with more to clean up defines
# `clean_up`, which is called with the exit status.
make_work_directory() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/docker-credentials.XXXXXX")
    trap 'leave $?' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

leave() {
    clean_up "$1" || true
    rm -rf --one-file-system "$work"
    exit "$1"
}

clean_up() { :; }

# programs all|static|dynamic: the names in packaging/programs, all of them or those that are linked so.
programs() {
    awk -v linked="$1" '!/^#/ && NF && (linked == "all" || $2 == linked) { print $1 }' packaging/programs
}

# links_of PROGRAM: its further names, relative to the prefix.
links_of() {
    awk -v program="$1" '!/^#/ && $1 == program { for (field = 3; field <= NF; field++) print $field }' packaging/programs
}

# The version of the package, which only this Swift file states.
package_version() {
    sed -n 's/.*packageVersion = "\(.*\)"/\1/p' Sources/HelperProtocol/HelperIdentity+Package.swift
}
