"""The engines behind council.engine, opened by name; what an engine needs is imported only when it is asked for."""

from __future__ import annotations

from council.engine import Engine
from council.model import ModelIdentity
from council.settings import Settings


def open_engine(settings: Settings, model: ModelIdentity) -> Engine:
    """The engine that `settings.engine` names, for vectors of `model`. Raises EngineError, ConfigurationError.

    The embedded engine opens nothing before it is asked: a missing index shows in `snapshot()`.
    """
    if settings.engine == "elasticsearch":
        return _elastic(settings, model)
    from council.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(settings.data, model, registers=settings.registers)


def _elastic(settings: Settings, model: ModelIdentity) -> Engine:
    from council.engines.elastic import Connection
    from council.engines.elastic_engine import ElasticEngine, ElasticOptions

    connection = Connection(
        settings.elasticsearch_url,
        settings.elasticsearch_api_key,
        settings.elasticsearch_user,
        settings.elasticsearch_ca,
        float(settings.elasticsearch_timeout),
    )
    options = ElasticOptions(
        settings.elasticsearch_index,
        settings.elasticsearch_shards,
        settings.elasticsearch_replicas,
        settings.elasticsearch_vectors,
        patience=float(settings.elasticsearch_timeout),
    )
    return ElasticEngine(connection, model, options, registers=settings.registers)
