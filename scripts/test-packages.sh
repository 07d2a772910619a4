#!/usr/bin/env bash
# Installs, uses, upgrades and removes the packages of dist/VERSION in a bare Debian of its own, and installs the rpms into a
# root of their own. Needs root, for debootstrap and chroot; no container engine.
#
# Prints a transcript, which is also kept in dist/test-packages-VERSION.txt. The Debian and what apt downloads are kept in
# .build-packages for the next run. DEBIAN_SUITE is the suite (bookworm).
# shellcheck disable=SC2016 # what is run in the Debian is expanded there
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/registry.bash
source scripts/registry.bash

[[ $EUID -eq 0 ]] || die "this needs root, for debootstrap and chroot: run \`sudo make test-packages\`"
version=$(package_version)
release=$PWD/dist/$version
compgen -G "$release/*.deb" >/dev/null || die "there are no packages in $release: run \`make dist\` first"
# Namespaces of its own, so that nothing stays mounted and no agent or daemon goes on running, however this ends.
if [[ -z ${IN_OWN_NAMESPACE:-} ]]; then
    scripts/install-tools.sh packages
    IN_OWN_NAMESPACE=1 unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$PWD/scripts/test-packages.sh" 2>&1 |
        tee "dist/test-packages-$version.txt"
    exit
fi

suite=${DEBIAN_SUITE:-bookworm}
cache=$PWD/.build-packages
# Whatever is mounted below the Debian is detached before it is removed.
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
# inside COMMAND…: runs it in the Debian as root; as_user runs a script there as the user ann, in a new login.
inside() {
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}
as_user() {
    chroot --userspec ann:ann "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/home/ann USER=ann LC_ALL=C.UTF-8 \
        DOCKER_HOST=unix:///nowhere.sock REGISTRY="$registry" PASSWORD="$password" bash -euo pipefail -c "cd; $1"
}
shown() {
    printf '$ %s\n' "$*"
    "$@"
}
apt() { inside apt-get --quiet --quiet --yes --no-install-recommends -o Dpkg::Use-Pty=0 "$@"; }

