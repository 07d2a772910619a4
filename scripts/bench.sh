#!/usr/bin/env bash
# Measures the programs of dist/bin and the file store beside what others have for the same work: bench.sh [BENCHMARK…].
#
# Prints medians and which goals are met; a missed goal is not an error. The figures are also written to dist/bench/*.json.
# BENCH_RUNS is how often each call is measured (50). Nothing of the caller's own stores is read or changed.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/release_build.bash
source scripts/release_build.bash

benchmarks=(file-helper pass-helper secretservice auto unlocked-key creds file-store)
for name in "$@"; do
    [[ " ${benchmarks[*]} " == *" $name "* ]] || die "there is no benchmark $name: they are ${benchmarks[*]}"
done
[[ $# -gt 0 ]] || set -- "${benchmarks[@]}"

export BENCH_RUNS=${BENCH_RUNS:-50} PROGRAMS=${DOCKER_CREDENTIALS_PROGRAMS:-$PWD/dist/bin} GO_HELPERS=/usr/bin
[[ -x $PROGRAMS/docker-credential-file ]] || die "there is no $PROGRAMS/docker-credential-file: run \`make build\` first"
scripts/install-tools.sh bench secretservice

memory=
clean_up() {
    # The agent that gpg has started for the throw-away key.
    [[ ! -d ${GNUPGHOME:-} ]] || gpgconf --kill all 2>/dev/null || true
    [[ -z $memory ]] || rm -rf "$memory"
}
make_work_directory
user_home=$HOME
for variable in "${!DOCKER_@}" "${!XDG_@}" "${!PASSWORD_STORE_@}" "${!GIT_@}" "${!DBUS_@}" CREDENTIALS_DIRECTORY \
    REGISTRY_AUTH_FILE DISPLAY WAYLAND_DISPLAY; do
    unset "$variable"
done
export HOME=$work/home GNUPGHOME=$work/gnupg GPG_TTY="" PYTHONPATH=$PWD/scripts/bench PYTHONDONTWRITEBYTECODE=1
mkdir -m 700 "$HOME" "$GNUPGHOME"
mkdir -p dist/bench

# exerciser NAME: builds a program of Tests/Support, stripped, since valgrind cannot read what Swift says for debuggers.
exerciser() {
    HOME=$user_home release_build "$1"
    strip -o "$work/$1" "$release_scratch/release/$1"
}

# What the benchmarks of helpers read and write: a key for gpg and one for age.
make_keys() {
    [[ ! -e $work/secret.gpg ]] || return 0
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key bench@example.org future-default \
        default never 2>/dev/null
    printf secret | gpg --batch --quiet --encrypt --recipient bench@example.org >"$work/secret.gpg"
    age-keygen --output "$work/identity.txt" 2>/dev/null
}

for name in "$@"; do
    printf '\n=== %s\n\n' "$name"
    measure=(python3 "scripts/bench/${name//-/_}.py" "$work")
    case $name in
    file-helper | pass-helper)
        make_keys
        "${measure[@]}"
        ;;
    auto)
        if [[ -x $PROGRAMS/docker-credential-auto ]]; then "${measure[@]}"; else printf 'not built\n'; fi
        ;;
    unlocked-key) "${measure[@]}" ;;
    secretservice)
        mkdir -m 700 "$work/run"
        # `sh -c` has the keyring end with the bus.
        # shellcheck disable=SC2016
        XDG_RUNTIME_DIR=$work/run dbus-run-session -- sh -c '
            printf bench | gnome-keyring-daemon --unlock --components=secrets >/dev/null
            exec "$@"' sh "${measure[@]}" 2>"$work/errors" || {
            cat "$work/errors" >&2
            die "the measurement failed"
        }
        ;;
    creds)
        exerciser login-exerciser
        "${measure[@]}"
        ;;
    file-store)
        exerciser store-exerciser
        # Where the disk has no part in it, since json.load has none either. The figures of $work are printed besides.
        memory=$work
        if [[ -d /dev/shm ]]; then memory=$(mktemp -d /dev/shm/docker-credentials.XXXXXX); fi
        "${measure[@]}" "$memory"
        ;;
    esac
done
