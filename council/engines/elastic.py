"""Elasticsearch's client, met here and nowhere else: connections, requests, and its errors as ours."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import elasticsearch
from elasticsearch import helpers
from elasticsearch.serializer import JsonSerializer, NdjsonSerializer

from council.engines import elastic_json
from council.engines.elastic_errors import TOO_OLD, BulkRefusedError, ConflictError, GoneError, failure
from council.engines.elastic_queries import Json
from council.errors import ConfigurationError, EngineTimeout, EngineUnavailable, IndexFormatError

OLDEST_VERSION = (9, 1)
"""The client speaks compatibility 9, which 8.x servers refuse; index_options changed their defaults in 9.1."""

RETRIES = 3
"""How often a request goes to another node when one does not answer."""

BULK_RETRIES = 5
"""How often paragraphs that a busy node sent back (429, 503) are sent again, after 1, 2, 4, 8 and 8 seconds."""

BULK_SECONDS = 60.0
"""Seconds that a bulk, or the refresh after it, may take at least: nobody waits for a page, and graphs of vectors are built meanwhile."""

TRIES = 2
"""How often a search that is not answered in time is sent, each time with its share of the time-out (council.engines.elastic_view)."""

TOLD = ("hits.hits.fields", "hits.hits.sort", "hits.hits._score", "hits.hits._source", "hits.hits._id", "hits.hits._routing")
ANSWERED = tuple(f"responses.{part}" for part in (*TOLD, "hits.total", "aggregations", "error", "status"))
"""What is told of searches: names of indices and shards, said anew for each of a thousand hits, are left out."""

KEEP_ALIVE = "5m"
"""How long a point in time outlives the last request that used it."""


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach a cluster."""

    urls: tuple[str, ...]
    api_key: str = ""
    user: str = ""
    certificate_authority: Path | None = None
    timeout: float = 10.0


