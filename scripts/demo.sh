#!/usr/bin/env bash
# Shows docker-credential-file at work: log in to a registry, look at what is on disk, make a request, log out.
#
# Everything that is shown is also checked, so an exit status of 0 means that all of it is true. The home directory is a
# temporary one and the registry listens on the loopback interface only; both are removed at the end.
#
# With --build it first builds that program alone, for debugging, which is quicker. Without,
# it takes the program of dist/bin, or of the directory in DOCKER_CREDENTIALS_PROGRAMS.
#
# DEMO_CLIENT=docker|skopeo chooses the client; else it is docker where there is one. No Docker engine is needed.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/registry.bash
source scripts/registry.bash

if [[ ${1:-} == --build ]]; then
    scripts/install-tools.sh build demo
    swift build --product docker-credential-file
    DOCKER_CREDENTIALS_PROGRAMS=$(swift build --show-bin-path)
else
    scripts/install-tools.sh demo
fi
programs=${DOCKER_CREDENTIALS_PROGRAMS:-$PWD/dist/bin}
[[ -x $programs/docker-credential-file ]] || die "there is no $programs/docker-credential-file: run \`make build\` first"

client=${DEMO_CLIENT:-}
if [[ -z $client ]]; then
    client=docker
    if ! command -v docker >/dev/null; then
        client=skopeo
        printf 'There is no docker on PATH: the client of this demonstration is skopeo.\n\n'
    fi
fi
[[ $client == docker || $client == skopeo ]] || die "DEMO_CLIENT is $client, and not docker or skopeo"
command -v "$client" >/dev/null || die "there is no $client on PATH"

number=0
clean_up() {
    [[ $1 -eq 0 || $number -eq 0 ]] || printf 'demo.sh: step %d failed\n' "$number" >&2
    stop_registry
}
make_work_directory

# Nothing of the caller's own configuration is used, for Docker, skopeo or the helper.
for variable in "${!DOCKER_@}" "${!REGISTRY_@}" "${!XDG_@}" CREDENTIALS_DIRECTORY; do unset "$variable"; done
export HOME=$work/home PATH=$programs:$PATH
# Where an engine runs, `docker login` would let it do the request, and it need not be on this machine.
export DOCKER_HOST=unix://$work/no-engine.sock
export CONTAINERS_REGISTRIES_CONF=$work/registries.conf
: >"$CONTAINERS_REGISTRIES_CONF"
mkdir -m 700 "$HOME"
cd "$HOME"

user=demo
password=$(head -c 15 /dev/urandom | base64 | tr '+/' '-_')
auth=$(printf %s "$user:$password" | base64 --wrap 0)
printf %s "$password" >"$work/password.txt"

# --- how things are shown and checked ---------------------------------------------------------------------------------

