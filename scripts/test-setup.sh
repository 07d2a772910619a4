#!/usr/bin/env bash
# Sets up a credential helper with one command in a bare Debian with docker's client, logs in with docker, and reads an
# image's manifest: with docker-credential-file before gpg is installed, then with pass. Needs root, for debootstrap and
# chroot; no container engine.
#
# PROGRAMS is the directory of the programs (dist/VERSION/bin or that of `make build`); libraries that they need and Debian
# does not have are copied. The Debian and what apt downloads are kept in .build-packages, as by test-packages.sh.
# shellcheck disable=SC2016 # what is run in the Debian is expanded there
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/registry.bash
source scripts/registry.bash

[[ $EUID -eq 0 ]] || die "this needs root, for debootstrap and chroot: run \`sudo make test-setup\`"
programs=${PROGRAMS:-$PWD/dist/bin}
[[ -x $programs/docker-creds ]] || die "there is no docker-creds in $programs: run \`make build\` first"
# Namespaces of its own, so that nothing stays mounted and no agent goes on running, however this ends.
if [[ -z ${IN_OWN_NAMESPACE:-} ]]; then
    scripts/install-tools.sh packages
    IN_OWN_NAMESPACE=1 exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$PWD/scripts/test-setup.sh"
fi

suite=${DEBIAN_SUITE:-bookworm}
cache=${PACKAGE_CACHE:-$PWD/.build-packages}
clean_up() {
    stop_registry
    umount --lazy "$root/var/cache/apt/archives" "$root/proc" 2>/dev/null || true
    ! mountpoint --quiet "$root/var/cache/apt/archives" || exit 1
}
make_work_directory
root=$work/root

step() { printf '\n== %s\n' "$1"; }
check() {
    local statement=$1
    shift
    "$@" || die "NOT TRUE: $statement"
    printf '   => %s\n' "$statement"
}
inside() {
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}
# as_user NAME SCRIPT: in a new login, without a terminal.
as_user() {
    chroot --userspec "$1:$1" "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME="/home/$1" USER="$1" LC_ALL=C.UTF-8 \
        DOCKER_HOST=unix:///nowhere.sock REGISTRY="$registry" PASSWORD="$password" bash -euo pipefail -c "cd; $2" </dev/null
}
apt() { inside apt-get --quiet --quiet --yes --no-install-recommends -o Dpkg::Use-Pty=0 "$@" </dev/null >"$work/apt.log" 2>&1 || die "$(cat "$work/apt.log")"; }

# --- a bare Debian with docker's client ---------------------------------------------------------------------------------

mkdir -p "$cache/archives/partial"
base=$cache/debian-$suite.tar
if [[ ! -f $base ]]; then
    debootstrap --variant=minbase "$suite" "$work/base" >"$work/debootstrap.log" 2>&1 || {
        tail -n 20 "$work/debootstrap.log"
        die "debootstrap failed"
    }
    tar --create --file "$base.new" --directory "$work/base" --numeric-owner .
    mv "$base.new" "$base"
    rm -rf "$work/base"
fi
mkdir "$root"
tar --extract --file "$base" --directory "$root" --numeric-owner
mount -t proc proc "$root/proc"
mount --bind "$cache/archives" "$root/var/cache/apt/archives"
printf 'Binary::apt-get::APT::Keep-Downloaded-Packages "true";\n' >"$root/etc/apt/apt.conf.d/90keep"
cp /etc/resolv.conf "$root/etc/resolv.conf"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
apt update
apt install docker.io
for name in docker-creds docker-credential-file docker-credential-pass; do
    install "$programs/$name" "$root/usr/bin/$name"
    while read -r library; do
        [[ -e $root$library ]] || install -D "$library" "$root$library"
    done < <(ldd "$programs/$name" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p')
done
install -d "$root/usr/libexec/docker/cli-plugins"
ln -s ../../../bin/docker-creds "$root/usr/libexec/docker/cli-plugins/docker-creds"
for user in ann bea; do inside useradd --create-home --shell /bin/bash "$user"; done

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
    as_user "$1" 'echo "\$ docker login --username demo --password-stdin $REGISTRY"
        printf %s "$PASSWORD" | docker login --username demo --password-stdin "$REGISTRY" 2>&1 | tee login.txt
        docker manifest inspect --insecure "$REGISTRY/demo:1" >manifest.txt'
    check "docker logged in" grep --quiet 'Login Succeeded' "$root/home/$1/login.txt"
    check "docker read the manifest" grep --quiet schemaVersion "$root/home/$1/manifest.txt"
    check "the password is in no file of the home directory" \
        bash -c "! grep -rqF -e '$password' -e '$(printf 'demo:%s' "$password" | base64 --wrap 0)' '$root/home/$1'"
    as_user "$1" 'docker creds setup --yes --no-hook >second.txt'
    check "the second setup has nothing to do" grep --quiet 'Nothing to do' "$root/home/$1/second.txt"
}

# --- one command --------------------------------------------------------------------------------------------------------

step "docker-credential-file, on a machine without gpg"
check "there is no gpg" bash -c "! chroot '$root' sh -c 'command -v gpg'"
as_user ann 'docker manifest inspect --insecure "$REGISTRY/demo:1" >before.txt 2>&1 && exit 1 || true'
as_user ann 'echo "\$ docker creds setup file --yes"; docker creds setup file --yes'
login_and_read ann

step "docker-credential-pass, on a machine with gpg and pass, and without a key and a store"
apt install gnupg pass
as_user bea 'echo "\$ docker creds setup pass --create-key --yes"; docker creds setup pass --create-key --yes'
check "pass lists the store" test -n "$(as_user bea 'pass ls')"
login_and_read bea
check "pass shows the login" test -n "$(as_user bea 'pass ls docker-credential-helpers | grep demo')"
as_user bea 'gpgconf --kill all'

printf '\nOne command leads to a login, with either helper.\n'
