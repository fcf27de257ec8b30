"""The static model, the one that ships and tiny ones, read without torch."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Split

from council.encoder import ModelOptions, calibrate, load_encoder, passage_text, read_calibration, shipped_folder, write_calibration
from council.encoders.calibration import Calibration
from council.encoders.files import digest_of, is_static
from council.encoders.first_run import calibrating
from council.encoders.prompts import prompts_for
from council.errors import ModelError
from council.model import Document, Paragraph
from models.shipping import quantize, ship

WORDS = ["[PAD]", "[UNK]", "cykel", "bana", "skola", "mat", "park"]


def tiny_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(Unigram([(word, 0.0 if number < 2 else -2.0) for number, word in enumerate(WORDS)], unk_id=1))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Split(Regex(r"\w+"), behavior="removed", invert=True)
    return tokenizer


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    table = np.random.default_rng(3).normal(size=(len(WORDS), 8)).astype(np.float32)
    table[:2] = 0
    ship(table, tiny_tokenizer(), tmp_path / "liten")
    return tmp_path / "liten"


def test_the_model_that_ships_loads_and_gives_unit_vectors() -> None:
    encoder = load_encoder()
    vectors = encoder.encode_passages(["Stadsdelsnämnden avslår motionen.", "Cykelbanan ska belysas."])
    assert vectors.dtype == np.float32
    assert vectors.shape == (2, encoder.identity.dimensions)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_query_and_a_passage_with_the_same_words_have_the_same_vector() -> None:
    encoder = load_encoder()
    text = "belysning i parken"
    assert encoder.encode_query(text) == pytest.approx(encoder.encode_passages([text])[0], abs=1e-6)


def test_capitals_punctuation_and_line_breaks_change_no_vector() -> None:
    encoder = load_encoder()
    assert encoder.encode_query("Belysning,\ni PARKEN!") == pytest.approx(encoder.encode_query("belysning i parken"), abs=1e-6)


@pytest.mark.parametrize("text", ["", " ", "?!", "日本", "\x00"])
def test_a_text_without_a_known_token_has_a_vector_of_zeros(text: str) -> None:
    encoder = load_encoder()
    assert not encoder.encode_query(text).any()


def test_no_texts_give_no_rows() -> None:
    encoder = load_encoder()
    assert encoder.encode_passages([]).shape == (0, encoder.identity.dimensions)


def test_a_long_text_is_read_to_its_end() -> None:
    encoder = load_encoder()
    beginning = "nämnden beslutar enligt förslaget " * 300
    assert encoder.encode_query(beginning) @ encoder.encode_query(beginning + "simhall " * 300) < 0.99


def test_meaning_brings_a_question_to_its_answer() -> None:
    encoder = load_encoder()
    passages = encoder.encode_passages(
        [
            "Eleverna i grundskolan erbjuds skolskjuts med buss eller taxi.",
            "Snöröjning och halkbekämpning av gångbanor sker före klockan sju.",
            "Serveringstillstånd för restaurangen beviljas till klockan 01.00.",
        ]
    )
    assert int(np.argmax(passages @ encoder.encode_query("när plogas trottoaren på vintern"))) == 1


def test_the_shipped_model_keeps_within_thirty_megabytes() -> None:
    assert sum(path.stat().st_size for path in shipped_folder().rglob("*") if path.is_file()) <= 30_000_000


def test_the_light_path_imports_no_torch() -> None:
    code = (
        "import sys; from council.encoder import load_encoder; load_encoder().encode_query('hej');"
        "print(sorted(m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_tiny_static_model_needs_no_extra(tiny: Path) -> None:
    encoder = load_encoder(str(tiny))
    assert encoder.identity.name == "liten"
    assert encoder.identity.dimensions == 8
    assert encoder.encode_query("cykelbana") @ encoder.encode_query("bana cykel") == pytest.approx(1, abs=1e-5)


def test_rows_as_bytes_stay_close_to_the_table() -> None:
    table = np.random.default_rng(1).normal(size=(50, 16)).astype(np.float32)
    table[3] = 0
    rows, scales = quantize(table)
    assert rows.astype(np.float32) * scales[:, None] == pytest.approx(table, abs=float(np.abs(table).max()) / 127)


def test_the_digest_follows_the_files_that_make_vectors(tiny: Path) -> None:
    before = digest_of(tiny)
    (tiny / "README.md").write_text("nytt kort", encoding="utf-8")
    write_calibration(Calibration(0.3), tiny)
    assert digest_of(tiny) == before
    (tiny / "config.json").write_text("{}", encoding="utf-8")
    assert digest_of(tiny) != before


def test_a_folder_is_known_as_static_by_its_modules(tiny: Path) -> None:
    assert is_static(tiny)
    (tiny / "modules.json").write_text(json.dumps([{"type": "sentence_transformers.models.Transformer"}]), encoding="utf-8")
    assert not is_static(tiny)


@pytest.mark.parametrize("broken", ["model.safetensors", "tokenizer.json"])
def test_a_broken_model_is_an_error_that_names_the_folder(tiny: Path, broken: str) -> None:
    (tiny / broken).write_bytes(b"not a model")
    with pytest.raises(ModelError, match="liten"):
        load_encoder(str(tiny))


def test_unreadable_modules_are_an_error(tiny: Path) -> None:
    (tiny / "modules.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=r"modules\.json"):
        load_encoder(str(tiny))


def test_without_the_extra_the_error_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"pip install 'namndsok\[transformers\]'"):
        load_encoder("intfloat/multilingual-e5-small", ModelOptions())


def test_a_calibration_beside_the_model_is_read_with_it(tiny: Path) -> None:
    write_calibration(Calibration(0.31, 0.77), tiny, chosen_from=[1, 2])
    encoder = load_encoder(str(tiny))
    assert (encoder.floor, encoder.sure) == (0.31, 0.77)
    assert read_calibration(tiny) == Calibration(0.31, 0.77)


def test_a_first_indexing_run_calibrates_a_model_that_has_no_calibration(tiny: Path, tmp_path: Path) -> None:
    encoder = load_encoder(str(tiny), kept=tmp_path)
    assert not encoder.calibrated
    with calibrating(encoder, tmp_path) as watched:
        assert watched.encode_passages(["cykel", "skola mat", "park"]) == pytest.approx(
            encoder.encode_passages(["cykel", "skola mat", "park"])
        )
    again = load_encoder(str(tiny), kept=tmp_path)
    assert again.calibrated
    assert again.identity == encoder.identity


def test_a_calibrated_model_is_indexed_with_as_it_is(tiny: Path, tmp_path: Path) -> None:
    write_calibration(Calibration(0.31), tiny)
    encoder = load_encoder(str(tiny))
    with calibrating(encoder, tmp_path) as watched:
        assert watched is encoder
    assert not list(tmp_path.glob("calibration-*.json"))


def test_a_run_that_embeds_nothing_leaves_no_calibration(tiny: Path, tmp_path: Path) -> None:
    with calibrating(load_encoder(str(tiny)), tmp_path):
        pass
    assert not list(tmp_path.glob("calibration-*.json"))


def test_a_broken_calibration_is_an_error(tiny: Path) -> None:
    (tiny / "calibration.json").write_text('{"floor": "hög"}', encoding="utf-8")
    with pytest.raises(ModelError, match=r"calibration\.json"):
        load_encoder(str(tiny))


def test_the_first_run_calibrates_a_floor_that_few_unrelated_pairs_reach() -> None:
    encoder = load_encoder()
    sample = encoder.encode_passages(["Nämnden godkänner budgeten.", "Skolans lokaler renoveras.", "", "Cykelbanor byggs längs vägen."])
    found = calibrate(encoder, sample)
    assert 0 < found.floor < 0.8
    assert found.sure is None


def test_an_index_without_vectors_calibrates_to_nothing() -> None:
    encoder = load_encoder()
    assert calibrate(encoder, np.zeros((3, encoder.identity.dimensions), dtype=np.float32)) == Calibration(0.0)


@pytest.mark.parametrize(
    ("name", "own", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", {}, "query: ", "passage: "),
        ("/modeller/e5-large", {}, "query: ", "passage: "),
        ("BAAI/bge-m3", {}, "", ""),
        ("KBLab/sentence-bert-swedish-cased", {}, "", ""),
        ("någon/egen-modell", {"query": "fråga: ", "document": "text: "}, "fråga: ", "text: "),
        ("intfloat/multilingual-e5-small", {"query": "", "document": ""}, "query: ", "passage: "),
        ("någon/okänd", {}, "", ""),
    ],
)
def test_prompts_come_from_the_model_or_its_family(name: str, own: dict[str, str | None], query: str, passage: str) -> None:
    prompts = prompts_for(name, own)
    assert (prompts.query, prompts.passage) == (query, passage)


def test_an_instructed_e5_prompts_its_queries_only() -> None:
    prompts = prompts_for("intfloat/multilingual-e5-large-instruct", {})
    assert prompts.query.startswith("Instruct: ")
    assert prompts.passage == ""


def test_what_is_embedded_holds_the_paragraph_word_for_word() -> None:
    paragraph = Paragraph(id="p", text="Motionen avslås.", headings=("§ 10", "Beslut"))
    document = Document(id="d", source="d.txt", title="Protokoll om cykelbanor", board="Tekniska nämnden")
    assert passage_text(paragraph, document) == "Protokoll om cykelbanor\n§ 10\nBeslut\nTekniska nämnden\nMotionen avslås."
