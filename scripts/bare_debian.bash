# A bare Debian in a directory, in namespaces of its own; read with `source` after common.bash and registry.bash, never run.
# shellcheck shell=bash disable=SC2034,SC2154
#
# DEBIAN_SUITE is the suite (bookworm). The Debian and the packages that apt downloads are kept in PACKAGE_CACHE
# (.build-packages) for the next run: the first one takes a minute longer and needs a mirror.

# enter_own_namespaces TRANSCRIPT: runs the script again in namespaces of its own, and keeps what it prints in a file.
# Nothing stays mounted and no agent or daemon goes on running, however the script ends.
enter_own_namespaces() {
    [[ $EUID -eq 0 ]] || die "this needs root, for debootstrap and chroot: run it with sudo"
    [[ -z ${IN_OWN_NAMESPACE:-} ]] || return 0
    scripts/install-tools.sh packages
    export IN_OWN_NAMESPACE=1
    mkdir -p "$(dirname "$1")"
    unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$PWD/scripts/$(basename "$0")" 2>&1 |
        tee "$1"
    exit
}

# Detaches what is mounted below the Debian, so that it can be removed.
clean_up() {
    stop_registry
    umount --lazy "$root/var/cache/apt/archives" "$root/proc" 2>/dev/null || true
    ! mountpoint --quiet "$root/var/cache/apt/archives" || exit 1
}

step() { printf '\n== %s\n' "$1"; }

# check STATEMENT COMMAND…: ends the script if the command fails, and prints the statement otherwise.
check() {
    local statement=$1
    shift
    "$@" || die "NOT TRUE: $statement"
    printf '   => %s\n' "$statement"
}

# inside COMMAND…: runs it in the Debian as root.
inside() {
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

# as_login USER SCRIPT: runs it in the Debian in a new login of the user, without a terminal.
as_login() {
    chroot --userspec "$1:$1" "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME="/home/$1" USER="$1" LC_ALL=C.UTF-8 \
        DOCKER_HOST=unix:///nowhere.sock REGISTRY="$registry" PASSWORD="$password" bash -euo pipefail -c "cd; $2" </dev/null
}

apt() {
    inside apt-get --quiet --quiet --yes --no-install-recommends -o Dpkg::Use-Pty=0 "$@" </dev/null >"$work/apt.log" 2>&1 ||
        die "$(cat "$work/apt.log")"
}

# make_debian USER…: sets $root to a new Debian with these users, in $work.
make_debian() {
    local suite=${DEBIAN_SUITE:-bookworm} cache=${PACKAGE_CACHE:-$PWD/.build-packages} user
    local base=$cache/debian-$suite.tar
    root=$work/root
    mkdir -p "$cache/archives/partial"
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
    # No service is started in here.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    for user in "$@"; do inside useradd --create-home --shell /bin/bash "$user"; done
    apt update
}
