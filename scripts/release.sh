#!/usr/bin/env bash
# Cuts a release: release.sh VERSION sets the version, dates the changelog, commits and tags. Nothing is pushed.
#
# release.sh --check TAG      fails unless TAG is the version of the sources and of the changelog
# release.sh --notes VERSION  prints the changes of VERSION
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

version_file=Sources/HelperProtocol/HelperIdentity+Package.swift

# changes_of NAME: what CHANGELOG.md says below the heading of a version.
changes_of() {
    awk -v heading="## [$1]" '
        index($0, "## [") == 1 { inside = index($0, heading) == 1; next }
        inside { print }
    ' CHANGELOG.md | sed -e '/./,$!d'
}

case ${1:-} in
--check)
    [[ $# -eq 2 ]] || die "usage: release.sh --check TAG"
    [[ $2 == "$(package_version)" ]] || die "the tag is $2, and the sources are version $(package_version)"
    [[ -n $(changes_of "$2") ]] || die "CHANGELOG.md has no entry for $2"
    printf 'The sources and CHANGELOG.md are version %s.\n' "$2"
    exit
    ;;
--notes)
    [[ $# -eq 2 ]] || die "usage: release.sh --notes VERSION"
    changes_of "$2"
    exit
    ;;
esac

[[ $# -eq 1 && $1 =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || die "usage: release.sh VERSION, with a VERSION such as 1.2.3"
new=$1
old=$(package_version)
[[ -z $(git status --porcelain) ]] || die "the working tree has changes: commit or remove them first"
! git rev-parse --quiet --verify "refs/tags/$new" >/dev/null || die "the tag $new exists already"
[[ $(printf '%s\n%s\n' "$old" "$new" | sort --version-sort | tail -n 1) == "$new" && $old != "$new" ]] ||
    die "$new is not newer than $old"
[[ -n $(changes_of Unreleased) ]] || die "CHANGELOG.md has nothing below [Unreleased]: say what changes for users"

sed -i "s/packageVersion = \"$old\"/packageVersion = \"$new\"/" "$version_file"
sed -i "s/^## \[Unreleased\]\$/## [Unreleased]\n\n## [$new] - $(date --utc +%Y-%m-%d)/" CHANGELOG.md
scripts/release.sh --check "$new"
git commit --quiet --message "Version $new" -- "$version_file" CHANGELOG.md
git tag --annotate --message "Version $new" "$new"
printf 'Committed and tagged. The release workflow starts with:\n\n    git push origin HEAD %s\n' "$new"
