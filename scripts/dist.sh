#!/usr/bin/env bash
# Makes the release of this version in dist/VERSION from the programs in dist/bin: a deb, rpm, apk and Arch package for each
# program, a tarball, a bill of materials (CycloneDX), SHA256SUMS, and a signature over it if MINISIGN_KEY is set.
#
# MINISIGN_KEY         the secret key file of minisign; without a passphrase, since nothing here can ask for one
# PACKAGE_MAINTAINER, PACKAGE_HOMEPAGE   what the packages say; the workflow for releases sets them
#
# Checks everything that it makes: lintian, rpmlint, mandoc, a validator. Needs no root.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/tree.bash
source scripts/tree.bash
# shellcheck source=scripts/python_tools.bash
source scripts/python_tools.bash
# shellcheck source=scripts/check-packages.bash
source scripts/check-packages.bash

scripts/install-tools.sh dist
use_python_tools packaging/requirements.txt .build-python
make_work_directory

VERSION=$(package_version)
machine=$(uname -m)
case $machine in
x86_64) ARCHITECTURE=amd64 ;;
aarch64) ARCHITECTURE=arm64 ;;
*) die "there is no name for the architecture $machine" ;;
esac
# Every time stamp is that of the commit, or of the newest entry of the changelog where there is no commit.
if [[ -z ${SOURCE_DATE_EPOCH:-} ]]; then
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date --utc --date "$(
        sed -n 's/^## \[.*\] - \(.*\)/\1/p' CHANGELOG.md | head -n 1)" +%s)
fi
export VERSION ARCHITECTURE SOURCE_DATE_EPOCH PYTHONPATH=$PWD/packaging PYTHONDONTWRITEBYTECODE=1
export LC_ALL=C.UTF-8 TZ=UTC
umask 022
stamp=@$SOURCE_DATE_EPOCH
maintainer=${PACKAGE_MAINTAINER:-$(sed -n 's/^maintainer: //p' packaging/packages/common.yaml)}

release=dist/$VERSION
rm -rf "$release"
mkdir -p "$release"

# --- bill of materials ------------------------------------------------------------------------------------------------

mapfile -t all < <(programs all)
python3 packaging/sbom.py "$release/docker-credentials-$VERSION-linux-$machine.cdx.json" "$VERSION" "${all[@]}"

# --- packages ---------------------------------------------------------------------------------------------------------

# make_documents DIRECTORY PACKAGE PROGRAM: the copyright, notices, changelogs and overrides.
make_documents() {
    mkdir -p "$1"
    cp LICENSE "$1/LICENSE"
    python3 packaging/copyright.py "$3" "$1" >"$1/copyright"
    cp CHANGELOG.md "$1/CHANGELOG.md"
    gzip -9n <CHANGELOG.md >"$1/changelog.gz"
    debian_changelog "$2" | gzip -9n >"$1/changelog.Debian.gz"
    rpm_changelog >"$1/changelog.yaml"
    if [[ $3 == docker-creds ]]; then
        cat >"$1/lintian" <<END
# The HTTP client needs zlib. It is linked in so that the program depends on the C library alone, on every distribution.
# Each release is built anew when zlib has a fix.
$2: embedded-library zlib [usr/bin/$3]
END
    elif programs static | grep --quiet --line-regexp "$3"; then
        cat >"$1/lintian" <<END
# Static on purpose: a helper is started for every request, a static program starts in a third of the time, and it runs on
# every distribution. Each release is built anew when a library in it has a fix.
$2: statically-linked-binary [usr/bin/$3]
END
    fi
}

# The versions of CHANGELOG.md and their dates.
versions() { sed -n 's/^## \[\([0-9].*\)\] - \(.*\)/\1 \2/p' CHANGELOG.md; }

# debian_changelog PACKAGE: an entry for each version of CHANGELOG.md, which has the changes themselves.
debian_changelog() {
    local version date
    while read -r version date; do
        printf '%s (%s-1) unstable; urgency=medium\n\n  * Release %s; changelog.gz has the changes.\n\n' \
            "$1" "$version" "$version"
        printf -- ' -- %s  %s\n\n' "$maintainer" "$(date --utc --date "$date 12:00" --rfc-email)"
    done < <(versions)
}

# The same in the form that nfpm reads.
rpm_changelog() {
    local version date
    while read -r version date; do
        printf -- '- semver: %s-1\n  date: %sT12:00:00Z\n  packager: "%s"\n  changes: [{note: Release %s.}]\n' \
            "$version" "$date" "$maintainer" "$version"
    done < <(versions)
}

packages=()
for settings in packaging/packages/swift-*.yaml; do
    package=$(basename "$settings" .yaml)
    program=$(sed -n 's/^program: //p' "$settings")
    packages+=("$package")
    export TREE=$work/$package/tree DOCUMENTS=$work/$package/documents
    make_tree "$TREE" "$program"
    gzip -9n "$TREE"/share/man/man1/*.1
    make_documents "$DOCUMENTS" "$package" "$program"
    for form in deb rpm apk archlinux; do
        status=0
        python3 packaging/packages.py "$work/nfpm.json" "$package" "$form" || status=$?
        case $status in
        0) nfpm package --config "$work/nfpm.json" --packager "$form" --target "$release" >/dev/null ;;
        3) printf '%s: no %s, since the program needs the GNU C library\n' "$package" "$form" ;;
        *) exit "$status" ;;
        esac
    done
done
while read -r program; do
    grep --quiet --line-regexp "program: $program" packaging/packages/*.yaml || die "no package has the program $program"
done < <(programs all)

# --- tarball ----------------------------------------------------------------------------------------------------------

name=docker-credentials-$VERSION-linux-$machine
make_tree "$work/$name"
install -m 0755 packaging/install.sh "$work/$name/install.sh"
mkdir -p "$work/$name/licences"
for package in "${packages[@]}"; do
    cp "$work/$package/documents/copyright" "$work/$name/licences/$package.copyright"
    cp "$work/$package/documents"/NOTICE.* "$work/$name/licences/" 2>/dev/null || true
done
cp LICENSE CHANGELOG.md README.md "$work/$name/"
tar --create --directory "$work" --sort name --mtime "$stamp" --owner 0 --group 0 --numeric-owner \
    --format ustar "$name" | gzip -9n >"$release/$name.tar.gz"

# --- checks, checksums, signature -------------------------------------------------------------------------------------

check_packages "$release"
(cd "$release" && sha256sum -- * >"$work/SHA256SUMS" && mv "$work/SHA256SUMS" .)
if [[ -n ${MINISIGN_KEY:-} ]]; then
    minisign -S -s "$MINISIGN_KEY" -t "swift-docker-credentials $VERSION" -m "$release/SHA256SUMS" </dev/null
else
    printf 'MINISIGN_KEY is not set, so SHA256SUMS is not signed.\n'
fi
ls -l "$release"
