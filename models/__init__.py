"""The embedding model that ships, and how it was trained."""