class Cluster:
    """A cluster, asked in Elasticsearch's JSON. Raises EngineError; GoneError where something asked for is missing."""

    def __init__(self, connection: Connection) -> None:
        self._json = _Json()
        options: dict[str, Any] = {
            "request_timeout": connection.timeout,
            "max_retries": RETRIES,
            "retry_on_timeout": False,
            "serializers": {written.mimetype: written for written in (self._json, _Lines())},
        }
        if connection.api_key:
            options["api_key"] = connection.api_key
        elif connection.user:
            options["basic_auth"] = tuple(connection.user.split(":", 1))
        if connection.certificate_authority is not None:
            options["ca_certs"] = str(connection.certificate_authority)
        try:
            self._client = elasticsearch.Elasticsearch(list(connection.urls), **options)
        except (ValueError, TypeError, OSError) as error:
            raise ConfigurationError(f"Inställningarna för Elasticsearch går inte att använda: {error}") from error
        self._reading = self._client.options(request_timeout=connection.timeout / TRIES)
        patient = max(BULK_SECONDS, connection.timeout)
        # Records of a bulk have ids of ours, so sending one twice changes nothing.
        self._sending = self._client.options(request_timeout=patient, retry_on_timeout=True)
        self._where = ", ".join(connection.urls)
        self._checked = False
        self.timeout = connection.timeout
        """Seconds that a request may take in all."""

    def check_version(self) -> None:
        """Once: the server must be new enough. Raises EngineUnavailable, IndexFormatError."""
        if self._checked:
            return
        with self._translated():
            number = str(self._client.info()["version"]["number"])
        version = tuple(int(part) for part in number.split("-")[0].split(".")[:2])
        if version < OLDEST_VERSION:
            raise IndexFormatError(f"Elasticsearch {number} {TOO_OLD}")
        self._json.packing = version >= elastic_json.PACKS_VECTORS
        self._checked = True

    def search(self, body: Json, *, index: str | None = None) -> Json:
        """One search: over a point in time that the body names, or over an index."""
        with self._translated():
            return dict(self._client.search(index=index, allow_partial_search_results=False, **body).body)

    def searches(self, bodies: Sequence[Json]) -> list[Json]:
        """Several searches in one request."""
        lines: list[Json] = []
        for body in bodies:
            lines += [{"allow_partial_search_results": False}, body]
        with self._translated():
            answers = list(self._reading.msearch(searches=lines, filter_path=ANSWERED).body["responses"])
        for answer in answers:
            if "error" in answer:
                raise failure(answer["status"], json.dumps(answer["error"], ensure_ascii=False), self._where)
            answer.setdefault("hits", {}).setdefault("hits", [])
        return answers

    def open_view(self, index: str) -> str:
        """A point in time over an index."""
        with self._translated():
            return str(self._reading.open_point_in_time(index=index, keep_alive=KEEP_ALIVE).body["id"])

    def close_view(self, view: str) -> None:
        """Let a point in time go; one that has gone by itself is no error."""
        with contextlib.suppress(GoneError), self._translated():
            self._client.close_point_in_time(id=view)

    def get(self, index: str, ids: Sequence[str]) -> dict[str, Json]:
        """The sources of documents that are there, by id, as they were last written, refreshed or not."""
        if not ids:
            return {}
        with self._translated():
            found = self._reading.mget(index=index, ids=list(ids)).body["docs"]
        for document in found:
            # A shard that does not answer is told document by document; taken for "not there", it would hide an index.
            if "error" in document:
                gone = document["error"]["type"] == "index_not_found_exception"
                raise failure(404 if gone else 503, json.dumps(document["error"], ensure_ascii=False), self._where)
        return {document["_id"]: document["_source"] for document in found if document.get("found")}

    def put_after(self, index: str, document_id: str, source: Json, seen: tuple[int, int] | None) -> tuple[int, int]:
        """Write one document that nobody changed since it was seen (None: that is not there); what it is seen by now.

        Raises ConflictError where somebody did.
        """
        with self._translated(writing=True):
            if seen is None:
                told = self._client.create(index=index, id=document_id, document=source).body
            else:
                told = self._client.index(index=index, id=document_id, document=source, if_seq_no=seen[0], if_primary_term=seen[1]).body
        return int(told["_seq_no"]), int(told["_primary_term"])

    def put_if_free(self, index: str, document_id: str, source: Json) -> bool:
        """Write one document unless there is one; whether it was written."""
        try:
            with self._translated(writing=True):
                self._client.create(index=index, id=document_id, document=source)
        except ConflictError:
            return False
        return True

    def versioned(self, index: str, document_id: str) -> tuple[Json, int, int]:
        """(source, sequence number, primary term) of a document."""
        with self._translated():
            found = self._client.get(index=index, id=document_id).body
        return found["_source"], found["_seq_no"], found["_primary_term"]

    def replace(self, index: str, document_id: str, source: Json | None, sequence: int, term: int) -> bool:
        """Write (or, without a source, delete) a document that nobody changed since; whether that was so."""
        try:
            with self._translated(writing=True):
                if source is None:
                    self._client.delete(index=index, id=document_id, if_seq_no=sequence, if_primary_term=term)
                else:
                    self._client.index(index=index, id=document_id, document=source, if_seq_no=sequence, if_primary_term=term)
        except (ConflictError, GoneError):
            return False
        return True

    def bulk(self, actions: Iterable[Json]) -> None:
        """Write and delete many documents; busy nodes are asked again. Raises WriteRefused with what was refused."""
        with self._translated(writing=True):
            results = helpers.streaming_bulk(
                self._sending,
                actions,
                raise_on_error=False,
                raise_on_exception=False,
                max_retries=BULK_RETRIES,
                initial_backoff=1,
                max_backoff=8,
                retry_on_status=(429, 503),
            )
            refused = [item for ok, item in results if not ok and _matters(item)]
        if refused:
            raise BulkRefusedError(refused)

    def refresh(self, *indices: str) -> None:
        """Make what was written visible."""
        with self._translated(writing=True):
            self._sending.indices.refresh(index=",".join(indices))

    def create_index(self, name: str, body: Json) -> None:
        """A new index with these settings and mappings."""
        with self._translated(writing=True):
            self._client.indices.create(index=name, **body)

    def create_index_once(self, name: str, body: Json) -> bool:
        """The same, unless the index is there; whether it was made."""
        try:
            self.create_index(name, body)
        except ConflictError:
            return False
        return True

    def add_fields(self, name: str, mappings: Json) -> None:
        """Give an index the fields of these mappings that it lacks, and their _meta."""
        with self._translated(writing=True):
            self._client.indices.put_mapping(index=name, properties=mappings["properties"], meta=mappings["_meta"])

    def template_version(self, name: str) -> int | None:
        """The version of a component template; None where there is none, or where we may not look."""
        try:
            with self._translated():
                found = self._client.cluster.get_component_template(name=name, filter_path="component_templates.component_template.version")
        except (GoneError, EngineUnavailable) as error:
            if isinstance(error, GoneError) or isinstance(error.__cause__, elasticsearch.AuthorizationException):
                return None
            raise
        return next((int(told["component_template"].get("version", 0)) for told in found.body.get("component_templates", ())), None)

    def put_template(self, name: str, version: int, about: Json, body: Json) -> bool:
        """Put a component template; whether we may."""
        try:
            self._client.cluster.put_component_template(name=name, version=version, meta=about, template=body)
        except elasticsearch.AuthorizationException:
            return False
        except elasticsearch.ApiError as error:
            raise failure(error.status_code, str(error), self._where, writing=True) from error
        return True

    def delete_indices(self, names: Sequence[str]) -> None:
        """Remove indices; one that is gone is no error."""
        for name in names:
            with contextlib.suppress(GoneError), self._translated(writing=True):
                self._client.indices.delete(index=name)

    def indices(self, pattern: str) -> dict[str, Json]:
        """The indices of a pattern with their mappings' _meta."""
        with self._translated():
            found = self._client.indices.get_mapping(index=pattern, allow_no_indices=True).body
        return {name: about["mappings"].get("_meta", {}) for name, about in found.items()}

    def size(self, pattern: str) -> int:
        """Bytes that indices take on disk, without replicas."""
        with self._translated():
            found = self._client.indices.stats(index=pattern, metric="store").body
        return int(found["_all"]["primaries"].get("store", {}).get("size_in_bytes", 0))

    def point_aliases(self, aliases: dict[str, str]) -> None:
        """Let each alias name its index, and nothing else, all at one moment."""
        actions: list[Json] = []
        for alias, index in aliases.items():
            actions += [{"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}}, {"add": {"index": index, "alias": alias}}]
        with self._translated(writing=True):
            self._client.indices.update_aliases(actions=actions)

    def close(self) -> None:
        """Give back connections."""
        self._client.close()

    @contextlib.contextmanager
    def _translated(self, *, writing: bool = False) -> Iterator[None]:
        try:
            yield
        except elasticsearch.ConnectionTimeout as error:
            raise EngineTimeout(f"Elasticsearch ({self._where}) svarar inte i tid.") from error
        except elasticsearch.TransportError as error:
            raise EngineUnavailable(f"Elasticsearch ({self._where}) går inte att nå: {error}") from error
        except elasticsearch.UnsupportedProductError as error:
            raise EngineUnavailable(f"Det som svarar på {self._where} är inte Elasticsearch: {error}") from error
        except elasticsearch.ApiError as error:
            raise failure(error.status_code, str(error), self._where, writing=writing) from error


class _Json(JsonSerializer):
    """One value a request: what a bulk holds, too, before it is put on lines."""

    packing = False
    """Whether the server takes vectors as base64."""

    def json_dumps(self, data: Any) -> bytes:
        return elastic_json.written(data, packing=self.packing)

    def json_loads(self, data: bytes) -> Any:
        return elastic_json.read(data)


class _Lines(NdjsonSerializer):
    """A value a line: several searches, or a bulk."""

    def json_dumps(self, data: Any) -> bytes:
        return elastic_json.written(data)


def _matters(item: Json) -> bool:
    """A deletion of what is not there is no failure."""
    ((operation, told),) = item.items()
    return not (operation == "delete" and told.get("status") == 404)
