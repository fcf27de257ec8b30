#!/bin/sh
# Prints the Python that `make` makes .venv with: the first of some (python3 of the PATH, the system's) that is one, or another that does the
# same in nine tenths of its time or less. How an interpreter was compiled decides more of the speed of indexing than most code can
# (docs/operations.md). Takes other candidates as arguments; `make run PYTHON=python3.12` asks nobody.
set -eu

# Nanoseconds of a turn of a small loop, the least of some; nothing where this is no Python for us, or one that cannot make a venv.
asked='
import sys
if sys.version_info < (3, 11):
    sys.exit()
try:
    import ctypes, ensurepip, lzma, sqlite3, ssl, venv
except ImportError:
    sys.exit()
from time import perf_counter_ns as now

def turns():
    began, held = now(), {}
    for n in range(20_000):
        held[str(n & 255)] = held.get("7", n) + len("abc")
    return now() - began

print(min(turns() for _ in range(20)) // 20_000)
'

least_of() { # the least of three tellings, or nothing
    for _ in 1 2 3; do "$1" -c "$asked" 2>/dev/null || true; done | sort -n | head -n 1
}

if [ $# -eq 0 ]; then
    set -- python3
    # A venv or conda environment that is switched on was chosen by somebody.
    [ -n "${VIRTUAL_ENV:-}${CONDA_PREFIX:-}" ] || set -- python3 /usr/bin/python3 /usr/local/bin/python3
fi

picked="" best=""
for candidate in "$@"; do
    time=$(least_of "$candidate")
    [ -n "$time" ] || continue
    if [ -z "$picked" ] || [ $((10 * time)) -le $((9 * best)) ]; then
        [ -z "$picked" ] || echo "make: $candidate in place of $picked, which takes $best ns for what it does in $time (PYTHON=$picked for the other)" >&2
        picked=$candidate best=$time
    fi
done
if [ -z "$picked" ]; then
    echo "make: no Python 3.11 or later that can make a venv among: $* (on Debian: apt-get install python3-venv; or PYTHON=/path/to/python3)" >&2
    exit 1
fi
echo "$picked"
