# What the scripts have in common; read by `source`, never run.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Ends the script with a line on standard error.
die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Makes the directory $work, which is gone when the script ends, however it ends. A script that has more to end defines
# `clean_up` itself, which is called with the exit status.
make_work_directory() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/docker-credentials.XXXXXX")
    trap 'leave $?' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

leave() {
    clean_up "$1" || true
    rm -rf "$work"
    exit "$1"
}

clean_up() { :; }