# --- a bare Debian ----------------------------------------------------------------------------------------------------

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
# No service is started in here.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
mkdir "$root/packages"
cp "$release"/*.deb "$root/packages/"
inside useradd --create-home --shell /bin/bash ann
apt update

password=$(head -c 15 /dev/urandom | base64 | tr '+/' '-_')
start_registry demo "$password"

# --- from `apt install` to a login ------------------------------------------------------------------------------------

step "Install two packages on a machine without Swift"
inside dpkg-query --show --showformat '${Package}\n' | sort >"$work/before"
printf '$ apt install ./swift-docker-credential-file_%s-1_*.deb ./swift-docker-creds_%s-1_*.deb\n' "$version" "$version"
inside sh -c 'cd /packages && apt-get --yes --quiet --quiet -o Dpkg::Use-Pty=0 install ./swift-docker-credential-file_*.deb ./swift-docker-creds_*.deb'
inside dpkg-query --show --showformat '${Package}\n' | sort >"$work/after"
check "apt installed these two packages and no other" test "$(comm -13 "$work/before" "$work/after" | paste -sd ' ')" = \
    "swift-docker-credential-file swift-docker-creds"
inside dpkg-query --show --showformat '${Package} ${Version}: ${Installed-Size} kB installed\n' \
    swift-docker-credential-file swift-docker-creds
apt install docker.io man-db bash-completion </dev/null >"$work/apt.log" 2>&1 || die "$(cat "$work/apt.log")"

step "Log in with docker, look, and log out"
as_user 'mkdir -m 700 .docker && echo "{\"credsStore\": \"file\"}" >.docker/config.json'
as_user 'echo "\$ docker login --username demo --password-stdin $REGISTRY"
    printf %s "$PASSWORD" | docker login --username demo --password-stdin "$REGISTRY" 2>&1 | tee login.txt'
check "the login succeeded" grep --quiet 'Login Succeeded' "$root/home/ann/login.txt"
check "the password is in no file of the home directory" \
    bash -c "! grep -rqF -e '$password' -e '$(printf 'demo:%s' "$password" | base64 --wrap 0)' '$root/home/ann'"
as_user 'test "$(printf %s "$REGISTRY" | docker-credential-file get)" = \
    "{\"ServerURL\":\"$REGISTRY\",\"Username\":\"demo\",\"Secret\":\"$PASSWORD\"}"'
check "docker-credential-file returns what was stored" true
as_user 'echo "\$ docker-credential-file list"; docker-credential-file list'
check "docker finds the plugin" test -n "$(as_user 'docker info --format "{{range .ClientInfo.Plugins}}{{.Name}} {{end}}" 2>/dev/null | grep -w creds')"
as_user 'echo "\$ docker creds list"; docker creds list | tee list.txt'
check "docker creds list has the login" grep --quiet demo "$root/home/ann/list.txt"
as_user 'echo "\$ docker logout"; docker logout $REGISTRY; test "$(docker-credential-file list)" = "{}"'
check "the helper holds nothing after the logout" true

step "Manual pages and completions"
pages=$(inside dpkg --listfiles swift-docker-credential-file swift-docker-creds | sed -n 's|^/usr/share/man/man1/\(.*\)\.1\.gz$|\1|p')
check "every manual page of docker-creds is in its package" test "$(grep -c '^docker-creds' <<<"$pages")" = \
    "$(find packaging/man -name 'docker-creds*.1' | wc -l)"
for page in $pages; do
    check "man $page" test -n "$(as_user "man $page 2>/dev/null | grep -w NAME")"
done
check "bash completes docker-creds" test -n "$(as_user '
    source /usr/share/bash-completion/bash_completion; _completion_loader docker-creds || true; complete -p docker-creds')"

step "Purge"
inside dpkg --listfiles swift-docker-credential-file swift-docker-creds | sort --unique >"$work/files"
apt purge swift-docker-credential-file swift-docker-creds
left=$(while read -r file; do
    [[ ! -f $root$file && ! -L $root$file ]] || printf '%s ' "$file"
done <"$work/files")
check "no file of the packages is left" test -z "$left"
check "the user's data is left" test -f "$root/home/ann/.local/state/docker-credential-file/identity.txt"

# --- in place of Debian's package ---------------------------------------------------------------------------------------

step "Take the place of golang-docker-credential-helpers, with logins in pass and in a keyring"
apt install golang-docker-credential-helpers pass gnupg dbus dbus-bin gnome-keyring </dev/null >"$work/apt.log" 2>&1 ||
    die "$(cat "$work/apt.log")"
# in_session SCRIPT: with a bus and an unlocked keyring, as in a desktop session.
in_session() {
    as_user "export XDG_RUNTIME_DIR=/home/ann/run; mkdir -p -m 700 run; dbus-run-session -- bash -euc '
        printf keyring | gnome-keyring-daemon --unlock --components=secrets >/dev/null; $1' 2>session.txt || { cat session.txt; exit 1; }"
}
as_user 'mkdir -p -m 700 .gnupg
    gpg --batch --quiet --pinentry-mode loopback --passphrase "" --quick-generate-key ann@example.org future-default default never
    pass init ann@example.org >/dev/null
    echo "{\"ServerURL\":\"pass.example\",\"Username\":\"ann\",\"Secret\":\"one\"}" | docker-credential-pass store'
in_session 'echo "{\"ServerURL\":\"keyring.example\",\"Username\":\"ann\",\"Secret\":\"two\"}" | docker-credential-secretservice store'
check "the programs are Debian's" test "$(inside dpkg-query --search /usr/bin/docker-credential-pass)" = \
    "golang-docker-credential-helpers: /usr/bin/docker-credential-pass"
printf '$ apt install ./swift-docker-credential-pass_*.deb ./swift-docker-credential-secretservice_*.deb\n'
inside sh -c 'cd /packages && apt-get --yes --quiet --quiet -o Dpkg::Use-Pty=0 install ./swift-docker-credential-pass_*.deb ./swift-docker-credential-secretservice_*.deb'
check "the programs are ours" test "$(inside dpkg-query --search /usr/bin/docker-credential-pass)" = \
    "swift-docker-credential-pass: /usr/bin/docker-credential-pass"
check "Debian's package is gone" bash -c "! chroot '$root' dpkg-query --status golang-docker-credential-helpers 2>/dev/null | grep -q '^Status:.* installed'"
check "the login in pass is still there" test "$(as_user 'printf pass.example | docker-credential-pass get')" = \
    '{"ServerURL":"pass.example","Username":"ann","Secret":"one"}'
check "the login in the keyring is still there" test \
    "$(in_session 'printf keyring.example | docker-credential-secretservice get')" = \
    '{"ServerURL":"keyring.example","Username":"ann","Secret":"two"}'
apt purge swift-docker-credential-pass swift-docker-credential-secretservice
check "after a purge the login is still in the password store" test \
    -n "$(find "$root/home/ann/.password-store/docker-credential-helpers" -name ann.gpg)"

# --- the tarball ------------------------------------------------------------------------------------------------------

step "Install the tarball below a prefix, and remove it"
tar --extract --gzip --file "$release/docker-credentials-$version-linux-$(uname -m).tar.gz" --directory "$root/packages"
inside sh -c "/packages/docker-credentials-*/install.sh /opt/credentials >/packages/installed"
check "the program of the prefix runs" test "$(inside /opt/credentials/bin/docker-credential-file version)" = \
    "docker-credential-file (swift-docker-credentials) v$version"
inside sh -c "/packages/docker-credentials-*/install.sh --uninstall /opt/credentials >/dev/null"
check "nothing is left below the prefix" test -z "$(find "$root/opt/credentials" -mindepth 1 2>/dev/null)"

# --- rpm --------------------------------------------------------------------------------------------------------------

step "Install the rpms into a root of their own"
rpms=$work/rpms
mkdir "$rpms"
rpm --root "$rpms" --initdb
# Only those that need nothing are installed with their dependencies checked: nothing else is in this root.
rpm --force-debian --root "$rpms" --install "$release"/swift-docker-credential-{file,conformance}-*.rpm
rpm --force-debian --root "$rpms" --install --nodeps "$release"/swift-docker-{credential-pass,credential-secretservice,creds}-*.rpm
check "every file has the mode, the owner and the content that the rpm states" test -z "$(
    rpm --root "$rpms" --verify --all --nodeps)"
check "docker-creds is linked as a plugin" test "$(readlink "$rpms/usr/libexec/docker/cli-plugins/docker-creds")" = \
    ../../../bin/docker-creds
for package in "$release"/*.rpm; do
    rpm --query --package --queryformat '%{NAME}: %{SIZE} bytes\n' "$package"
done
find "$rpms/usr/bin" -type f -printf '%m %f\n' | sort
check "programs have mode 755" test "$(find "$rpms/usr/bin" -type f -printf '%m\n' | sort --unique)" = 755

printf '\nAll packages do what they should.\n'
