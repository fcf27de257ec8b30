"""Pictures of pages: their size, the outline's place, and what a bad file, a slow one or a crowd costs."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from council import page_drawing
from council.errors import PageNotDrawn
from council.model import Box
from council.page_image import PageImages, PageRequest, joined, page_request
from tests.conftest import REPOSITORY
from tests.unit.pdf_pages import HEIGHT, WIDTH, Drawn, draw

SAMPLE = REPOSITORY / "samples" / "dokument" / "samhallsbyggnadsnamnden" / "2021-03-22" / "protokoll.pdf"
OUTLINE = tuple(page_drawing.COLOUR)
WHITE = (255, 255, 255)
PASSAGE = Box(1, 100.0, 600.0, 300.0, 650.0)


@pytest.fixture
def images() -> PageImages:
    return PageImages()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return draw(tmp_path / "blad.pdf", [[Drawn(100, 620, "Nämnden beslutar.")], [Drawn(70, 700, "Sida två.")]])


def picture(image: bytes) -> Image.Image:
    """The PNG read by another program than ours."""
    read = Image.open(io.BytesIO(image))
    read.load()
    return read


def at(image: Image.Image, x: float, y: float) -> object:
    """The pixel at a point counted from the page's lower left corner."""
    return image.getpixel((round(x * page_drawing.SCALE), round((HEIGHT - y) * page_drawing.SCALE)))


def refusal(images: PageImages, request: PageRequest) -> str:
    with pytest.raises(PageNotDrawn) as caught:
        images.draw(request)
    return str(caught.value.code)


def test_a_page_becomes_a_png_of_twice_its_size_in_points(images: PageImages, sheet: Path):
    image = picture(images.draw(page_request(sheet, 1)))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (2 * WIDTH, 2 * HEIGHT))


def test_a_sample_shows_its_text_on_white(images: PageImages):
    image = picture(images.draw(page_request(SAMPLE, 2)))
    colours = image.convert("L").histogram()
    assert colours[255] > 0.8 * image.width * image.height
    assert sum(colours[:60]) > 1000


def test_the_outline_stands_around_the_passage_and_leaves_the_text_alone(images: PageImages, sheet: Path):
    image = picture(images.draw(page_request(sheet, 1, [PASSAGE])))
    middle_x, middle_y = 200, 625
    inside_line = page_drawing.MARGIN - 1
    assert at(image, 100 - inside_line, middle_y) == OUTLINE
    assert at(image, 300 + inside_line, middle_y) == OUTLINE
    assert at(image, middle_x, 650 + inside_line) == OUTLINE
    assert at(image, middle_x, 600 - inside_line) == OUTLINE
    for x, y in ((90, middle_y), (310, middle_y), (middle_x, 660), (middle_x, 590), (250, 645)):
        assert at(image, x, y) == WHITE


def test_a_page_that_is_turned_is_outlined_as_it_is_shown(images: PageImages, tmp_path: Path):
    turned = draw(tmp_path / "vand.pdf", [[Drawn(100, 620, "Vänd.")]], rotate=90)
    image = picture(images.draw(page_request(turned, 1, [PASSAGE])))
    assert image.size == (2 * WIDTH, 2 * HEIGHT)
    assert (at(image, 200, 652), at(image, 98, 625)) == (OUTLINE, OUTLINE)


def test_an_outline_that_reaches_past_the_page_ends_at_its_edge(images: PageImages, sheet: Path):
    image = picture(images.draw(page_request(sheet, 1, [Box(1, -500.0, -500.0, 5000.0, 300.0)])))
    assert image.getpixel((0, image.height - 1)) == OUTLINE
    assert image.getpixel((image.width - 1, image.height - 1)) == OUTLINE


def test_boxes_of_other_pages_are_left_out(sheet: Path):
    assert page_request(sheet, 2, [PASSAGE]).outlines == ()


def test_boxes_that_nearly_touch_get_one_outline_and_columns_get_their_own():
    lines = [Box(1, 70, 700, 280, 712), Box(1, 70, 684, 250, 696), Box(1, 80, 660, 260, 671)]
    other = Box(1, 320, 500, 520, 712)
    assert joined([*lines, other]) == (Box(1, 70, 660, 280, 712), other)


