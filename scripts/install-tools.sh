#!/usr/bin/env bash
# Installs the tools that a group of tasks needs and that are missing: install-tools.sh GROUP…
# Prints and does nothing where all are installed.
# shellcheck disable=SC2034 # the groups are read by name
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

# A group is a list of command:package, in the names of Debian and Ubuntu.
for_build=(git:git make:make pkg-config:pkg-config strip:binutils)
# A library is named by its pkg-config module: module:package.
libraries_for_build=(gio-2.0:libglib2.0-dev libsecret-1:libsecret-1-dev zlib:zlib1g-dev)
for_demo=(
    age:age docker-registry:docker-registry htpasswd:apache2-utils skopeo:skopeo
    base64:coreutils gzip:gzip sed:sed tar:tar
)
for_bench=(
    age:age docker-credential-pass:golang-docker-credential-helpers gpg:gnupg pass:pass
    python3:python3 strace:strace valgrind:valgrind
)
for_fuzz=(timeout:coreutils)
for_secretservice=(
    dbus-daemon:dbus-daemon dbus-monitor:dbus-bin dbus-run-session:dbus-daemon
    docker-credential-secretservice:golang-docker-credential-helpers gdbus:libglib2.0-bin
    gnome-keyring-daemon:gnome-keyring python3:python3 secret-tool:libsecret-tools
    keepassxc:keepassxc keepassxc-cli:keepassxc kwalletd5:libkf5wallet-bin
)
for_dist=(
    gzip:gzip lintian:lintian mandoc:mandoc nm:binutils python3:python3 rpm:rpm rpmlint:rpmlint tar:tar xz:xz-utils
)
for_packages=(
    debootstrap:debootstrap docker-registry:docker-registry htpasswd:apache2-utils rpm:rpm unshare:util-linux
)
for_arm64=(ld.lld:lld qemu-aarch64-static:qemu-user-static readelf:binutils)
# The same for a module of the system's Python, which the tests call by its path.
modules_for_secretservice=(dbus:python3-dbus gi:python3-gi)
modules_for_dist=(ensurepip:python3-venv)
for_workflows=(python3:python3)
for_test=(
    "${for_build[@]}" "${for_demo[@]}" "${for_bench[@]}" "${for_fuzz[@]}" "${for_secretservice[@]}"
    curl:curl docker-credential-ecr-login:amazon-ecr-credential-helper expect:expect flock:util-linux ip:iproute2
    ldd:libc-bin mandoc:mandoc openssl:openssl pinentry-curses:pinentry-curses pinentry-tty:pinentry-tty podman:podman
    prlimit:util-linux ps:procps script:bsdutils setpriv:util-linux setsid:util-linux shellcheck:shellcheck swtpm:swtpm
    systemd-creds:systemd tpm2_unseal:tpm2-tools tree:tree unshare:util-linux valgrind:valgrind
)

[[ $# -gt 0 ]] || die "usage: install-tools.sh build|demo|test|bench|fuzz|secretservice|dist|packages|arm64|workflows …"

has() { command -v "$1" >/dev/null 2>&1; }

check_swift() {
    has swift || die "swift is missing: install Swift 6.2 or newer from https://www.swift.org/install/linux/"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [[ $(printf '6.2\n%s\n' "$version" | sort -V | head -n 1) == 6.2 ]] ||
        die "Swift 6.2 or newer is needed, and this is Swift $version: see https://www.swift.org/install/linux/"
}

commands=()
packages=()
want() {
    has "${1%%:*}" && return
    commands+=("${1%%:*}")
    packages+=("${1##*:}")
}

# Headers and modules are not commands: if one is missing afterwards, the build or a test says so.
want_library() {
    has pkg-config && pkg-config --exists "${1%%:*}" && return
    packages+=("${1##*:}")
}
want_module() {
    [[ -x /usr/bin/python3 ]] && /usr/bin/python3 -c "import ${1%%:*}" 2>/dev/null && return
    packages+=("${1##*:}")
}

for group in "$@"; do
    case $group in
    build | test | demo | bench | fuzz | secretservice | dist | packages | arm64 | workflows) declare -n tools=for_$group ;;
    *) die "there is no group $group" ;;
    esac
    for tool in "${tools[@]}"; do want "$tool"; done
    case $group in build | test) for library in "${libraries_for_build[@]}"; do want_library "$library"; done ;; esac
    case $group in secretservice | test)
        for module in "${modules_for_secretservice[@]}"; do want_module "$module"; done
        # Without this plugin KWallet has no encrypted sessions, and Docker's own helper opens no other.
        if ! has kwalletd5; then packages+=(libqca-qt5-2-plugins); fi
        ;;
    dist | workflows) for module in "${modules_for_dist[@]}"; do want_module "$module"; done ;;
    esac
    case $group in build | test | fuzz) check_swift ;; esac
    # Any Docker client will do, so a package is asked for only where there is none.
    if [[ $group == test ]]; then want docker:docker; fi
done
[[ ${#packages[@]} -gt 0 ]] || exit 0

as_root() { if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi; }
if ! has apt-get || ! { [[ $EUID -eq 0 ]] || has sudo; }; then
    die "these packages are missing, and here they cannot be installed with apt-get: ${packages[*]}"
fi
as_root apt-get update --quiet --quiet

# The client alone is the package `docker-cli` where there is one. Before that it was a part of `docker.io`, which has
# the engine too; nothing here starts or needs the engine.
docker_package() {
    if apt-cache show docker-cli >/dev/null 2>&1; then printf docker-cli; else printf docker.io; fi
}
for index in "${!packages[@]}"; do
    if [[ ${packages[index]} == docker ]]; then packages[index]=$(docker_package); fi
done
mapfile -t packages < <(printf '%s\n' "${packages[@]}" | sort --unique)

as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "${packages[@]}"

hash -r
for command in "${commands[@]}"; do
    has "$command" || die "$command is still missing after the installation of ${packages[*]}"
done
