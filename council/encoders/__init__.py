"""The ways to read an embedding model: static.py through model2vec, transformer.py through sentence-transformers."""
