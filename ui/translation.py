"""The translations of the pages: Swedish stands in the code, other languages in ui/locale/<language>/LC_MESSAGES/namndsok.po."""

from __future__ import annotations

import gettext
import io
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ui.negotiation import DEFAULT
from ui.wording import Wording


def read_wording(locale: str) -> Wording:
    """The words of a language: of Swedish as they stand, of others from their catalogue, read once at the start."""
    if locale == DEFAULT:
        return Wording()
    catalogue = files("ui").joinpath("locale", locale, "LC_MESSAGES", "namndsok.po")
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(catalogue.read_bytes()), locale=locale))
    compiled.seek(0)
    return Wording(locale, gettext.GNUTranslations(compiled))
