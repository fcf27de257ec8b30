"""The command line, the only place that knows both the writing and the reading side."""

import os

# numpy's products are small here, and its threads wait for each other: one thread takes half the processor time of two, and requests have
# threads of their own (docs/performance.md). It counts only before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
