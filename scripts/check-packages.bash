# The checks of packages; read with `source` after common.bash, never run.
# shellcheck shell=bash

# check_packages DIRECTORY: what lintian and rpmlint say of its packages is an error, warnings too.
check_packages() {
    local package report
    for package in "$1"/*.deb; do
        report=$(lintian --allow-root --tag-display-limit 0 --fail-on error,warning --display-level ">=warning" \
            "$package" 2>&1) || die "lintian rejects $package: $report"
        [[ -z $report ]] || die "lintian has complaints about $package: $report"
        printf 'lintian: %s is clean\n' "${package##*/}"
    done
    for package in "$1"/*.rpm; do
        report=$(rpmlint --config packaging/rpmlint.toml "$package" 2>&1) || true
        grep --quiet ' 0 errors, 0 warnings' <<<"$report" || die "rpmlint has complaints about $package: $report"
        printf 'rpmlint: %s is clean\n' "${package##*/}"
    done
}
