"""Answers that need not be sent again: an ETag from the body, and 304 where the reader has it already."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response


def revalidated(request: Request, response: Response) -> Response:
    """The response with an ETag, or 304 without a body when the reader holds the same."""
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if is_held(request, tag):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response


def is_held(request: Request, tag: str) -> bool:
    """Whether the reader says that it has the answer with this ETag."""
    held = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    return tag in held or "*" in held
