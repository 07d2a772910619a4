#!/usr/bin/env bash
# Installs the programs of dist/bin with manual pages and completions, or removes them:
# install.sh [--uninstall] [--destination DIRECTORY] [PREFIX], as packaging/install.sh, which the tarball holds, has it.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/tree.bash
source scripts/tree.bash

# What is built is installed as it is, so that `sudo make install` runs no compiler.
while read -r program; do
    [[ -x dist/bin/$program ]] || missing=1
done < <(programs all)
[[ ${missing:-} != 1 ]] || scripts/build.sh

make_work_directory
make_tree "$work/tree"
install -m 0755 packaging/install.sh "$work/tree/install.sh"
"$work/tree/install.sh" "$@"
