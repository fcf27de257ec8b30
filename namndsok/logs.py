"""How the log is written, to stderr: a line of text for people, or one JSON object a line for machines."""

from __future__ import annotations

import json
import logging
import sys
import time

from council.settings import LogFormat

ACCESS = "namndsok.access"
"""The access log's name (search_api.observing)."""
_TIME = "%Y-%m-%dT%H:%M:%S"


def set_up(log_format: LogFormat) -> None:
    """Write warnings of everyone, and every request, to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if log_format == "json" else TextLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(ACCESS).setLevel(logging.INFO)


class TextLines(logging.Formatter):
    """2026-03-01T12:00:00Z INFO 200 GET /sok 12.3 ms 5f2a…: what a request was about stands after the message."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the lines of a traceback."""
        about = getattr(record, "about", {})
        parts = [_moment(record), record.levelname, record.getMessage()]
        if about:
            parts += [f"?{about['query']}"] if about.get("query") else []
            parts += [f"{about['ms']} ms", about["request_id"]]
        else:
            parts.insert(2, f"{record.name}:")
        return "\n".join([" ".join(parts), *_traceback(self, record)])


class JsonLines(logging.Formatter):
    """One object a line: time, level, logger, message, and what a request was about (request_id, method, path, status, ms)."""

    def format(self, record: logging.LogRecord) -> str:
        """The object."""
        line = {"time": _moment(record), "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        line |= getattr(record, "about", {})
        trace = _traceback(self, record)
        if trace:
            line["traceback"] = trace[0]
        return json.dumps(line, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    """UTC with milliseconds."""
    return f"{time.strftime(_TIME, time.gmtime(record.created))}.{int(record.msecs):03d}Z"


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    return [formatter.formatException(record.exc_info)] if record.exc_info else []
