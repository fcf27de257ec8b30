"""One module an engine, each behind the Protocol of council.engine."""
