"""How the Elasticsearch engine's indices are made: from the component templates in mappings/, with what settings change."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass

from council.engines.elastic import Cluster
from council.engines.elastic_commit import FORMAT
from council.engines.elastic_names import Names
from council.engines.elastic_queries import Json
from council.model import ModelIdentity
from council.settings import VectorIndex
from mappings import read_text

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ElasticOptions:
    """What can be set: the names' beginning, shards, copies, how vectors are indexed, and how old a snapshot may be (seconds).

    `patience` is how long a request that reads the old indices is waited for before they are deleted (seconds).
    """

    prefix: str = "namndsok"
    shards: int = 1
    replicas: int = 1
    vectors: VectorIndex = "int8_hnsw"
    fresh: float = 1.0
    patience: float = 10.0


def create_generation(cluster: Cluster, names: Names, model: ModelIdentity, options: ElasticOptions) -> None:
    """New indices for paragraphs and documents. Raises EngineError."""
    shards = {"number_of_shards": options.shards, "number_of_replicas": options.replicas}
    vector: Json = {
        "type": "dense_vector",
        "dims": model.dimensions,
        "index": True,
        "similarity": "dot_product",
        "index_options": {"type": options.vectors},
    }
    changes: Json = {"settings": {"index": shards}}
    cluster.create_index(
        names.paragraphs, _body(cluster, options, "paragraphs", {**changes, "mappings": {"properties": {"vector": vector}}})
    )
    cluster.create_index(names.documents, _body(cluster, options, "documents", changes))


def ensure_control(cluster: Cluster, control: str, options: ElasticOptions) -> None:
    """The control index, which outlives all others: made where it is missing, given new fields where an older program made it."""
    about = cluster.indices(f"{control}*").get(control)
    if about is not None and about.get("format") == FORMAT:
        return
    body = _body(cluster, options, "control", {"settings": {"index": {"number_of_replicas": options.replicas}}})
    if not cluster.create_index_once(control, body):
        cluster.add_fields(control, body["mappings"])


def _body(cluster: Cluster, options: ElasticOptions, kind: str, changes: Json) -> Json:
    """Settings and mappings of `mappings/<kind>.json` with what settings change; also put as a component template of that version.

    The index is made with all of it spelt out, so that it is the same where templates may not be put. A newer template is left alone.
    """
    file = json.loads(read_text(f"{kind}.json"))
    body = merged(merged(file["template"], changes), {"mappings": {"_meta": {"format": FORMAT}}})
    name, version = f"{options.prefix}-{kind}", int(file["version"])
    there = cluster.template_version(name)
    if (there is None or there <= version) and not cluster.put_template(name, version, file["_meta"], body):
        _log.warning("no right to put the component template %s (manage_index_templates): the index is made without it", name)
    return body


def merged(one: Json, other: Json) -> Json:
    """Two trees of JSON; where both have a value, the second's."""
    both = dict(one)
    for name, value in other.items():
        both[name] = merged(both[name], value) if isinstance(value, dict) and isinstance(both.get(name), dict) else value
    return both
