"""Named models through sentence-transformers: a one-layer transformer and a static model, both made on the spot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel

from council.encoder import ModelOptions, load_encoder, shipped_folder
from council.encoders.transformer import TransformerEncoder
from council.errors import ModelError

sentence_transformers = pytest.importorskip("sentence_transformers", reason="the extra transformers is not installed")

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", "passage", ":", "cykel", "##bana", "skola", "park", "motion", "avslås"]


@pytest.fixture(scope="module")
def tiny_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("modell")
    torch.manual_seed(1)
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    BertTokenizerFast(vocab={word: number for number, word in enumerate(WORDS)}, do_lower_case=True).save_pretrained(folder / "bert")
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32, max_position_embeddings=64
    )
    BertModel(config).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"))
    model = sentence_transformers.SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu")
    model.save(str(folder / "e5-tiny"))
    return folder / "e5-tiny"


def test_a_transformer_gives_unit_vectors(tiny_transformer: Path) -> None:
    encoder = load_encoder(str(tiny_transformer), ModelOptions(device="cpu"))
    vectors = encoder.encode_passages(["cykelbana", "skola park", "motion avslås"])
    assert vectors.shape == (3, 16)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert encoder.identity.name == "e5-tiny"
    assert len(encoder.identity.digest) == 64


def test_its_family_gives_its_prompts(tiny_transformer: Path) -> None:
    encoder = TransformerEncoder(str(tiny_transformer), ModelOptions(device="cpu"))
    bare = TransformerEncoder(str(tiny_transformer), ModelOptions(device="cpu", query_prompt="", passage_prompt=""))
    assert encoder.prompts.query == "query: "
    assert encoder.encode_query("skola") == pytest.approx(bare.encode_query("query: skola"), abs=1e-5)
    assert encoder.encode_passages(["skola"]) == pytest.approx(bare.encode_passages(["passage: skola"]), abs=1e-5)


def test_the_longest_text_is_an_option(tiny_transformer: Path) -> None:
    short = TransformerEncoder(str(tiny_transformer), ModelOptions(device="cpu", max_length=6, passage_prompt=""))
    vectors = short.encode_passages(["skola park skola park motion", "skola park skola park avslås"])
    assert vectors[0] == pytest.approx(vectors[1], abs=1e-5)


def test_half_precision_stays_close(tiny_transformer: Path) -> None:
    full = TransformerEncoder(str(tiny_transformer), ModelOptions(device="cpu")).encode_query("motion avslås")
    half = TransformerEncoder(str(tiny_transformer), ModelOptions(device="cpu", dtype="bfloat16")).encode_query("motion avslås")
    assert half.dtype == np.float32
    assert full @ half > 0.99


def test_a_text_without_a_word_has_a_vector_of_zeros(tiny_transformer: Path) -> None:
    encoder = TransformerEncoder(str(tiny_transformer), ModelOptions(device="cpu"))
    assert not encoder.encode_query(" ?! ").any()
    assert encoder.encode_passages([]).shape == (0, 16)


def test_a_folder_that_is_no_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        load_encoder(str(tmp_path))


def test_both_ways_of_reading_the_shipped_model_agree() -> None:
    texts = ["Stadsdelsnämnden avslår motionen om cykelbanor.", "hur svarade nämnden", "Trygghetsvandringar och belysning " * 100]
    through_model2vec = StaticModel.from_pretrained(shipped_folder()).encode(texts)
    through_torch = sentence_transformers.SentenceTransformer(str(shipped_folder()), device="cpu").encode(texts)
    assert through_torch == pytest.approx(through_model2vec, abs=1e-5)
    assert load_encoder().encode_passages(texts) == pytest.approx(through_torch, abs=1e-5)
