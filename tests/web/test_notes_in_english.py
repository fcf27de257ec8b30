"""What a search says of itself is Swedish in the API, and in the page's own language on the pages."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from council.settings import Settings
from search_api.app import create_app
from search_api.notes import Note
from search_api.service import SearchService
from tests.small_index import TEKNISKA, document, service_over
from ui.app import create_site
from ui.wording import Wording


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    return service_over(tmp_path_factory.mktemp("index"), [document("a", "Laddstolpar byggs vid stationen.", board=TEKNISKA)])


def test_a_note_is_the_text_and_knows_how_it_was_made():
    note = Note("Inget hör till %(field)s ”%(typed)s”.", field=Note("nämnd"), typed="Farsta")
    assert note == "Inget hör till nämnd ”Farsta”."
    assert (note.message, note.values["typed"]) == ("Inget hör till %(field)s ”%(typed)s”.", "Farsta")
    assert Wording().note(note) == note
    assert Wording().note("redan sagt 100 %") == "redan sagt 100 %"


@pytest.mark.parametrize(
    ("q", "swedish", "english"),
    [
        ("(laddstolpar", "En parentes saknar slut", "A parenthesis has no end"),
        ("laddstolpar flygplats", "Finns inte i någon handling: ”flygplats”", "In no document: ”flygplats”"),
        ("nämnd:finnsej laddstolpar", "Inget värde för nämnd motsvarar ”finnsej”", "No value of board is called “finnsej”"),
        (
            "hur svarade tekniska nämnden på motionen om laddstolpar",
            "svar och beslut först",
            "Tekniska nämnden: answers and decisions first",
        ),
    ],
)
def test_notes_and_readings_are_in_the_language_of_the_page(service: SearchService, q: str, swedish: str, english: str):
    site = TestClient(create_site(service, Settings()))
    assert swedish in site.get("/sv/sok", params={"q": q}).text
    assert swedish not in (shown := site.get("/en/sok", params={"q": q}).text)
    assert english in shown


def test_programs_get_the_same_notes_whatever_they_speak(service: SearchService):
    api = TestClient(create_app(service, Settings()))
    answer = api.get("/api/search", params={"q": "(laddstolpar"}, headers={"Accept-Language": "en"}).json()
    assert answer["query"]["notes"] == ["En parentes saknar slut: den stängdes sist i sökningen."]
