#!/usr/bin/env bash
# Runs everything that has to hold before a change goes in, stage by stage, and ends at the first that fails.
# The last line is always `N passed, M failed`, where N counts the tests of the ordinary run.
#
# FUZZ_SECONDS bounds the time of each fuzz target; it is 10 here.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
exec </dev/null

passed=0
failed=0
stage=
clean_up() {
    if [[ $1 -ne 0 ]]; then
        [[ $failed -gt 0 ]] || failed=1
        printf '\nFAILED in the stage: %s (exit status %d)\n' "$stage" "$1"
    fi
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
}
make_work_directory

# run TITLE COMMAND…: one stage.
run() {
    stage=$1
    local start=$SECONDS
    shift
    printf '\n=== %s\n' "$stage"
    "$@" 2>&1
    printf -- '--- %s: %d s\n' "$stage" $((SECONDS - start))
}

# A backtrace prints memory, and takes many seconds where a test lets a child process crash on purpose.
export SWIFT_BACKTRACE=enable=no

# count_tests LOG STATUS: adds what a run says to `passed` and `failed`, and fails as the run did.
count_tests() {
    local summary='^[^ ]* Test run with \([0-9]*\) tests\{0,1\}.*' count
    if [[ $2 -ne 0 ]]; then
        failed=$(grep --extended-regexp '^[^ ]+ Test .* failed after ' "$1" | grep --count --invert-match ' Test run with ' || true)
        count=$(sed -n "s/$summary failed .*/\1/p" "$1" | tail -n 1)
        count=${count:-0}
        passed=$((passed + (count > failed ? count - failed : 0)))
        return "$2"
    fi
    count=$(sed -n "s/$summary passed .*/\1/p" "$1" | tail -n 1)
    if [[ ${count:-0} -eq 0 ]]; then
        printf 'no test was run\n'
        return 1
    fi
    passed=$((passed + count))
}

unit_tests() {
    local log=$work/unit-tests.log status=0
    swift test --disable-xctest --skip '^ProgramTests\.' 2>&1 | tee "$log" || status=$?
    count_tests "$log" "$status"
}

# By themselves, since they wait for programs on the threads that other tests need.
program_tests() {
    local log=$work/program-tests.log status=0
    # The release programs are what users get, so the tests run those, and not the ones that lie beside the tests.
    DOCKER_CREDENTIALS_PROGRAMS=$PWD/dist/bin swift test --skip-build --disable-xctest --filter '^ProgramTests\.' 2>&1 |
        tee "$log" || status=$?
    count_tests "$log" "$status"
}

# sanitized_tests SANITIZER SCRATCH-PATH TARGETS: TARGETS are those in which the sanitizer can find something. Without the
# traits no HTTP client has to be compiled once more. What is done by hundreds of processes would take minutes, and no
# sanitizer sees more than its own process.
sanitized_tests() {
    swift test --sanitize "$1" --scratch-path "$2" --disable-default-traits --disable-xctest --filter "^($3)\\." \
        --skip FileStoreConcurrencyTests
}

address_sanitizer() {
    # Where memory is touched by hand, and what comes from outside is taken apart.
    # The leak checker takes what hangs on an indirect enum for lost, because Swift keeps flags in that pointer. It would
    # also need ptrace, which many containers forbid.
    ASAN_OPTIONS=detect_leaks=0 sanitized_tests address .build-asan \
        'CodecsTests|SystemSupportTests|HelperProtocolTests|HelperConformanceTests|AgeEncryptionTests|FileHelperTests|RegistryLoginTests'
}

thread_sanitizer() {
    # Where threads and tasks share something.
    TSAN_OPTIONS=halt_on_error=1 sanitized_tests thread .build-tsan \
        'SystemSupportTests|HelperConformanceTests|RegistryCredentialsTests|RegistryLoginTests'
}

# Without the trait the helper builds where libsecret's headers are not, and pkg-config finds nothing here.
without_traits() {
    PKG_CONFIG_LIBDIR=/nonexistent PKG_CONFIG_PATH='' \
        swift build --disable-default-traits --product docker-credential-secretservice --scratch-path .build-bare
    local answer
    answer=$(printf 'registry.example' | .build-bare/debug/docker-credential-secretservice get) || true
    case $answer in
    *'built without libsecret'*) printf '%s\n' "$answer" ;;
    *) die "without libsecret the program says: $answer" ;;
    esac
}

run 'tools' scripts/install-tools.sh test
run 'lint' scripts/lint.sh
run 'release programs' scripts/build.sh
run 'build of the tests' swift build --build-tests
run 'tests' unit_tests
run 'tests of the programs' program_tests
run 'tests with the address sanitizer' address_sanitizer
run 'tests with the thread sanitizer' thread_sanitizer
run 'build without traits' without_traits
run 'examples' scripts/examples.sh
run 'linkage' scripts/check-linkage.sh
run 'fuzzing' env FUZZ_SECONDS="${FUZZ_SECONDS:-10}" scripts/fuzz.sh
run 'documentation' scripts/docs.sh
run 'demonstration with docker' env DEMO_CLIENT=docker scripts/demo.sh
run 'demonstration with skopeo' env DEMO_CLIENT=skopeo scripts/demo.sh
