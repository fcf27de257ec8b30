"""What measures speed and quality: `make bench` runs all of it and rewrites docs/performance.md and docs/quality.md."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as namndsok/__init__.py has it for the program
