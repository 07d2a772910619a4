#!/usr/bin/env bash
# Builds every example package and runs each with questions whose answers are checked.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/registry.bash
source scripts/registry.bash

clean_up() { stop_registry; }
make_work_directory

# example NAME SCRATCH: builds it; `$program` is what was built.
example() {
    printf '%s\n' "$1"
    # With the user's own home, where fetched packages are kept from one run to the next.
    HOME=$user_home swift build --package-path "Examples/$1" --scratch-path "$PWD/$2" --product "$1"
    program=$PWD/$2/debug/$1
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
user_home=$HOME
export HOME=$work

example fetch-a-credential .build-examples/plain
expect 'index.docker.io: user ann, a password' "$("$program" docker.io)"
expect 'nobody is logged in to registry.example' "$("$program" registry.example || true)"

example container-plugin-adapter .build-examples/plain
answer=$("$program" https://auth.docker.io/token https://registry-1.docker.io/v2/ https://registry.example/)
expect 'https://auth.docker.io/token: user ann' "$answer"
expect 'https://registry-1.docker.io/v2/: user ann' "$answer"
expect 'https://registry.example/: no credentials' "$answer"

example containerization-adapter .build-examples/plain
expect 'docker.io: Basic' "$("$program" ubuntu)"
expect 'registry.example: no login' "$("$program" registry.example/app)"

# A registry with a manifest of nothing.
publish_manifest() {
    # A user and a password for curl alone, which would show them in its arguments otherwise.
    printf 'machine 127.0.0.1 login ann password hunter2\n' >"$work/netrc"
    local digest location curl=(curl --silent --show-error --fail --netrc-file "$work/netrc")
    digest=sha256:$(printf '{}' | sha256sum | cut --delimiter ' ' --fields 1)
    location=$("${curl[@]}" --request POST --output /dev/null --write-out '%header{location}' \
        "http://$registry/v2/demo/blobs/uploads/")
    "${curl[@]}" --request PUT --data '{}' --header 'Content-Type: application/octet-stream' "$location&digest=$digest"
    local type=application/vnd.oci.image
    "${curl[@]}" --request PUT --header "Content-Type: $type.manifest.v1+json" "http://$registry/v2/demo/manifests/1" \
        --data '{"schemaVersion":2,"mediaType":"'"$type"'.manifest.v1+json","layers":[],
            "config":{"mediaType":"'"$type"'.config.v1+json","digest":"'"$digest"'","size":2}}'
}

# In the directory of an ordinary build, so that the HTTP client is not compiled once more.
start_registry ann hunter2
publish_manifest
example login-from-a-server .build
answer=$(printf 'hunter2\n' | "$program" "$registry" ann)
expect 'accepted the password of ann' "$answer"
expect 'In memory: user ann, a password' "$answer"
expect 'rejected the credentials' "$(printf 'wrong\n' | "$program" "$registry" ann || true)"

example print-a-manifest .build
expect 'requires a login for demo: no credentials found. Run: docker login' "$("$program" "$registry/demo:1" 2>&1 || true)"
printf '{"auths": {"%s": {"auth": "YW5uOmh1bnRlcjI="}}}' "$registry" >"$work/.docker/config.json"
expect 'application/vnd.oci.image.manifest.v1+json' "$("$program" "docker://$registry/demo:1")"
expect 'not found (404 Not Found)' "$("$program" "$registry/demo:2" 2>&1 || true)"

example manifest-service .build
answer=$(printf '%s\n' "$registry/demo:1" "$registry/demo:2" 'not an image' | "$program")
expect "$registry/demo:1: " "$answer"
expect "cannot get manifests/2 of $registry/demo: not found" "$answer"
expect 'not an image: invalid image reference' "$answer"

printf 'All examples do what they say.\n'
