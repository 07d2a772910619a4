# Tools from PyPI in virtual environments; read with `source` after common.bash, never run.
# shellcheck shell=bash

# use_python_tools REQUIREMENTS ENVIRONMENT: makes the virtual environment where it is missing or of other versions, and
# puts its programs into PATH.
use_python_tools() {
    local requirements=$1 environment=$2
    if ! cmp --quiet "$requirements" "$environment/installed"; then
        rm -rf "$environment"
        /usr/bin/python3 -m venv "$environment" || return
        "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements" || return
        cp "$requirements" "$environment/installed"
    fi
    PATH=$PWD/$environment/bin:$PATH
}
