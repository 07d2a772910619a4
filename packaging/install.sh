#!/bin/sh
# Installs the files beside this script, or removes them again:
#
#     install.sh [--uninstall] [--destination DIRECTORY] [PREFIX]
#
# PREFIX is /usr/local by default. With --destination everything goes below DIRECTORY, for those who make packages.
# Nothing is configured: which programs use the helpers is said in their own files, such as ~/.docker/config.json.
set -eu

usage() {
    sed -n '2,7s/^# \{0,1\}//p' "$0"
    exit "$1"
}
die() {
    printf 'install.sh: %s\n' "$1" >&2
    exit 1
}

action=install
destination=
prefix=/usr/local
while [ $# -gt 0 ]; do
    case $1 in
    --uninstall) action=uninstall ;;
    --destination)
        [ $# -gt 1 ] || usage 64 >&2
        destination=$2
        shift
        ;;
    --help | -h) usage 0 ;;
    -*) usage 64 >&2 ;;
    *) prefix=$1 ;;
    esac
    shift
done
case $prefix in /*) ;; *) die "the prefix is not an absolute path: $prefix" ;; esac
root=$destination$prefix

cd "$(dirname "$0")"
[ -d bin ] || die "there is no directory bin beside this script"

# Every file and link, relative to the prefix.
entries() { find bin libexec share \( -type f -o -type l \) 2>/dev/null | LC_ALL=C sort; }

install_entry() {
    mkdir -p "$root/$(dirname "$1")"
    # A new file takes the place of the old one, which may be running.
    cp -P "$1" "$root/$1.new"
    if [ ! -L "$1" ]; then
        case $1 in bin/*) chmod 755 "$root/$1.new" ;; *) chmod 644 "$root/$1.new" ;; esac
    fi
    mv -f "$root/$1.new" "$root/$1"
    printf '%s\n' "$root/$1"
}

remove_entry() {
    [ -e "$root/$1" ] || [ -L "$root/$1" ] || return 0
    rm -f "$root/$1"
    printf 'removed %s\n' "$root/$1"
    # Directories that are empty now, but never the prefix.
    directory=$(dirname "$1")
    while [ "$directory" != . ] && rmdir "$root/$directory" 2>/dev/null; do directory=$(dirname "$directory"); done
}

umask 022
entries | while IFS= read -r entry; do
    case $action in
    install) install_entry "$entry" ;;
    uninstall) remove_entry "$entry" ;;
    esac
done
