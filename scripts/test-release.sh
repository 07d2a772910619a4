#!/usr/bin/env bash
# Tests release.sh in a copy of the sources that it needs, under git of its own.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

make_work_directory
copy=$work/copy
mkdir -p "$copy/Sources/HelperProtocol"
cp -r scripts CHANGELOG.md packaging "$copy"
cp Sources/HelperProtocol/HelperIdentity+Package.swift "$copy/Sources/HelperProtocol/"
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.org \
    GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.org
cd "$copy"
git init --quiet
git add --all
git commit --quiet --message start

# refuses TEXT ARGUMENT…: fails, says TEXT, and changes nothing.
refuses() {
    local expected=$1 before answer
    shift
    before=$(git rev-parse HEAD; git status --porcelain)
    ! answer=$(scripts/release.sh "$@" 2>&1) || die "this was not refused: release.sh $*"
    [[ $answer == *"$expected"* ]] || die "expected \"$expected\" in: $answer"
    [[ $before == "$(git rev-parse HEAD; git status --porcelain)" ]] || die "release.sh $* changed something"
}

version=$(package_version)
next=${version%.*}.99
sed -i "s/^## \[Unreleased\]\$/## [Unreleased]\n\n### Added\n\n- Something new./" CHANGELOG.md
refuses 'the working tree has changes' "$next"
git commit --quiet --all --message "A change"
refuses 'is not newer than' "$version"
refuses 'is not newer than' 0.0.1
refuses 'usage' "v$next"
scripts/release.sh "$next" >/dev/null
[[ $(package_version) == "$next" ]] || die "the version is $(package_version)"
[[ $(git describe) == "$next" && -z $(git status --porcelain) ]] || die "the tag or the commit is missing"
grep --quiet --line-regexp "## \[$next\] - $(date --utc +%Y-%m-%d)" CHANGELOG.md || die "the changelog has no dated entry"
[[ $(scripts/release.sh --notes "$next") == *'Something new.'* ]] || die "the notes are not those of $next"
scripts/release.sh --check "$next" >/dev/null
refuses 'the tag is' --check "$version"
refuses "the tag $next exists already" "$next"
git tag --delete "$next" >/dev/null
refuses 'CHANGELOG.md has nothing below [Unreleased]' "${version%.*}.100"
printf 'release.sh makes releases, and refuses what it should.\n'
