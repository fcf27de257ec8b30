"""Starts a program that says "begun r" and "done r" of its rounds, kills it with -9, and tells how far it came."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from tests.conftest import REPOSITORY


def run_and_kill(module: str, *arguments: object, during: Callable[[], None]) -> tuple[int | None, int]:
    """(last round that was done, last round that began) of a module that was killed when `during` returned, after its first line."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        try:
            during()
        finally:
            ended = process.poll()
            process.kill()
        assert ended is None, "it ended by itself"
        lines += process.stdout.read().splitlines()
    rounds = [line.split() for line in lines if line.strip()]
    done = [int(number) for word, number in rounds if word == "done"]
    return (done[-1] if done else None), max(int(number) for word, number in rounds if word == "begun")


def after(seconds: float) -> Callable[[], None]:
    """Wait so long."""
    return lambda: time.sleep(seconds)
