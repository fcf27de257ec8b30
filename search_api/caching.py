"""Answers that need not be sent again: an ETag from the body, and 304 where the reader has it already."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response


def revalidated(request: Request, response: Response) -> Response:
    """The response with an ETag, or 304 without a body when the reader holds the same."""
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    held = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in held or "*" in held:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response
