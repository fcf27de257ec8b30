"""The HTTP contract: every address, its shape, its errors, and what never leaves the server."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from council.engine import Engine
from council.errors import EngineUnavailable, IndexMissing, PageCode, PageNotDrawn
from council.model import Box, ReadDocument
from council.page_image import PageImages, PageRequest
from council.settings import Settings
from search_api import contract
from search_api.app import create_app
from search_api.service import SearchService
from tests.conftest import REPOSITORY
from tests.small_index import CountingEncoder, document, service_over, town

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    return service_over(tmp_path_factory.mktemp("api"), town())


@pytest.fixture(scope="module")
def api(service: SearchService) -> TestClient:
    return TestClient(create_app(service, Settings()), raise_server_exceptions=False)


class BrokenEngine:
    """An engine that is away."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def snapshot(self) -> Engine:
        raise self.error


def broken(error: Exception) -> TestClient:
    service = SearchService(BrokenEngine(error), CountingEncoder())  # type: ignore[arg-type]  # only snapshot is asked for
    return TestClient(create_app(service, Settings()), raise_server_exceptions=False)


SHAPES = [
    ("/api/search?q=laddstolpar", contract.ResultPage),
    ("/api/search?q=trygghetshamnar", contract.ResultPage),
    ("/api/search?q=laddstolpar&group=paragraph&fold=true&mode=keyword", contract.ResultPage),
    ("/api/documents/prov-protokoll?q=laddstolpar", contract.OpenDocument),
    ("/api/cases", contract.CaseList),
    ("/api/similar/prov-protokoll-00000000", contract.Similar),
    ("/api/compare?q=laddstolpar&party=V&party=M", contract.Comparison),
    ("/api/matrix?party=V&party=M", contract.Matrix),
    ("/api/suggest?q=far", contract.Suggestions),
    ("/api/coverage", contract.Coverage),
]


@pytest.mark.parametrize(("address", "shape"), SHAPES)
def test_answers_have_the_shape_that_the_documentation_shows(api: TestClient, address: str, shape: type[contract.Shape]):
    answer = api.get(address)
    assert answer.status_code == 200
    assert shape.model_validate(answer.json())


def test_a_search_answers_with_text_window_and_marks_in_code_points(api: TestClient):
    page = api.get("/api/search", params={"q": "laddstolpar"}).json()
    passage = page["hits"][0]["passages"][0]
    assert passage["window"]["end"] <= len(passage["text"])
    marked = {passage["text"][mark["start"] : mark["end"]] for mark in passage["marks"]}
    assert "laddstolpar" in marked
    assert page["took_ms"] > 0


@pytest.mark.parametrize(
    "address",
    [
        "/api/search?mode=magic", "/api/search?size=101", "/api/search?size=0", "/api/search?page=0", "/api/search?page=abc",
        "/api/search?page=101&size=100", "/api/search?year_from=x", "/api/search?sort=best", "/api/search?group=case",
        "/api/search?fold=perhaps", f"/api/search?q={'a' * 10_001}", "/api/export.csv?separator=x", "/api/similar/x?limit=0",
        f"/api/search?board={'a' * 201}",
    ],
)  # fmt: skip
def test_a_bad_parameter_is_422_in_the_one_shape(api: TestClient, address: str):
    answer = api.get(address)
    assert answer.status_code == 422
    assert contract.Error.model_validate(answer.json()).error.code == "bad_parameter"


@pytest.mark.parametrize(
    "address",
    ["/api/nothing", "/api/documents/finns-inte", "/api/documents/finns-inte/original", "/api/cases/finns-inte", "/api/similar/x", "/api"],
)
def test_what_is_not_there_is_404_in_the_one_shape(api: TestClient, address: str):
    answer = api.get(address)
    assert answer.status_code == 404
    assert contract.Error.model_validate(answer.json()).error.message


def test_head_answers_as_get_without_the_body(api: TestClient):
    for address in ("/healthz", "/api/search?q=laddstolpar", "/feed.atom"):
        answer = api.head(address)
        assert answer.status_code == 200
        assert answer.content == b""
        assert int(answer.headers["Content-Length"]) > 0


def test_another_method_is_405_in_the_one_shape(api: TestClient):
    answer = api.post("/api/search")
    assert answer.status_code == 405
    assert contract.Error.model_validate(answer.json())


def test_an_engine_that_is_away_is_503_with_when_to_try_again():
    for address in ("/api/search?q=a", "/api/documents/x", "/readyz", "/api/export.csv", "/api/export.json", "/feed.atom", "/api/coverage"):
        answer = broken(EngineUnavailable("http://hemligt:9200 svarar inte")).get(address)
        assert answer.status_code == 503, address
        assert answer.headers["Retry-After"]
        assert "hemligt" not in answer.text


