#!/usr/bin/env bash
# Fuzzes: fuzz.sh [TARGET…], each for FUZZ_SECONDS (300); all of them unless some are named.
#
# What libFuzzer finds out is kept in .build-fuzz/corpus, from where the next run goes on. An input that breaks something
# is kept in .build-fuzz/findings, and is tried again with: .build-fuzz/release/TARGET FILE
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

seconds=${FUZZ_SECONDS:-300}
targets=("$@")
[[ $# -gt 0 ]] || targets=(FuzzJSON FuzzWire FuzzAge FuzzPlugin FuzzChallenge FuzzReference)

scripts/install-tools.sh fuzz
make_work_directory
# A backtrace takes longer than libFuzzer waits, and its own report says enough.
export SWIFT_BACKTRACE=enable=no

for target in "${targets[@]}"; do
    # Package.swift has the fuzz targets only when it is asked for them.
    FUZZING=1 swift build -c release --sanitize fuzzer --scratch-path .build-fuzz --product "$target"
    corpus=.build-fuzz/corpus/$target
    findings=.build-fuzz/findings/$target
    mkdir -p "$corpus" "$findings"

    status=0
    # libFuzzer stops by itself; `timeout` is for a target that hangs in a way that libFuzzer does not see.
    timeout --kill-after 10 $((seconds + 120)) ".build-fuzz/release/$target" \
        -max_total_time="$seconds" -max_len=4096 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$findings/" "$corpus" "Fuzzing/Corpus/$target" >"$work/log" 2>&1 || status=$?
    if [[ $status -ne 0 ]]; then
        tail -n 40 "$work/log" >&2
        die "$target found something (exit status $status); the input is in $findings"
    fi
    printf '%s: %s inputs in %d s, nothing found\n' "$target" \
        "$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")" "$seconds"
done
