"""Data files (index mappings, Swedish word lists, registers of boards, parties, topics and headings) and how to read them."""

from __future__ import annotations

from importlib import resources


def read_text(name: str) -> str:
    """The text of a data file of this package, by its path with slashes: `read_text("swedish/synonyms.txt")`.

    Raises FileNotFoundError when there is none of that name.
    """
    return read_bytes(name).decode("utf-8")


def read_bytes(name: str) -> bytes:
    """The bytes of a data file of this package. Raises FileNotFoundError when there is none of that name."""
    return resources.files(__name__).joinpath(*name.split("/")).read_bytes()


def read_lines(name: str) -> list[str]:
    """The lines of a data file that hold something: stripped, without empty lines and lines that begin with #."""
    stripped = (line.strip() for line in read_text(name).splitlines())
    return [line for line in stripped if line and not line.startswith("#")]
