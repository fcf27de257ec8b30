"""What a search says to people besides its answers: sentences in Swedish that a page can say in another language."""

from __future__ import annotations


class Note(str):
    """A text in Swedish which remembers how it was made: `message` with %(name)s in it, and the `values` that stand there.

    Messages are literal where notes are made, so that scripts/update_translations.py finds them. A value may be a note itself.
    """

    __slots__ = ("message", "values")

    message: str
    values: dict[str, object]

    def __new__(cls, message: str, **values: object) -> Note:
        """The message with its values filled in. Raises KeyError where one is missing."""
        note = super().__new__(cls, message % values if values else message)
        note.message, note.values = message, values
        return note
