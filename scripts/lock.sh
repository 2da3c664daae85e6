#!/bin/sh
# Write requirements*.txt anew: versions and hashes, no address of an index, no path.
set -eu
cd "$(dirname "$0")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools"/bin/python -m pip install --quiet pip-tools==7.6.2
lock() {
    "$tools"/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
        --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
        --extra build "$@" pyproject.toml
}
lock --output-file requirements.txt
lock --extra test --constraint requirements.txt --output-file requirements-dev.txt
! grep -n -E '://|^-|file:' requirements.txt requirements-dev.txt
