"""`python -m namndsok` is `namndsok`."""

import sys

from namndsok.cli import main

sys.exit(main())
