"""Runs coroutines where a loop may already be running: Playwright keeps one in the thread of the tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def apart(work: Callable[..., Result], *arguments: Any) -> Result:
    """What a function returns, called in a thread of its own, which has no loop yet."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work, *arguments).result()


def run_apart(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine returns, run to its end in a thread of its own."""
    return apart(asyncio.run, coroutine)
