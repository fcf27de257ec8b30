"""`python -m benchmarks`: runs every benchmark in a process of its own, so that none warms another's caches."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = ("benchmarks.speed", "benchmarks.quality", "benchmarks.snowball")

if __name__ == "__main__":
    sys.exit(max(subprocess.run([sys.executable, "-m", name], check=False).returncode for name in BENCHMARKS))
