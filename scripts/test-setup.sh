#!/usr/bin/env bash
# Sets up a credential helper with one command in a bare Debian with docker's client, logs in with docker, and reads an
# image's manifest: with docker-credential-file before gpg is installed, then with pass. Needs root, for debootstrap and
# chroot; no container engine.
#
# PROGRAMS is the directory of the programs: that of `make build` by default. Libraries that they need and Debian does not
# have are copied. The transcript is kept in dist/test-setup.txt; see bare_debian.bash for what else is kept for the next run.
# shellcheck disable=SC2016 # what is run in the Debian is expanded there
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/registry.bash
source scripts/registry.bash
# shellcheck source=scripts/bare_debian.bash
source scripts/bare_debian.bash

programs=${PROGRAMS:-$PWD/dist/bin}
[[ -x $programs/docker-creds ]] || die "there is no docker-creds in $programs: run \`make build\` first"
enter_own_namespaces dist/test-setup.txt
make_work_directory
make_debian ann bea
apt install docker.io
for name in docker-creds docker-credential-file docker-credential-pass; do
    install "$programs/$name" "$root/usr/bin/$name"
    while read -r library; do
        [[ -e $root$library ]] || install -D "$library" "$root$library"
    done < <(ldd "$programs/$name" 2>/dev/null | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p')
done
install -d "$root/usr/libexec/docker/cli-plugins"
ln -s ../../../bin/docker-creds "$root/usr/libexec/docker/cli-plugins/docker-creds"

# --- a registry with an image -------------------------------------------------------------------------------------------

password=$(head -c 15 /dev/urandom | base64 | tr '+/' '-_')
start_registry demo "$password"
# upload FILE: prints the descriptor of a blob.
upload() {
    local digest size place
    digest=sha256:$(sha256sum <"$1" | cut -d ' ' -f 1)
    size=$(stat --format %s "$1")
    place=$(curl --silent --fail --user "demo:$password" --request POST --output /dev/null --dump-header - \
        "http://$registry/v2/demo/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
    curl --silent --fail --user "demo:$password" --request PUT --data-binary "@$1" \
        --header 'Content-Type: application/octet-stream' "$place&digest=$digest"
    printf '"digest":"%s","size":%s' "$digest" "$size"
}
printf '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]},"config":{}}' >"$work/config"
type=application/vnd.docker.distribution.manifest.v2+json
printf '{"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.docker.container.image.v1+json",%s},"layers":[]}' \
    "$type" "$(upload "$work/config")" >"$work/manifest"
curl --silent --fail --user "demo:$password" --request PUT --data-binary "@$work/manifest" --header "Content-Type: $type" \
    "http://$registry/v2/demo/manifests/1"

# login_and_read USER: what follows the setup.
login_and_read() {
    as_login "$1" 'echo "\$ docker login --username demo --password-stdin $REGISTRY"
        printf %s "$PASSWORD" | docker login --username demo --password-stdin "$REGISTRY" 2>&1 | tee login.txt
        docker manifest inspect --insecure "$REGISTRY/demo:1" >manifest.txt'
    check "docker logged in" grep --quiet 'Login Succeeded' "$root/home/$1/login.txt"
    check "docker read the manifest" grep --quiet schemaVersion "$root/home/$1/manifest.txt"
    check "the password is in no file of the home directory" \
        bash -c "! grep -rqF -e '$password' -e '$(printf 'demo:%s' "$password" | base64 --wrap 0)' '$root/home/$1'"
    as_login "$1" 'docker creds setup --yes --no-hook >second.txt'
    check "the second setup has nothing to do" grep --quiet 'Nothing to do' "$root/home/$1/second.txt"
}

# --- one command --------------------------------------------------------------------------------------------------------

step "docker-credential-file, on a machine without gpg"
check "there is no gpg" bash -c "! chroot '$root' sh -c 'command -v gpg'"
as_login ann 'docker manifest inspect --insecure "$REGISTRY/demo:1" >before.txt 2>&1 && exit 1 || true'
as_login ann 'echo "\$ docker creds setup file --yes"; docker creds setup file --yes'
login_and_read ann

step "docker-credential-pass, on a machine with gpg and pass, and without a key and a store"
apt install gnupg pass
as_login bea 'echo "\$ docker creds setup pass --create-key --yes"; docker creds setup pass --create-key --yes'
check "pass lists the store" test -n "$(as_login bea 'pass ls')"
login_and_read bea
check "pass shows the login" test -n "$(as_login bea 'pass ls docker-credential-helpers | grep demo')"
as_login bea 'gpgconf --kill all'

printf '\nOne command leads to a login, with either helper.\n'