def test_a_missing_index_is_not_ready_but_alive():
    client = broken(IndexMissing("inget index i /hemlig/mapp"))
    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").json()["error"]["code"] == "index_missing"
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics").status_code == 200


def test_an_unforeseen_error_is_told_without_its_insides():
    answer = broken(RuntimeError("lösenordet är hemligt")).get("/api/search?q=a")
    assert answer.status_code == 500
    assert "hemligt" not in answer.text
    assert answer.headers["X-Request-ID"] in answer.json()["error"]["message"]


def test_every_answer_has_security_headers_and_a_request_id(api: TestClient):
    for address in ("/api/search", "/api/nothing", "/api/search?size=0", "/docs", "/feed.atom"):
        headers = api.get(address, headers={"X-Request-ID": "prov-1234"}).headers
        assert headers["X-Request-ID"] == "prov-1234"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert api.get("/healthz", headers={"X-Request-ID": "<script>"}).headers["X-Request-ID"] != "<script>"


def test_a_removed_document_answers_410_and_is_nowhere(tmp_path: Path):
    service = service_over(tmp_path, town())
    with service.engine.writer() as writer:
        writer.remove("prov-farsta", block=True)
    api = TestClient(create_app(service, Settings()))
    for address in ("/api/documents/prov-farsta", "/api/documents/prov-farsta/original"):
        assert api.get(address).status_code == 410
        assert api.get(address).json()["error"]["code"] == "removed"
    for address in ("/api/search?q=trygghetsvandringar", "/api/export.csv", "/feed.atom", "/feed.json"):
        assert "Trygghetsvandringar" not in api.get(address).text