step() {
    number=$((number + 1))
    printf '\n%d. %s\n\n' "$number" "$1"
}
# Output is indented, ends its last line, names the home `~`, and hides the password. Docker tries HTTPS first and tells
# about it at length; that line is left out.
neatly() {
    LC_ALL=C sed -e "/level=info/d; s|$HOME|~|g; s|$password|********|g; s|$auth|********|g; s|^|   |" -e "\$a\\"
}
# show COMMAND…: prints the command line, then runs it.
show() {
    printf '$ %s\n' "$*" | neatly
    "$@" 2>&1 | neatly
}
# refused COMMAND…: shows a command that must fail because the registry wants a login.
refused() {
    printf '$ %s\n' "$*" | neatly
    ! "$@" >"$work/output" 2>&1 || die "this worked without a login: $*"
    neatly <"$work/output"
    grep --quiet --ignore-case -e 'unauthorized' -e 'authentication required' -e 'no basic auth' "$work/output" ||
        die "this failed for another reason than a missing login: $*"
}
# check WHAT [COMMAND…]: a statement that is true if the command succeeds, or because the script came this far.
check() {
    local statement=$1
    shift
    [[ $# -eq 0 ]] || "$@" || die "NOT TRUE: $statement"
    printf '   => %s\n' "$statement"
}
holds_secret() { LC_ALL=C grep --recursive --quiet --fixed-strings -e "$password" -e "$auth" -e "$encoded" "$@"; }
# A file that cannot be read proves nothing, so only the status "no line was found" will do.
holds_no_secret() {
    local status=0
    holds_secret "$@" || status=$?
    [[ $status -eq 1 ]]
}
encoded=$(printf %s "$password" | base64 --wrap 0)

# --- an image for the registry ----------------------------------------------------------------------------------------

# Makes an image of one small file by hand, and puts it into the registry.
publish_image() {
    local image=$work/image blobs=$work/image/blobs/sha256 layer config manifest
    mkdir -p "$blobs" "$work/root"
    printf 'Hello from the demonstration.\n' >"$work/root/hello.txt"
    tar --create --directory "$work/root" --owner 0 --group 0 hello.txt >"$work/layer.tar"
    gzip --no-name <"$work/layer.tar" >"$work/layer.tar.gz"
    layer=$(add_blob "$work/layer.tar.gz" application/vnd.oci.image.layer.v1.tar+gzip)
    cat >"$work/config.json" <<END
{"architecture":"amd64","os":"linux","config":{},
 "rootfs":{"type":"layers","diff_ids":["sha256:$(digest "$work/layer.tar")"]}}
END
    config=$(add_blob "$work/config.json" application/vnd.oci.image.config.v1+json)
    printf '{"schemaVersion":2,"config":%s,"layers":[%s]}' "$config" "$layer" >"$work/manifest.json"
    manifest=$(add_blob "$work/manifest.json" application/vnd.oci.image.manifest.v1+json)
    printf '{"schemaVersion":2,"manifests":[%s]}' "$manifest" >"$image/index.json"
    printf '{"imageLayoutVersion":"1.0.0"}' >"$image/oci-layout"

    # The publisher's login is no part of the demonstration, so it has a file of its own, outside the home.
    printf '{"auths":{"%s":{"auth":"%s"}}}' "$registry" "$auth" >"$work/publisher.json"
    # In Docker's own format, which old clients know too.
    skopeo copy --quiet --insecure-policy --format v2s2 --dest-tls-verify=false --dest-authfile "$work/publisher.json" \
        "oci:$image" "docker://$registry/demo:1"
    rm "$work/publisher.json"
}
digest() { sha256sum <"$1" | cut -d ' ' -f 1; }
# add_blob FILE TYPE: puts the file into the image, and prints its descriptor.
add_blob() {
    local sum
    sum=$(digest "$1")
    cp "$1" "$work/image/blobs/sha256/$sum"
    printf '{"mediaType":"%s","digest":"sha256:%s","size":%d}' "$2" "$sum" "$(stat --format %s "$1")"
}

# --- what differs between the clients ---------------------------------------------------------------------------------

case $client in
docker)
    config=$HOME/.docker/config.json
    configuration='{"credsStore": "file"}'
    log_in() { show docker login --username "$user" --password-stdin "$registry" <"$work/password.txt"; }
    request=(docker manifest inspect --insecure)
    log_out=(docker logout)
    ;;
skopeo)
    config=$HOME/auth.json
    export REGISTRY_AUTH_FILE=$config
    log_in() {
        show skopeo login --tls-verify=false --username "$user" --password-stdin "$registry" <"$work/password.txt"
    }
    request=(skopeo inspect --raw --tls-verify=false)
    log_out=(skopeo logout)
    ;;
esac

# --- the demonstration ------------------------------------------------------------------------------------------------

printf 'docker-credential-file with %s as its client, in a temporary home directory.\n' "$client"

step "A registry with one image, that wants a password"
start_registry "$user" "$password"
publish_image
if [[ $client == skopeo ]]; then
    configuration="{\"credHelpers\": {\"$registry\": \"file\"}}"
    request+=("docker://$registry/demo:1")
else
    request+=("$registry/demo:1")
fi
refused "${request[@]}"
check "without a login the registry refuses"

step "One line of configuration chooses the helper: \"file\" means docker-credential-file"
mkdir -p "${config%/*}"
printf '%s\n' "$configuration" >"$config"
show cat "$config"
check "the program is on PATH" test "$(command -v docker-credential-file)" = "$programs/docker-credential-file"

step "Log in; the client hands the password to the helper"
log_in

step "The client's own file knows that there is a login, and no more"
show cat "$config"
printf '\n'
check "neither the password nor a base64 form of it is in there" holds_no_secret "$config"

step "On disk there is one encrypted file, and the key that only this user can read"
store=$HOME/.local/share/docker-credential-file/credentials.age
identity=$HOME/.local/state/docker-credential-file/identity.txt
show ls -l "$store" "$identity"
show sed -n '1,/^---/p' "$store"
check "it is an age file" test "$(head -n 1 "$store")" = age-encryption.org/v1
check "both files are for their owner only" \
    test "$(stat --format %a "$store" "$identity" | sort --unique)" = 600
check "the password is in no file of this home, in plain text or as base64" holds_no_secret "$HOME"
printf '\n'
printf '   The way out without this program, should you ever want it:\n'
show age --decrypt --identity "$identity" "$store"
check "age alone reads it back" test "$(age --decrypt --identity "$identity" "$store" | grep --count "$auth")" = 1

step "What the client asks the helper, and gets"
printf '$ echo %s | docker-credential-file get\n' "$registry" | neatly
answer=$(printf '%s\n' "$registry" | docker-credential-file get)
printf '%s\n' "$answer" | neatly
check "it is the password that was stored" test "$answer" = \
    "{\"ServerURL\":\"$registry\",\"Username\":\"$user\",\"Secret\":\"$password\"}"

step "The same request as at first, now with the login"
show "${request[@]}"
printf '\n'
check "the registry answers"

step "Log out"
show "${log_out[@]}" "$registry"
show docker-credential-file list
check "the helper holds nothing any more" test "$(docker-credential-file list)" = '{}'
refused "${request[@]}"
check "the registry refuses again"

printf '\nAll %d steps are as they should be.\n' "$number"
