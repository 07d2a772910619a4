#!/usr/bin/env bash
# Runs everything that must hold before a change goes in, stage by stage, and stops at the first stage that fails:
# test.sh [STAGE…]. With stages named it runs these alone, in their order; `test.sh --list` prints them all.
#
# The last line is always `N passed, M failed`: the tests of the ordinary run, or the stages where no such test ran.
# FUZZ_SECONDS limits each fuzz target; the default here is 5.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
exec </dev/null

# In the order of a whole run. `NAME`, then what it does.
stages=(
    tools                 'install the programs that the tests call'
    lint                  'format, scripts, manual pages, conventions'
    release-script        'cut a release of a copy'
    release-programs      'build the programs for release'
    build-tests           'build the tests'
    unit-tests            'the tests of the libraries and of the programs in process'
    program-tests         'the built programs against docker, podman, skopeo, a registry, age and each other'
    address-sanitizer     'unit tests with the address sanitizer'
    without-traits        'what programs that are built without traits say'
    thread-sanitizer      'unit tests with the thread sanitizer'
    documentation         'the documentation of the libraries, without a warning'
    examples              'build the example packages, and call each one'
    linkage               'the libraries that programs are linked with'
    fuzzing               'each fuzz target, for a short time'
    demonstration-docker  'the demonstration, with docker'
    demonstration-skopeo  'the demonstration, with skopeo'
)
# What a contributor runs again and again: no sanitizer, no fuzzing, no release build.
inner_loop=(lint build-tests unit-tests)

names=()
for ((index = 0; index < ${#stages[@]}; index += 2)); do names+=("${stages[index]}"); done
case ${1:-} in
--list)
    printf '%-22s%s\n' "${stages[@]}"
    exit
    ;;
--inner-loop) set -- "${inner_loop[@]}" ;;
*)
    # A missing tool fails a test here. Elsewhere it skips the test and says so.
    export DOCKER_CREDENTIALS_REQUIRE_TOOLS=1
    ;;
esac
for name in "$@"; do
    [[ " ${names[*]} " == *" $name "* ]] || die "there is no stage $name: test.sh --list prints the stages"
done
[[ $# -gt 0 ]] || set -- "${names[@]}"

passed=0
failed=0
finished=0
stage=
clean_up() {
    if [[ $1 -ne 0 ]]; then
        [[ $failed -gt 0 ]] || failed=1
        printf '\nFAILED in the stage %s (exit status %d). Run it again with: scripts/test.sh %s\n' "$stage" "$1" "$stage"
    fi
    [[ $passed -gt 0 || $failed -gt 0 ]] || passed=$finished
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
}
make_work_directory

# A backtrace prints memory, and takes many seconds where a test lets a child process crash on purpose.
export SWIFT_BACKTRACE=enable=no

# count_tests LOG STATUS: adds the counts of a test run to `passed` and `failed`, repeats what failed, and returns its exit
# status.
count_tests() {
    local summary='^[^ ]* Test run with \([0-9]*\) tests\{0,1\}.*' count
    if [[ $2 -ne 0 ]]; then
        grep --extended-regexp '^[^ ]+ Test .* (failed after|recorded an issue)' "$1" || tail -n 20 "$1"
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

# counted_tests ARGUMENT…: `swift test` in the directory of the ordinary build, with its tests counted.
counted_tests() {
    local log=$work/$stage.log status=0
    swift test --skip-build --disable-xctest "$@" 2>&1 | tee "$log" || status=$?
    count_tests "$log" "$status"
}

# sanitized_tests SANITIZER SCRATCH-PATH TARGET…: nothing is built but these targets and what they need. Their tests are those
# of modules with `unsafe` code, in which a sanitizer can find something: of all other code the compiler proves that it
# keeps to its memory and shares no variable. What hundreds of processes do would take minutes, and no sanitizer sees more
# than its own process. A sanitizer's runtime itself needs /proc.
sanitized_tests() {
    local sanitizer=$1 scratch=$2
    shift 2
    ONLY_TARGETS="$*" swift test --sanitize "$sanitizer" --scratch-path "$scratch" --disable-default-traits \
        --disable-xctest --skip 'a fault violates the rules' --skip 'without proc'
}

run_stage() {
    case $stage in
    tools)
        scripts/install-tools.sh test
        # PyPI cannot be reached from everywhere, and Debian has no such package.
        (
            # shellcheck source=scripts/python_tools.bash
            source scripts/python_tools.bash
            use_python_tools packaging/test-requirements.txt .build-python-test
        ) || printf 'pyrage is not installed, so the tests that compare with it are skipped\n'
        ;;
    lint) scripts/lint.sh ;;
    release-script) scripts/test-release.sh ;;
    release-programs) scripts/build.sh ;;
    build-tests) swift build --build-tests ;;
    unit-tests) counted_tests --skip '^ProgramTests\.' ;;
    program-tests)
        # By themselves, since they wait for programs on the threads that other tests need. They call the release programs,
        # which are what users get.
        DOCKER_CREDENTIALS_PROGRAMS=$PWD/dist/bin counted_tests --filter '^ProgramTests\.'
        ;;
    address-sanitizer)
        # The leak checker takes what hangs on an indirect enum for lost, because Swift keeps flags in that pointer; it also
        # needs ptrace, which many containers forbid. The programs are for the next stage; pkg-config finds nothing for it.
        ASAN_OPTIONS=detect_leaks=0 PKG_CONFIG_LIBDIR=/nonexistent PKG_CONFIG_PATH='' \
            sanitized_tests address .build-asan \
            SystemSupportTests HelperProtocolTests HelperConformanceTests AgeEncryptionTests FileHelperTests \
            RegistryDiagnosticsTests docker-creds docker-credential-secretservice
        ;;
    without-traits)
        # The programs of the stage before, which were built where pkg-config found no libsecret.
        local programs=.build-asan/debug answer
        [[ -x $programs/docker-creds ]] || die "run the stage address-sanitizer first"
        answer=$(printf 'registry.example' | "$programs/docker-credential-secretservice" get) || true
        [[ $answer == *'built without libsecret'* ]] || die "without libsecret the program says: $answer"
        printf '%s\n' "$answer"
        answer=$(printf 'hunter2' | HOME=$work "$programs/docker-creds" login --allow-plaintext --username ann \
            --password-stdin registry.example 2>&1) || true
        [[ $answer == *'built without the trait HTTPClient'* ]] || die "without the HTTP client the program says: $answer"
        printf '%s\n' "$answer"
        ;;
    thread-sanitizer)
        # Without encryption, which alone would take a minute. No target may hold a Mutex that several threads want: the
        # part of it that waits is in a library without the sanitizer, which then reports a race.
        TSAN_OPTIONS=halt_on_error=1 sanitized_tests thread .build-tsan SystemSupportTests HelperConformanceTests
        ;;
    examples) scripts/examples.sh ;;
    linkage) scripts/check-linkage.sh ;;
    fuzzing) FUZZ_SECONDS=${FUZZ_SECONDS:-5} scripts/fuzz.sh ;;
    documentation) scripts/docs.sh ;;
    demonstration-*) DEMO_CLIENT=${stage#demonstration-} scripts/demo.sh ;;
    esac
}

for stage in "$@"; do
    start=$SECONDS
    printf '\n=== %s\n' "$stage"
    run_stage 2>&1
    finished=$((finished + 1))
    printf -- '--- %s: %d s\n' "$stage" $((SECONDS - start))
done
