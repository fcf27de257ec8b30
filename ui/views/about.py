"""The about page as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AboutView:
    """`contact` is whom to write to, from NAMNDSOK_CONTACT; "" where nobody is named."""

    contact: str
