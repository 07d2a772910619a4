#!/usr/bin/env bash
# Measures get and put of the library's file store beside Python's json.load of the same file, and says which goals are
# met. A missed goal is no failure. BENCH_RUNS is how often each call is measured (50). The figures are also written to
# dist/bench-filestore.json.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

runs=${BENCH_RUNS:-50}

scripts/install-tools.sh bench
swift build -c release --product store-exerciser --scratch-path .build-static-swift --static-swift-stdlib

make_work_directory
exerciser=$work/store-exerciser
# Stripped, since valgrind cannot read what Swift says for debuggers.
strip -o "$exerciser" .build-static-swift/release/store-exerciser
# Where the disk has no part in it, since json.load has none either; the figures of $work are told besides.
memory=$work
if [[ -d /dev/shm ]]; then
    memory=$(mktemp -d /dev/shm/docker-credentials.XXXXXX)
    clean_up() { rm -rf "$memory"; }
fi

mkdir -p dist
python3 scripts/bench-filestore.py "$exerciser" "$memory" "$work" "$runs"
