"""`namndsok serve` whose searches for "långsamt" take three seconds. Run as a program by the tests."""

from __future__ import annotations

import sys
import time

from search_api.results import ResultPage, SearchRequest
from search_api.service import SearchService

SECONDS = 3.0
_search = SearchService.search


def slowly(service: SearchService, request: SearchRequest) -> ResultPage:
    """A search that takes its time."""
    if request.q == "långsamt":
        time.sleep(SECONDS)
    return _search(service, request)


if __name__ == "__main__":
    from namndsok.cli import main

    SearchService.search = slowly  # type: ignore[method-assign]  # only a test's server is slow on demand
    sys.exit(main(["serve", *sys.argv[1:]]))
