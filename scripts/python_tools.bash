# The tools of packaging/requirements.txt; read with `source` after common.bash, never run.
# shellcheck shell=bash

# Makes the virtual environment where it is missing or of other versions, and puts its programs into PATH.
use_python_tools() {
    local environment=.build-python
    if ! cmp --quiet packaging/requirements.txt "$environment/installed"; then
        rm -rf "$environment"
        /usr/bin/python3 -m venv "$environment"
        "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement packaging/requirements.txt
        cp packaging/requirements.txt "$environment/installed"
    fi
    PATH=$PWD/$environment/bin:$PATH
}
