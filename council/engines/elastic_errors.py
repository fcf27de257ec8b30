"""What Elasticsearch's refusals mean: its statuses and reasons as errors of ours. Pure."""

from __future__ import annotations

import json

from council.engines.elastic_queries import Json
from council.errors import EngineError, EngineUnavailable, IndexFormatError, WriteRefused

TRANSIENT = (
    "node_disconnected", "node_not_connected", "node_closed", "connect_transport", "send_request_transport", "receive_timeout_transport",
    "no_shard_available_action", "master_not_discovered",
)  # fmt: skip
"""Errors of Elasticsearch that say that a node is gone, not that something asked for is wrong: told with status 500, too."""

TOO_OLD = "är för gammal: det behövs 9.1 eller senare."


class GoneError(EngineUnavailable):
    """An index, a document or a point in time is not there (any more)."""


class UnreadyError(EngineUnavailable):
    """The cluster answers, but not with everything: a node is gone, shards are being recovered, or it is overloaded."""


class ConflictError(WriteRefused):
    """Somebody else wrote first."""


class BulkRefusedError(WriteRefused):
    """Some of many documents were refused: `ids` says which, `reason` why the first was."""

    def __init__(self, items: list[Json]) -> None:
        told = [outcome for item in items for outcome in item.values()]
        self.ids = tuple(str(outcome.get("_id")) for outcome in told)
        self.reason = json.dumps(told[0].get("error"), ensure_ascii=False)
        super().__init__(f"Elasticsearch tog inte emot {len(items)} poster. Den första: {self.reason}")


def failure(status: int, told: str, where: str, *, writing: bool = False) -> EngineError:
    """The error of an answer: its HTTP status, and what it told. `where` names the cluster."""
    if status == 404 or "search_context_missing_exception" in told:
        return GoneError(told)
    if status == 409 or "resource_already_exists_exception" in told:
        return ConflictError(told)
    if writing and status in {403, 429} and "block" in told:
        return WriteRefused(f"Elasticsearch skriver inte: indexet är skrivskyddat, ofta för att disken är full ({told}).")
    if status in {401, 403}:
        return EngineUnavailable(f"Elasticsearch ({where}) släpper inte in oss: kontrollera nyckel eller användare ({told}).")
    if status in {429, 503} or any(f"{reason}_exception" in told for reason in TRANSIENT):
        return UnreadyError(f"Elasticsearch ({where}) är överlastat eller inte redo ({told}).")
    if "media_type_header" in told or "compatible-with" in told:
        return IndexFormatError(f"Elasticsearch ({where}) {TOO_OLD}")
    if writing:
        return WriteRefused(f"Elasticsearch tog inte emot: {told}")
    return EngineError(f"Elasticsearch svarade med ett fel: {told}")
