"""Takes away what no commit names: what a commit replaced when its writer was killed, and what killed writers had sent."""

from __future__ import annotations

from collections.abc import Iterator

from council.engines.elastic import Cluster
from council.engines.elastic_commit import Commit, Kept
from council.engines.elastic_names import Names
from council.engines.elastic_queries import Json

_AT_ONCE = 1_000


def sweep(cluster: Cluster, names: Names, commit: Commit) -> None:
    """Delete what a commit does not show, and undo changes of what outlives an index that were never committed.

    For a writer, before it writes anything. Raises EngineError.
    """
    cluster.refresh(names.paragraphs, names.documents, names.control)
    for index in (names.paragraphs, names.documents):
        cluster.bulk(_deletions(cluster, index, commit.unseen()))
    cluster.bulk(_undone(cluster, names, commit))
    cluster.refresh(names.paragraphs, names.documents, names.control)


def _deletions(cluster: Cluster, index: str, unseen: Json) -> Iterator[Json]:
    for hit in _all(cluster, index, {"query": unseen, "_source": False, "sort": [{"docno": "asc"}, {"ordinal": "asc"}]}):
        routing = {"routing": hit["_routing"]} if "_routing" in hit else {}
        yield {"_op_type": "delete", "_index": index, "_id": hit["_id"], **routing}


def _undone(cluster: Cluster, names: Names, commit: Commit) -> Iterator[Json]:
    for hit in _all(cluster, names.control, {"query": commit.unseen("number"), "sort": [{"number": "asc"}, {"key": "asc"}]}):
        source = hit["_source"]
        before = Kept.read(source, commit)
        action: Json = {"_index": names.control, "_id": hit["_id"]}
        known = before != Kept()
        yield {**action, "_source": before.after(before, source["key"], 0)} if known else {**action, "_op_type": "delete"}


def _all(cluster: Cluster, index: str, body: Json) -> Iterator[Json]:
    """Every hit of a sorted search, page after page."""
    while True:
        hits = cluster.search({**body, "size": _AT_ONCE}, index=index)["hits"]["hits"]
        yield from hits
        if len(hits) < _AT_ONCE:
            return
        body = {**body, "search_after": hits[-1]["sort"]}
