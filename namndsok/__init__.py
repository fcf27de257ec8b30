"""The command line, the only place that knows both the writing and the reading side."""
