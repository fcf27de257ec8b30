"""Files in, documents out: reads a folder and hands structured documents to an engine."""
