#!/usr/bin/env bash
# Installs, uses, upgrades and removes the packages of dist/VERSION in a bare Debian of its own, and installs the rpms into a
# root of their own. Needs root, for debootstrap and chroot; no container engine.
#
# Prints a transcript, which is also kept in dist/test-packages-VERSION.txt. See bare_debian.bash for what is kept for the next
# run.
# shellcheck disable=SC2016 # what is run in the Debian is expanded there
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/registry.bash
source scripts/registry.bash
# shellcheck source=scripts/bare_debian.bash
source scripts/bare_debian.bash

version=$(package_version)
release=$PWD/dist/$version
compgen -G "$release/*.deb" >/dev/null || die "there are no packages in $release: run \`make dist\` first"
enter_own_namespaces "dist/test-packages-$version.txt"
make_work_directory

as_user() { as_login ann "$1"; }

# --- a bare Debian ----------------------------------------------------------------------------------------------------

make_debian ann
mkdir "$root/packages"
cp "$release"/*.deb "$root/packages/"

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
apt install docker.io man-db bash-completion

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
apt install golang-docker-credential-helpers pass gnupg dbus dbus-bin gnome-keyring
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
