#!/usr/bin/env bash
# Installs the programs of dist/bin: install.sh [DIRECTORY], which is /usr/local unless given.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

prefix=${1:-/usr/local}
[[ $prefix == /* ]] || die "$prefix is not an absolute path"

# What is built is installed as it is, so that `sudo make install` runs no compiler.
[[ -x dist/bin/docker-credential-file ]] || scripts/build.sh

install -d "$prefix/bin"
for program in dist/bin/*; do
    install -m 0755 "$program" "$prefix/bin/"
    printf '%s\n' "$prefix/bin/${program##*/}"
done

# One of the directories where Docker looks for plugins; for another prefix, see docker-creds(1).
install -d "$prefix/libexec/docker/cli-plugins"
ln -sf ../../../bin/docker-creds "$prefix/libexec/docker/cli-plugins/docker-creds"
printf '%s\n' "$prefix/libexec/docker/cli-plugins/docker-creds"

install -d "$prefix/share/man/man1"
for page in packaging/man/*.1; do
    install -m 0644 "$page" "$prefix/share/man/man1/"
    printf '%s\n' "$prefix/share/man/man1/${page##*/}"
done