def test_a_large_sheet_is_drawn_smaller(images: PageImages, tmp_path: Path):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "karta.pdf"), pagesize=(2384, 3370), invariant=1)
    canvas.drawString(100, 100, "Karta")
    canvas.save()
    assert max(picture(images.draw(page_request(tmp_path / "karta.pdf", 1))).size) <= page_drawing.LONGEST_SIDE + 1


@pytest.mark.parametrize("number", [0, 3, 99_999])
def test_a_page_that_is_not_there_is_said(images: PageImages, sheet: Path, number: int):
    assert refusal(images, page_request(sheet, number)) == "no_page"


def test_a_broken_file_costs_an_error_and_the_next_page_is_drawn(images: PageImages, sheet: Path, tmp_path: Path):
    broken = tmp_path / "trasig.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    assert refusal(images, page_request(broken, 1)) == "broken"
    assert images.draw(page_request(sheet, 1)).startswith(b"\x89PNG")


def test_a_locked_file_and_a_file_of_another_kind_are_told_apart(images: PageImages, tmp_path: Path):
    locked = draw(tmp_path / "last.pdf", [[Drawn(70, 700, "Hemligt")]], password="lösen")
    (tmp_path / "text.pdf").write_text("Ingen PDF.", encoding="utf-8")
    assert refusal(images, page_request(locked, 1)) == "encrypted"
    assert refusal(images, page_request(tmp_path / "text.pdf", 1)) == "not_pdf"
    assert refusal(images, page_request(tmp_path / "saknas.pdf", 1)) == "missing"


def test_a_page_that_takes_too_long_is_given_up(sheet: Path):
    assert refusal(PageImages(seconds=0.01), page_request(sheet, 1)) == "too_slow"


def test_a_page_that_takes_too_much_memory_is_given_up(sheet: Path):
    assert refusal(PageImages(memory=32 * 1024 * 1024), page_request(sheet, 1)) == "too_large"


def test_the_same_picture_is_drawn_once(images: PageImages, sheet: Path, monkeypatch: pytest.MonkeyPatch):
    first = images.draw(page_request(sheet, 1, [PASSAGE]))
    monkeypatch.setattr("council.page_image.subprocess.run", lambda *_args, **_more: pytest.fail("drawn again"))
    assert images.draw(page_request(sheet, 1, [PASSAGE])) == first


def test_a_changed_file_is_another_picture(sheet: Path):
    before = page_request(sheet, 1).tag()
    assert len({before, page_request(sheet, 2).tag(), page_request(sheet, 1, [PASSAGE]).tag()}) == 3
    sheet.write_bytes(sheet.read_bytes() + b"\n")
    assert page_request(sheet, 1).tag() != before


def test_more_than_may_wait_are_told_to_come_back_and_none_draws_beside_the_others(sheet: Path, monkeypatch: pytest.MonkeyPatch):
    images = PageImages(at_once=1, waiting=1)
    full, drawing, most = threading.Event(), [0], [0]

    def slow(_images: PageImages, _request: PageRequest) -> bytes:
        drawing[0] += 1
        most[0] = max(most[0], drawing[0])
        assert full.wait(10)
        drawing[0] -= 1
        return b"picture"

    monkeypatch.setattr(PageImages, "_drawn", slow)
    with ThreadPoolExecutor(3) as crowd:
        asked = [crowd.submit(images.draw, PageRequest(sheet, number)) for number in (1, 2, 3)]
        refused = next(answer for answer in iter_done(asked))
        full.set()
        served = [answer.result() for answer in asked if answer is not refused]
    assert refused.exception().code == "busy"  # type: ignore[union-attr]  # the one that is done while the others wait was refused
    assert (served, most[0]) == ([b"picture", b"picture"], 1)


def iter_done(asked):
    from concurrent.futures import FIRST_COMPLETED, wait

    return wait(asked, timeout=10, return_when=FIRST_COMPLETED).done


def test_pictures_that_were_not_asked_for_lately_are_forgotten():
    from council.page_image import _Kept

    kept = _Kept(10)
    kept.put("a", b"aaaa")
    kept.put("b", b"bbbb")
    assert kept.get("a") == b"aaaa"
    kept.put("c", b"cccc")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (b"aaaa", None, b"cccc")
