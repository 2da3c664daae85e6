#!/bin/sh
# Prepare this folder for `build` (make PDFs) or `test`: system packages and .venv/.
# Running it again costs next to nothing when all is there.
set -eu
purpose=${1:-build}
cd "$(dirname "$0")/.."

packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
lock=requirements.txt
if [ "$purpose" = test ]; then
    packages="$packages poppler-utils qpdf ghostscript chromium"
    lock=requirements-dev.txt
fi

say() { printf '%s\n' "$*" >&2; }

command -v python3 >/dev/null || { say "Python 3.11 or later is missing: install python3."; exit 1; }

# 1. System packages, where there is apt. Elsewhere `publish doctor` says what is missing.
if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    [ -x .venv/bin/python ] || python3 -c 'import ensurepip' 2>/dev/null || packages="$packages python3-venv"
    missing=
    for package in $packages; do
        case " $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true) " in
            " installed ") ;;
            *) missing="$missing $package" ;;
        esac
    done
    if [ -n "$missing" ]; then
        if [ "$(id -u)" = 0 ]; then
            as_root=
        elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            as_root=sudo
        else
            say "These system packages are missing, and installing them needs your password. Run"
            say "    sudo apt-get update && sudo apt-get install --no-install-recommends$missing"
            say "and then make again."
            exit 1
        fi
        say "Installing$missing"
        $as_root apt-get update -qq >&2
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qq -y --no-install-recommends $missing >&2
    fi
fi

# 2. The virtual environment. Its stamps hold the checksum of what it was made from.
wanted=$(cat "$lock" pyproject.toml | cksum)
for stamp in .venv/"$purpose".stamp .venv/test.stamp; do
    if [ "$purpose" = build ] && [ "$stamp" = .venv/test.stamp ]; then
        wanted=$(cat requirements-dev.txt pyproject.toml | cksum)  # holds all that a build needs
    fi
    if [ -x .venv/bin/publish ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        exit 0
    fi
done
wanted=$(cat "$lock" pyproject.toml | cksum)
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Python 3.11 or later is needed; python3 is $(python3 -V)."
    exit 1
}
if ! .venv/bin/python -c 'import sys' 2>/dev/null; then
    say "Making .venv/"
    rm -rf .venv
    python3 -m venv .venv
fi
say "Installing the locked requirements of $lock into .venv/"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --no-deps --no-index --no-build-isolation --editable .
printf '%s\n' "$wanted" >.venv/"$purpose".stamp
