"""The engines behind council.engine, opened by name; what an engine needs is imported only when it is asked for."""

from __future__ import annotations

from council.engine import Engine
from council.model import ModelIdentity
from council.settings import Settings


def open_engine(settings: Settings, model: ModelIdentity) -> Engine:
    """The engine that `settings.engine` names, for vectors of `model`. Raises EngineError, ConfigurationError.

    The embedded engine opens nothing before it is asked: a missing index shows in `snapshot()`.
    """
    from council.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(settings.data, model, registers=settings.registers)
