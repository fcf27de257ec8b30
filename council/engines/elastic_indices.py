"""How the Elasticsearch engine's indices are made: from the component templates in mappings/, with what settings change."""

from __future__ import annotations

from dataclasses import dataclass

from council.engines.elastic import Cluster
from council.engines.elastic_commit import FORMAT
from council.engines.elastic_names import Names
from council.engines.elastic_queries import Json
from council.model import ModelIdentity
from council.settings import VectorIndex


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
    about = {"format": FORMAT}
    changes: Json = {"settings": {"index": shards}, "mappings": {"_meta": about, "properties": {"vector": vector}}}
    cluster.create_index(names.paragraphs, "paragraphs", changes)
    cluster.create_index(names.documents, "documents", {"settings": {"index": shards}, "mappings": {"_meta": about}})


def ensure_control(cluster: Cluster, control: str, options: ElasticOptions) -> None:
    """The control index, which outlives all others: made where it is missing, given new fields where an older program made it."""
    changes: Json = {"settings": {"index": {"number_of_replicas": options.replicas}}, "mappings": {"_meta": {"format": FORMAT}}}
    cluster.create_index_once(control, "control", changes)
    if any(about.get("format") != FORMAT for about in cluster.indices(control).values()):
        cluster.add_fields(control, "control", changes)