class TestOriginals:
    """Files as they were indexed, and only those."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        root = tmp_path / "handlingar"
        root.mkdir()
        (root / "a.txt").write_text("hej", encoding="utf-8")
        (root / "b.html").write_text("<script>alert(1)</script>", encoding="utf-8")
        (tmp_path / "hemlig.txt").write_text("hemligt", encoding="utf-8")
        (root / "lank.txt").symlink_to(tmp_path / "hemlig.txt")
        return root

    def api(self, folder: Path, *reads: ReadDocument, **settings: object) -> TestClient:
        service = service_over(folder.parent / "data", reads)
        return TestClient(create_app(service, Settings(**settings)))  # type: ignore[arg-type]  # fields of Settings

    def read(self, folder: Path, source: str, **fields: object) -> ReadDocument:
        made = document("x", "Text om något.")
        return ReadDocument(replace(made.document, source=source, root=str(folder), **fields), made.paragraphs)  # type: ignore[arg-type]

    def test_a_text_is_shown_and_can_be_asked_for_again(self, folder: Path):
        answer = self.api(folder, self.read(folder, "a.txt")).get("/api/documents/prov-x/original")
        assert answer.text == "hej"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.headers["ETag"]

    def test_what_may_run_in_a_browser_is_saved_to_disk(self, folder: Path):
        answer = self.api(folder, self.read(folder, "b.html")).get("/api/documents/prov-x/original")
        assert answer.headers["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize("source", ["../hemlig.txt", "lank.txt", "/etc/passwd", "..", "", "saknas.txt", "a.txt\0"])
    def test_nothing_outside_the_indexed_folder_is_sent(self, folder: Path, source: str):
        answer = self.api(folder, self.read(folder, source)).get("/api/documents/prov-x/original")
        assert answer.status_code == 404
        assert "hemligt" not in answer.text

    def test_a_document_with_masked_numbers_is_withheld_unless_a_setting_allows(self, folder: Path):
        read = self.read(folder, "a.txt", masked=1)
        assert self.api(folder, read).get("/api/documents/prov-x/original").status_code == 403
        allowed = TestClient(create_app(service_over(folder.parent / "andra", [read]), Settings(serve_masked_originals=True)))
        assert allowed.get("/api/documents/prov-x/original").status_code == 200

    def test_the_folder_never_leaves_the_server(self, folder: Path):
        api = self.api(folder, self.read(folder, "a.txt"))
        for address in ("/api/documents/prov-x", "/api/search", "/api/coverage", "/api/export.csv", "/feed.atom"):
            assert str(folder) not in api.get(address).text


class TestPagePictures:
    """Pages of originals as pictures, under the same rules as the originals."""

    SAMPLES = REPOSITORY / "samples" / "dokument"
    PDF = "samhallsbyggnadsnamnden/2021-03-22/protokoll.pdf"

    def api(self, tmp_path: Path, source: str = PDF, *, masked: int = 0, **settings: object) -> TestClient:
        made = document("x", "Text om något.")
        place = replace(made.document, source=source, root=str(self.SAMPLES), masked=masked)
        paragraph = replace(made.paragraphs[0], page=2, boxes=(Box(2, 71.0, 475.8, 493.5, 515.3),))
        service = service_over(tmp_path / "data", [ReadDocument(place, (paragraph,))])
        return TestClient(create_app(service, Settings(**settings)))  # type: ignore[arg-type]  # fields of Settings

    def paragraph(self, api: TestClient) -> str:
        return str(api.get("/api/documents/prov-x").json()["paragraphs"][0]["id"])

    def test_a_page_comes_as_png_and_with_its_paragraph_outlined(self, tmp_path: Path):
        api = self.api(tmp_path)
        plain = api.get("/api/documents/prov-x/pages/2.png")
        outlined = api.get(f"/api/documents/prov-x/pages/2.png?paragraph={self.paragraph(api)}")
        assert plain.headers["Content-Type"] == outlined.headers["Content-Type"] == "image/png"
        assert plain.content.startswith(b"\x89PNG")
        assert outlined.content != plain.content

    def test_a_picture_that_the_reader_has_is_not_sent_again(self, tmp_path: Path):
        api = self.api(tmp_path)
        first = api.get("/api/documents/prov-x/pages/2.png")
        again = api.get("/api/documents/prov-x/pages/2.png", headers={"If-None-Match": first.headers["ETag"]})
        assert (first.headers["Cache-Control"], again.status_code, again.content) == ("no-cache", 304, b"")

    @pytest.mark.parametrize(
        ("address", "status", "code"),
        [
            ("prov-x/pages/99.png", 404, "no_such_page"),
            ("prov-x/pages/0.png", 422, "bad_parameter"),
            ("prov-x/pages/tva.png", 422, "bad_parameter"),
            ("prov-x/pages/2.png?paragraph=finns-inte", 404, "not_found"),
            ("finns-inte/pages/1.png", 404, "not_found"),
        ],
    )
    def test_what_is_not_there_is_said_in_the_one_shape(self, tmp_path: Path, address: str, status: int, code: str):
        answer = self.api(tmp_path).get(f"/api/documents/{address}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)

    def test_only_a_pdf_has_pages(self, tmp_path: Path):
        answer = self.api(tmp_path, "kommunstyrelsen/2025-03-10/kallelse.docx").get("/api/documents/prov-x/pages/1.png")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_a_pdf")

    def test_nothing_outside_the_indexed_folder_is_drawn(self, tmp_path: Path):
        answer = self.api(tmp_path, "../../tests/protokoll.pdf").get("/api/documents/prov-x/pages/1.png")
        assert answer.json()["error"]["code"] == "original_missing"

    def test_a_document_with_masked_numbers_is_withheld_unless_a_setting_allows(self, tmp_path: Path):
        held = self.api(tmp_path / "a", masked=1).get("/api/documents/prov-x/pages/1.png")
        assert (held.status_code, held.json()["error"]["code"]) == (403, "masked")
        allowed = self.api(tmp_path / "b", masked=1, serve_masked_originals=True)
        assert allowed.get("/api/documents/prov-x/pages/1.png").status_code == 200

    def test_a_removed_document_has_no_pictures(self, tmp_path: Path):
        service = service_over(tmp_path / "data", town())
        with service.engine.writer() as writer:
            writer.remove("prov-farsta", block=True)
        assert TestClient(create_app(service, Settings())).get("/api/documents/prov-farsta/pages/1.png").status_code == 410

    @pytest.mark.parametrize(
        ("code", "status", "retry"), [("busy", 503, "10"), ("too_slow", 503, None), ("too_large", 404, None), ("broken", 404, None)]
    )
    def test_a_page_that_cannot_be_drawn_now_says_whether_waiting_helps(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: PageCode, status: int, retry: str | None
    ):
        def refuse(_images: PageImages, _request: PageRequest) -> bytes:
            raise PageNotDrawn(code, "Det gick inte.")

        monkeypatch.setattr(PageImages, "draw", refuse)
        answer = self.api(tmp_path).get("/api/documents/prov-x/pages/1.png")
        assert (answer.status_code, answer.headers.get("Retry-After")) == (status, retry)
        assert answer.json()["error"]["message"] == "Det gick inte."

    def test_it_is_documented(self, api: TestClient):
        operation = api.get("/openapi.json").json()["paths"]["/api/documents/{document_id}/pages/{page}.png"]["get"]
        assert "image/png" in operation["responses"]["200"]["content"]
        assert {"403", "404", "410", "422", "503"} <= set(operation["responses"])


def test_export_has_as_many_rows_as_match(api: TestClient):
    total = api.get("/api/search?q=laddstolpar").json()["total"]["paragraphs"]
    rows = list(csv.DictReader(io.StringIO(api.get("/api/export.csv?q=laddstolpar").text)))
    assert len(rows) == total == len(api.get("/api/export.json?q=laddstolpar").json())
    assert rows[0]["text"]


def test_export_for_excel_begins_with_a_bom_and_has_semicolons(api: TestClient):
    body = api.get("/api/export.csv?q=laddstolpar&bom=true&separator=%3B").content
    assert body.startswith(b"\xef\xbb\xbfdocument_id;source;title;")


def test_an_empty_export_is_a_header_and_an_empty_array(api: TestClient):
    assert api.get("/api/export.csv?q=ubåtshamnsutredning").text.count("\r\n") == 1
    assert api.get("/api/export.json?q=ubåtshamnsutredning").json() == []


def test_no_cell_of_an_export_is_a_formula(tmp_path: Path):
    texts = ['=HYPERLINK("http://x")', "+1 buller", "-1 buller", "@SUM(A1) buller", "\t=1 buller", "  =1 buller"]
    api = TestClient(create_app(service_over(tmp_path, [document(f"d{n}", text, title=text) for n, text in enumerate(texts)]), Settings()))
    for row in csv.DictReader(io.StringIO(api.get("/api/export.csv").text)):
        assert row["text"].startswith("'")
        assert row["title"].startswith("'")


def test_feeds_follow_the_filters_and_put_what_came_last_first(tmp_path: Path):
    early, late = (dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (1, 2))
    reads = [
        document("ny", "Buller vid torget.", first_seen=late),
        document("gammal", "Buller i parken.", first_seen=early),
        document("annat", "Skolan."),
    ]
    api = TestClient(create_app(service_over(tmp_path, reads), Settings(public_url="https://sok.example.se/")))
    root = ElementTree.fromstring(api.get("/feed.atom?q=buller&mode=keyword").content)
    assert [entry.findtext(f"{ATOM}summary") for entry in root.iter(f"{ATOM}entry")] == ["Buller vid torget.", "Buller i parken."]
    links = [link.get("href") for link in root.iter(f"{ATOM}link")]
    assert "https://sok.example.se/feed.atom?q=buller&mode=keyword" in links
    feed = api.get("/feed.json?q=buller&mode=keyword", headers={"Host": "ond.example.com"}).json()
    assert [item["content_text"] for item in feed["items"]] == ["Buller vid torget.", "Buller i parken."]
    assert "ond.example.com" not in json.dumps(feed)


def test_a_feed_that_has_not_changed_is_not_sent_again(api: TestClient):
    first = api.get("/feed.atom?q=laddstolpar")
    again = api.get("/feed.atom?q=laddstolpar", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_feed_is_xml_whatever_the_query_and_the_text(tmp_path: Path):
    api = TestClient(create_app(service_over(tmp_path, [document("d", "Buller \x0b & <b>ljud</b> \ufffe.")]), Settings()))
    for query in ("buller", "<&>\"'", "\x0b\x00", "]]>"):
        assert ElementTree.fromstring(api.get("/feed.atom", params={"q": query}).content).tag == f"{ATOM}feed"


def test_the_documentation_is_served_from_here(api: TestClient):
    page = api.get("/docs")
    assert page.status_code == 200
    assert "http" not in page.text.replace("http-equiv", "")
    assert "/api/search" in page.text
    assert "<script" not in page.text
    assert api.get("/docs/style.css").headers["Content-Type"].startswith("text/css")


def test_the_figures_count_requests_and_hold_no_queries(api: TestClient):
    api.get("/api/search?q=hemligtsökord")
    figures = api.get("/metrics").text
    assert 'namndsok_requests_total{route="/api/search",status="200"}' in figures
    assert "namndsok_paragraphs 8.0" in figures
    assert "hemligtsökord" not in figures


def test_an_endless_address_is_refused(api: TestClient):
    answer = api.get("/api/search?" + "&".join(f"board={'x' * 190}" for _ in range(300)))
    assert answer.status_code == 414


@limits(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60),
    st.fixed_dictionaries(
        {},
        optional={
            name: st.one_of(st.text(max_size=12), st.sampled_from(["1", "-1", "relevance", "document", "true", "hybrid", "2018", "V"]))
            for name in ("mode", "board", "party", "year", "year_from", "year_to", "sort", "group", "page", "size", "fold", "literal")
        },
    ),
)
def test_no_search_ever_fails(api: TestClient, q: str, parameters: dict[str, str]):
    answer = api.get("/api/search", params={"q": q, **parameters})
    assert answer.status_code in (200, 422)
    json.loads(answer.content)
