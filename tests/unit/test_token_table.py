"""A static model's table, read by tokenizers and safetensors alone: the vectors are model2vec's, whoever wrote the folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from council.encoder import load_encoder, shipped_folder
from council.encoders.token_table import NESTED, read_token_table
from council.errors import ModelError
from models.shipping import ship
from tests.unit.test_encoder import WORDS, tiny_tokenizer

TEXTS = ["cykelbana i parken", "Skolmat!", "SKOLA, skola; skola", "okänt ord", "", "park " * 700]
ROUNDING = 1e-5
"""Sums of hundreds of rows, in another order."""
SHIPPED_TEXTS = [
    "Stadsdelsnämnden avslår motionen om cykelbanor vid Ågesta.",
    "hur svarade nämnden på motion 2019:14, § 12?",
    "Trygghets\u00advandringar – och (belysning) à la carte naïve 2 000 kr " * 60,
]


def rows_of(tokens: int, kind: type[np.floating]) -> np.ndarray:
    return np.random.default_rng(7).normal(size=(tokens, 8)).astype(kind)


def folder_of(path: Path, tensors: dict[str, np.ndarray], tokenizer: Tokenizer, config: str = "config.json") -> Path:
    path.mkdir(parents=True)
    save_file(tensors, path / "model.safetensors")
    tokenizer.save(str(path / "tokenizer.json"))
    (path / config).write_text(json.dumps({"model_type": "model2vec", "normalize": True}), encoding="utf-8")
    modules = [{"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"}]
    (path / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    return path


def by_words() -> Tokenizer:
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    return tokenizer


def far_from_model2vec(folder: Path, texts: list[str]) -> float:
    """How far the vectors lie from model2vec's at most."""
    theirs = StaticModel.from_pretrained(folder).encode(texts, max_length=None, normalize=True)
    return float(np.abs(load_encoder(str(folder)).encode_passages(texts) - theirs).max())


def test_the_model_that_ships() -> None:
    assert far_from_model2vec(shipped_folder(), SHIPPED_TEXTS) < ROUNDING


def test_rows_of_bytes_with_weights(tmp_path: Path) -> None:
    ship(rows_of(len(WORDS), np.float32), tiny_tokenizer(), tmp_path / "m")
    assert far_from_model2vec(tmp_path / "m", TEXTS) < ROUNDING


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_rows_as_sentence_transformers_names_them(tmp_path: Path, kind: type[np.floating]) -> None:
    tensors = {"embedding.weight": rows_of(len(WORDS), kind)}
    assert far_from_model2vec(folder_of(tmp_path / "m", tensors, tiny_tokenizer(), "config_sentence_transformers.json"), TEXTS) < ROUNDING


def test_a_table_in_a_folder_of_its_own(tmp_path: Path) -> None:
    outer = folder_of(tmp_path / "m", {"other": rows_of(2, np.float32)}, tiny_tokenizer(), "config_sentence_transformers.json")
    folder_of(outer / NESTED, {"embedding.weight": rows_of(len(WORDS), np.float32)}, tiny_tokenizer())
    for name in ("model.safetensors", "tokenizer.json"):
        (outer / name).unlink()
    assert far_from_model2vec(outer, TEXTS) < ROUNDING


def test_tokens_that_share_rows(tmp_path: Path) -> None:
    places = np.array([number % 3 for number in range(len(WORDS))])
    tensors = {"embeddings": rows_of(3, np.float32), "mapping": places, "weights": np.linspace(0.1, 1, len(WORDS)).astype(np.float32)}
    assert far_from_model2vec(folder_of(tmp_path / "m", tensors, tiny_tokenizer()), TEXTS) < ROUNDING


def test_a_tokenizer_that_names_what_it_does_not_know(tmp_path: Path) -> None:
    assert far_from_model2vec(folder_of(tmp_path / "m", {"embeddings": rows_of(len(WORDS), np.float32)}, by_words()), TEXTS) < ROUNDING


def test_halves_are_reckoned_with_as_whole_numbers(tmp_path: Path) -> None:
    halves = rows_of(len(WORDS), np.float32).astype(np.float16)
    whole = folder_of(tmp_path / "whole", {"embeddings": halves.astype(np.float32)}, tiny_tokenizer())
    half = folder_of(tmp_path / "half", {"embeddings": halves}, tiny_tokenizer())
    assert np.array_equal(load_encoder(str(half)).encode_passages(TEXTS), load_encoder(str(whole)).encode_passages(TEXTS))


def test_a_tokenizer_that_cuts_and_pads_reads_texts_whole_here(tmp_path: Path) -> None:
    tokenizer = by_words()
    tokenizer.enable_truncation(3)
    tokenizer.enable_padding(length=20)
    folder = folder_of(tmp_path / "m", {"embeddings": rows_of(len(WORDS), np.float32)}, tokenizer)
    (ids,) = read_token_table(folder).tokenize(["cykel bana skola mat park"])
    assert ids.tolist() == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("broken", ["no rows", "too few rows", "no tokenizer"])
def test_a_table_that_cannot_be_is_an_error_that_names_the_folder(tmp_path: Path, broken: str) -> None:
    tensors = {"other" if broken == "no rows" else "embeddings": rows_of(3 if broken == "too few rows" else len(WORDS), np.float32)}
    folder = folder_of(tmp_path / "m", tensors, tiny_tokenizer())
    if broken == "no tokenizer":
        (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=str(folder)):
        load_encoder(str(folder))


def test_the_model_that_ships_is_read_without_model2vec_and_what_it_brings() -> None:
    code = (
        "import sys; from council.encoder import load_encoder; load_encoder().encode_query('skola'); "
        "print(sorted({'model2vec', 'huggingface_hub', 'joblib', 'torch'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
    assert load_file(shipped_folder() / "model.safetensors")["embeddings"].dtype == np.int8
