"""The names of what the Elasticsearch engine makes: indices, aliases and templates, all with one beginning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """The indices of a generation, and those of all."""

    prefix: str
    generation: str = ""

    @property
    def paragraphs(self) -> str:
        """Index of paragraphs."""
        return f"{self.prefix}-paragraphs-{self.generation}"

    @property
    def documents(self) -> str:
        """Index of documents, cases and failures."""
        return f"{self.prefix}-documents-{self.generation}"

    @property
    def control(self) -> str:
        """Index of state, numbers, lock, first_seen and block list."""
        return f"{self.prefix}-control"

    @property
    def aliases(self) -> dict[str, str]:
        """What other tools search, and the index that it stands for."""
        return {f"{self.prefix}-paragraphs": self.paragraphs, f"{self.prefix}-documents": self.documents}
