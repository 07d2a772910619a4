#!/usr/bin/env bash
# Measures how long docker-creds of dist/bin takes to start, with /bin/true beside, and how many logins a second the
# libraries make at a registry that answers at once. BENCH_RUNS is how often each call is measured (50). The figures are
# also written to dist/bench-creds.json.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

runs=${BENCH_RUNS:-50}

scripts/install-tools.sh bench
[[ -x dist/bin/docker-creds ]] || die "there is no dist/bin/docker-creds: run \`make build\` first"
# With the options of build.sh, so that the HTTP client is not compiled again.
swift build -c release --product login-exerciser --scratch-path .build-static-swift --static-swift-stdlib \
    -Xlinker "-L$PWD/.build-static-swift/archives" -Xswiftc -Xclang-linker -Xswiftc -static-libgcc

make_work_directory
for variable in "${!DOCKER_@}" "${!XDG_@}" REGISTRY_AUTH_FILE; do unset "$variable"; done
mkdir -m 700 "$work/home"
export HOME=$work/home
python3 scripts/bench-creds.py "$work" "$runs" "$PWD/dist/bin/docker-creds" \
    "$PWD/.build-static-swift/release/login-exerciser"
