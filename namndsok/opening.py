"""Opens what commands need from settings: the encoder and the engine."""

from __future__ import annotations

from council.encoder import Encoder, load_encoder
from council.engine import Engine
from council.engines import open_engine
from council.settings import Settings, model_options


def open_encoder(settings: Settings) -> Encoder:
    """The encoder that NAMNDSOK_MODEL names, or the one that ships. Raises ModelError."""
    return load_encoder(settings.model or None, model_options(settings), settings.data)


def open_index(settings: Settings, encoder: Encoder) -> Engine:
    """The engine that NAMNDSOK_ENGINE names, over NAMNDSOK_DATA. Raises EngineError."""
    return open_engine(settings, encoder.identity)
