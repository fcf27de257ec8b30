"""Makes the fictional documents of samples/dokument from the texts in samples/source."""
