#!/usr/bin/env bash
# Builds every example package and asks each one question, so that none of them only looks right.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

make_work_directory
scratch=$PWD/.build-examples

# example NAME PRODUCT: builds it; `$program` is what was built.
example() {
    printf '%s\n' "$1"
    swift build --package-path "Examples/$1" --scratch-path "$scratch/$1" --product "$2"
    program=$scratch/$1/debug/$2
}
# expect TEXT ANSWER: the answer must have the text in it, and no secret.
expect() {
    case $2 in
    *"$1"*) ;;
    *) die "expected \"$1\" in: $2" ;;
    esac
    case $2 in
    *hunter* | *aHVudGVy*) die "a secret is in: $2" ;;
    esac
}

mkdir -p "$work/.docker"
# The entry holds `ann:hunter2`.
cat >"$work/.docker/config.json" <<'END'
{"auths": {"https://index.docker.io/v1/": {"auth": "YW5uOmh1bnRlcjI="}}}
END
for variable in "${!DOCKER_@}" "${!XDG_@}" REGISTRY_AUTH_FILE; do unset "$variable"; done
export HOME=$work

example fetch-a-credential fetch-a-credential
expect 'index.docker.io: user ann, a password' "$("$program" docker.io)"
expect 'nobody is logged in to registry.example' "$("$program" registry.example || true)"

example container-plugin-adapter container-plugin-adapter
answer=$("$program" docker.io https://auth.docker.io/token https://registry-1.docker.io/v2/ https://registry.example/)
expect 'https://auth.docker.io/token: ann' "$answer"
expect 'https://registry-1.docker.io/v2/: ann' "$answer"
expect 'https://registry.example/: nobody' "$answer"

example containerization-adapter containerization-adapter
expect 'index.docker.io: Basic' "$("$program" docker.io)"
expect 'no user and password for registry.example' "$("$program" registry.example)"

printf 'All examples do what they say.\n'
