"""Pages for what went wrong: what happened in one sentence, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from ui.rendering import Frame, Renderer
from ui.wording import Wording

RETRY_AFTER = "10"
"""Seconds after which it is worth while to try again when the engine is away."""


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem: a heading, one sentence, steps that lead on, and whether a search box helps."""

    heading: str
    message: str
    steps: tuple[tuple[str, str], ...] = ()
    search: bool = True
    q: str = ""


def not_found(words: Wording, message: str = "") -> ProblemView:
    """Nothing has this address."""
    said = message or words.text("Adressen kan vara felskriven, eller så har sidan aldrig funnits.")
    steps = (
        (words.text("Till startsidan"), "/"),
        (words.text("Se alla ärenden"), "/arenden"),
        (words.text("Se vad som ingår"), "/tackning"),
    )
    return ProblemView(words.text("Sidan finns inte"), said, steps)


def gone(words: Wording) -> ProblemView:
    """A document was taken out for good."""
    steps = ((words.text("Till startsidan"), "/"),)
    message = words.text(
        "Dokumentet är borttaget och går inte längre att läsa eller söka i här. Kommunen kan ha kvar handlingen: fråga registratorn."
    )
    return ProblemView(words.text("Dokumentet är borttaget"), message, steps)


def withheld(words: Wording, path: str) -> ProblemView:
    """An original that is not handed out; `path` is the document's text."""
    message = words.text(
        "I originalet finns uppgifter som är dolda i texten här, till exempel personnummer. Därför lämnas det inte ut här. "
        "Du kan läsa texten, eller begära ut handlingen hos kommunens registrator."
    )
    return ProblemView(words.text("Originalet visas inte"), message, ((words.text("Läs texten"), path),), search=False)


def original_missing(words: Wording, path: str) -> ProblemView:
    """An original that is no longer where it was read; `path` is the document's text."""
    message = words.text("Filen ligger inte kvar där den lästes. Texten går att läsa här; fråga kommunens registrator efter originalet.")
    return ProblemView(words.text("Originalet finns inte kvar"), message, ((words.text("Läs texten"), path),), search=False)


def unusable(words: Wording, message: str, q: str = "") -> ProblemView:
    """An address asks for something that cannot be."""
    steps = ((words.text("Börja om från startsidan"), "/"), (words.text("Så fungerar sökningen"), "/om"))
    return ProblemView(words.text("Det gick inte att förstå adressen"), message, steps, q=q)


def unavailable(words: Wording, *, empty: bool) -> ProblemView:
    """The engine cannot answer now, or has nothing to answer from (`empty`)."""
    if empty:
        message = words.text(
            "Ingenting är indexerat ännu. Den som sköter sidan kan köra kommandot namndsok index med en mapp med handlingar."
        )
        return ProblemView(words.text("Här finns inga handlingar ännu"), message, search=False)
    message = words.text("Sökmotorn svarar inte just nu. Ingenting har gått förlorat. Vänta en liten stund och ladda om sidan.")
    return ProblemView(words.text("Sökningen vilar"), message, ((words.text("Till startsidan"), "/"),), search=False)


def broken(words: Wording) -> ProblemView:
    """Something went wrong on our side."""
    message = words.text("Felet ligger hos oss och är antecknat. Försök igen, eller gå till startsidan.")
    return ProblemView(words.text("Något gick fel"), message, ((words.text("Till startsidan"), "/"),), search=False)


def refused(words: Wording, code: str) -> ProblemView:
    """A request was turned away before it was looked at (search_api.front)."""
    home = ((words.text("Till startsidan"), "/"),)
    match code:
        case "too_many_requests":
            message = words.text("Härifrån har det kommit många frågor på kort tid. Vänta en liten stund och ladda om sidan.")
            return ProblemView(words.text("Många frågor på en gång"), message, home, search=False)
        case "overloaded":
            message = words.text("Just nu är det många som söker. Vänta några sekunder och ladda om sidan.")
            return ProblemView(words.text("Många söker just nu"), message, home, search=False)
        case "too_slow":
            message = words.text("Det tog för lång tid att svara. Försök igen, gärna med fler ord eller ett filter.")
            return ProblemView(words.text("Det tog för lång tid"), message, home)
        case "method_not_allowed" | "address_too_long":
            return unusable(words, words.text("Adressen är för lång, eller skickad på ett sätt som sidan inte tar emot."))
        case _:
            return broken(words)


def answer(renderer: Renderer, request: Request, status: int, view: ProblemView) -> Response:
    """A problem as a page with its status."""
    response = renderer.page(request, "problem.html", Frame(title=view.heading, index=False), view, status=status)
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    return response
