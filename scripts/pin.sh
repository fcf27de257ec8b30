#!/bin/sh
# Writes constraints.txt from what .venv holds: names and versions, no addresses.
set -eu
cd "$(dirname "$0")/.."
{
    echo "# Pinned versions, written by scripts/pin.sh from a .venv that passed the tests."
    .venv/bin/python -m pip --disable-pip-version-check freeze --exclude-editable | grep -E '^[A-Za-z0-9_.-]+==' | sort -f
} > constraints.txt
