"""The ways to read an embedding model (static.py, transformer.py), behind one Protocol, and how a model is calibrated."""
