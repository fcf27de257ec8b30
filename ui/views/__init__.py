"""What templates are given: frozen views, made by pure functions from the values of a search. Never an engine's hit."""
