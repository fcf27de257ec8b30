"""How the shipped model is trained: pairs, tokens, rows that are shared, a loss that falls, the same result each time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer

pytest.importorskip("torch", reason="the extra transformers is not installed")

from council.encoder import load_encoder
from models.blend import Part, blend
from models.calibrate import SURE_GAIN, Samples, choose, curves, sample
from models.documents import Block, SourceDocument, clean, words_of
from models.joining import joined
from models.learning import LATER, Recipe, encode_pairs, learn
from models.pairs import Pair, mine
from models.sharing import kin_of, stem_and_lemma, with_parts_and_kin
from models.shipping import ship, shipped_rows, widened
from models.table import TiedTable
from models.train import LISTS, count_words, questions_to_learn, some_texts, tokens_of, whole_words, with_shares
from models.vocabulary import Compounds, inflected, learn_tokenizer, with_words
from models.wordlists import (
    everyday_groups,
    everyday_kinds,
    everyday_meanings,
    everyday_questions,
    everyday_words,
    thesaurus_pairs,
    unseen_questions,
)
from search_api.evaluation import Collection, JudgedText

LONG = "Kommunen ska bygga fler cykelbanor längs vägarna i centrum, så att barn kan cykla tryggt till skolan varje dag. "
DOCUMENT = SourceDocument(
    "riksdag",
    "motion",
    "Tryggare cykelvägar",
    (
        Block(
            "Riksdagen ställer sig bakom det som anförs i motionen om tryggare cykelvägar och tillkännager detta för regeringen.", "Förslag"
        ),
        Block(LONG + "Det är viktigt. Varför har regeringen inte gjort mer för dem som cyklar till arbetet?", "Cykling i städer"),
        Block(LONG.replace("cykel", "gång") + "Fler gående behövs också i våra städer. Det är bra.", "Cykling i städer"),
    ),
)
WORDS = Counter(
    {
        "cykel": 900,
        "bana": 800,
        "cykelbana": 50,
        "skola": 900,
        "skolan": 700,
        "mat": 600,
        "barn": 500,
        "barnen": 300,
        "väg": 450,
        "buss": 450,
    }
)


def test_every_kind_of_pair_is_mined_from_a_motion() -> None:
    pairs = mine([DOCUMENT], seed=1)
    assert {name for name, found in pairs.items() if found} == {"title", "heading", "neighbour", "demand", "sentence", "question"}
    assert pairs["demand"][0].query == "tryggare cykelvägar"
    assert pairs["question"][0].query == "Varför har regeringen inte gjort mer för dem som cyklar till arbetet?"


def test_mining_is_the_same_each_time() -> None:
    assert mine([DOCUMENT] * 3, seed=4) == mine([DOCUMENT] * 3, seed=4)


def test_texts_lose_soft_hyphens_and_line_breaks() -> None:
    assert clean("under\xadsökning\n av  vägen") == "undersökning av vägen"
    assert words_of("Skolan, 2019!") == ["skolan", "2019"]


def test_a_thesaurus_gives_a_pair_for_each_synonym(tmp_path: Path) -> None:
    path = tmp_path / "th.dat"
    path.write_text("ISO-8859-1\nhoj|1\n|cykel|velociped\nbåge|1\n|cykel\n", encoding="latin-1")
    assert thesaurus_pairs(path) == [Pair("hoj", "cykel"), Pair("hoj", "velociped"), Pair("båge", "cykel")]


def test_our_everyday_lists_are_whole() -> None:
    lists = [everyday_words(), everyday_kinds(), everyday_meanings(), everyday_questions()]
    assert [len(pairs) > enough for pairs, enough in zip(lists, (15_000, 600, 150, 1_700), strict=True)] == [True] * 4
    assert all(pair.query and pair.passage and pair.query != pair.passage for pairs in lists for pair in pairs)


def test_no_question_is_asked_twice() -> None:
    asked = [pair.query for pair in everyday_questions()]
    assert len(set(asked)) == len(asked)


def test_a_trial_holds_back_a_fixed_share_of_the_questions_and_learns_the_rest() -> None:
    held_out = unseen_questions()
    learned = questions_to_learn(held_out)
    assert 80 <= len(held_out) <= 150
    assert unseen_questions() == held_out
    assert set(held_out).isdisjoint(learned)
    assert set(held_out) | set(learned) == set(everyday_questions())


def test_members_of_a_group_are_all_different() -> None:
    assert [group for group in everyday_groups() if len(set(group)) < max(len(group), 2)] == []


def test_lists_of_words_are_read_past_their_remarks(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "trafik.txt").write_text("# remark\nhoj | cykel\n", encoding="utf-8")
    (tmp_path / "kinds.txt").write_text("fordon: cykel, bil\n", encoding="utf-8")
    (tmp_path / "meanings.txt").write_text("bygglov | tillåtelse att bygga\n", encoding="utf-8")
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "gata.txt").write_text("# remark\nnär plogas det | Snöröjning sker före sju.\n", encoding="utf-8")
    assert everyday_words(tmp_path) == [Pair("hoj", "cykel"), Pair("cykel", "hoj")]
    assert everyday_kinds(tmp_path) == [Pair("cykel", "fordon"), Pair("bil", "fordon")]
    assert everyday_questions(tmp_path) == [Pair("när plogas det", "Snöröjning sker före sju.")]
    assert everyday_meanings(tmp_path) == [Pair("tillåtelse att bygga", "bygglov")]


def test_every_list_has_its_share_of_a_batch() -> None:
    assert {name for name, _ in Recipe().quota} == set(LISTS)


def test_an_everyday_word_is_one_token_in_every_form() -> None:
    assert {"krog", "krogen", "krogar", "krogarna"} <= inflected({"krogen"})
    assert {"hojen", "plugget", "snuten"} <= whole_words()
    tokenizer = with_words(learn_tokenizer(WORDS, size=60), ["krogen", "krogar", "3:e"])
    assert tokenizer.encode("Krogen", add_special_tokens=False).tokens == ["krogen"]
    assert "3:e" not in tokenizer.get_vocab()
    assert with_words(tokenizer, ["krogen"]).get_vocab() == tokenizer.get_vocab()


def test_a_compound_comes_apart_where_many_compounds_do() -> None:
    endings = [f"slut{chr(97 + first)}{chr(97 + second)}" for first in range(7) for second in range(7)]
    counts = Counter(dict.fromkeys(endings, 1_000)) | Counter({f"skol{ending}": 3 for ending in endings})
    assert Compounds(counts).split("skolslutaa") == ["skol", "slutaa"]
    assert Compounds(counts).split("hus") == ["hus"]
    assert Compounds(counts).split("xyzaslutaa") == ["xyzaslutaa"]


def test_tokens_are_words_and_parts_of_words_alone() -> None:
    tokens = learn_tokenizer(WORDS, size=60).encode("Skolan, barnen!").tokens
    assert "".join(tokens) == "skolanbarnen"
    assert not learn_tokenizer(WORDS, size=60).encode(" ,.!").tokens


def test_inflected_forms_share_rows_and_unknown_tokens_are_zero() -> None:
    table = TiedTable(["[PAD]", "[UNK]", "skola", "skolan", "buss"], stem_and_lemma, dimensions=16, seed=1)
    rows = table.plain()
    assert not rows[:2].any()
    near, far = rows[2] @ rows[3], rows[2] @ rows[4]
    assert near > far


def test_a_table_begins_where_an_earlier_training_ended() -> None:
    tokens = ["[PAD]", "[UNK]", "hoj", "cykel"]
    learned = np.arange(16, dtype=np.float32).reshape(4, 4)
    learned[:2] = 0
    table = TiedTable(tokens, with_parts_and_kin(kin_of([["hoj", "cykel"]])), dimensions=4, seed=1)
    table.begin_from(learned)
    assert table.plain() == pytest.approx(learned)


def test_a_new_token_begins_as_its_pieces_amount_to(tmp_path: Path) -> None:
    known = learn_tokenizer(WORDS, size=60)
    table = np.random.default_rng(2).normal(size=(known.get_vocab_size(), 8)).astype(np.float32)
    ship(table, known, tmp_path)
    rows = shipped_rows(tmp_path)
    wider = widened(rows, known, ["barnbuss"])
    pieces = known.encode("barnbuss", add_special_tokens=False).ids
    assert wider[:-1] == pytest.approx(rows)
    assert wider[-1] == pytest.approx(rows[pieces].sum(axis=0))
    assert rows == pytest.approx(table, abs=0.05)


def test_a_short_training_gives_more_to_the_lists_and_the_same_kinds() -> None:
    assert [name for name, _ in LATER.quota] == [name for name, _ in Recipe().quota]
    assert sum(share for _, share in LATER.quota) < 0.5
    assert LATER.steps < Recipe().steps


def test_a_list_may_be_given_another_share_of_a_batch() -> None:
    shares = dict(with_shares(LATER, ["asked=0.09"]).quota)
    assert shares == dict(LATER.quota) | {"asked": 0.09}
    with pytest.raises(ValueError, match="songs"):
        with_shares(LATER, ["songs=0.1"])


def test_the_mean_of_two_models_holds_the_tokens_of_both(tmp_path: Path) -> None:
    known = learn_tokenizer(WORDS, size=60)
    wider = with_words(known, ["barnbuss"])
    chance = np.random.default_rng(3)
    for name, tokenizer in (("old", known), ("new", wider)):
        ship(chance.normal(size=(tokenizer.get_vocab_size(), 8)).astype(np.float32), tokenizer, tmp_path / name)
    blend([Part(tmp_path / "old", 0.5), Part(tmp_path / "new", 0.5)], tmp_path / "both")
    old, new, both = (shipped_rows(tmp_path / name) for name in ("old", "new", "both"))
    assert both.shape == new.shape
    assert np.corrcoef(both[2], old[2] + new[2])[0, 1] > 0.95


def test_tables_that_were_learned_apart_are_joined_along_the_axes_of_the_texts() -> None:
    chance = np.random.default_rng(5)
    tables = [chance.normal(size=(40, 8)).astype(np.float32) for _ in range(3)]
    texts = [chance.integers(0, 40, size=chance.integers(1, 9)).astype(np.int32) for _ in range(200)]
    whole, part = joined(tables, texts, 24), joined(tables, texts, 16)

    def cosines(table: NDArray[np.float32]) -> NDArray[np.float32]:
        vectors = np.stack([table[text].mean(axis=0) for text in texts])
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors @ vectors.T, dtype=np.float32)

    side_by_side = np.hstack([table / np.mean([np.linalg.norm(table[text].mean(axis=0)) for text in texts]) for table in tables])
    assert np.allclose(cosines(whole), cosines(side_by_side), atol=1e-4)
    assert np.allclose(part, whole[:, :16])
    assert np.array_equal(part, joined(tables, texts, 16))
    assert np.corrcoef(cosines(part).ravel(), cosines(whole).ravel())[0, 1] > 0.9


def test_tables_are_joined_on_texts_of_every_kind() -> None:
    tokenizer = learn_tokenizer(WORDS, size=60)
    sets = {name: encode_pairs(tokenizer, [Pair("cykel", "bana"), Pair("skola", "mat")], 1.0) for name in ("title", "asked")}
    assert len(some_texts(sets, Recipe())) == 8


def test_models_of_other_tokens_have_no_mean(tmp_path: Path) -> None:
    for name, words in (("one", WORDS), ("other", Counter({"moped": 900, "motor": 800, "mopeder": 90}))):
        tokenizer = learn_tokenizer(words, size=40)
        ship(np.ones((tokenizer.get_vocab_size(), 4), dtype=np.float32), tokenizer, tmp_path / name)
    with pytest.raises(ValueError, match="tokens"):
        blend([Part(tmp_path / "one", 0.5), Part(tmp_path / "other", 0.5)], tmp_path / "both")


def test_a_compound_leans_on_its_parts() -> None:
    features = with_parts_and_kin({})
    names = [name for name, _ in features("cykelbana")]
    assert "lemma:cykel" in names
    assert "lemma:bana" in names
    assert len(features("cykel")) == 2


def test_everyday_words_lean_on_those_they_stand_for() -> None:
    features = with_parts_and_kin(kin_of([["hoj", "cykel"], ["hoj", "motorcykel"], ["två ord", "velociped"]]))
    assert dict(features("hojen")).keys() >= {"group:0", "group:1"}
    assert "group:0" in dict(features("cykelbana"))
    assert not any(name.startswith("group:") for name, _ in features("skola"))


def trained(tmp_path: Path, name: str, tokenizer: Tokenizer) -> Path:
    pairs = [Pair("cykel", "cykelbana"), Pair("skola", "skolan mat"), Pair("barn", "barnen"), Pair("väg", "buss")] * 8
    recipe = Recipe(steps=30, batch=16, dimensions=16, widths=(16, 8), warm_up=5, quota=())
    table = TiedTable(tokens_of(tokenizer), stem_and_lemma, recipe.dimensions, recipe.seed)
    losses = [loss for _, loss in learn(table, {"title": encode_pairs(tokenizer, pairs, 1.0)}, recipe)]
    assert losses[-1] < losses[0]
    ship(table.plain(), tokenizer, tmp_path / name)
    return tmp_path / name


def test_training_twice_gives_the_same_model_and_the_loss_falls(tmp_path: Path) -> None:
    tokenizer = learn_tokenizer(WORDS, size=60)
    first, second = (load_encoder(str(trained(tmp_path, name, tokenizer))) for name in ("ett", "två"))
    assert first.identity.digest == second.identity.digest


def test_words_of_the_lists_count_when_tokens_are_learned() -> None:
    counts = count_words([DOCUMENT], [Pair("hoj", "cykel")])
    assert counts["hoj"] == counts["cykel"] == 100


def test_the_floor_keeps_unrelated_pairs_out_and_junk_decides_on_sure() -> None:
    chance = np.random.default_rng(1)
    answers = chance.uniform(0.4, 0.9, 500).astype(np.float32)
    unrelated = chance.uniform(-0.2, 0.3, 5_000).astype(np.float32)
    clear = choose(Samples(answers, unrelated, answers, chance.uniform(0, 0.35, 300).astype(np.float32)))
    assert 0.25 < clear.floor < 0.3
    assert clear.sure == pytest.approx(0.35, abs=0.02)
    muddled = Samples(answers, unrelated, answers, np.full(300, 0.95, dtype=np.float32))
    assert choose(muddled).sure is None
    assert float(np.mean(muddled.best > 0.95)) < SURE_GAIN


def test_curves_fall_from_threshold_to_threshold() -> None:
    texts = (JudgedText("a", "", "Eleverna erbjuds skolskjuts till skolan."), JudgedText("b", "", "Gatorna plogas före klockan sju."))
    questions = {"q": "skolskjuts", "r": "när plogas gatorna"}
    drawn = curves(sample(load_encoder(), [Collection(texts, questions, {"q": {"a": 1}, "r": {"b": 1}})]))
    assert drawn["thresholds"][0] == 0.0
    assert all(shares == sorted(shares, reverse=True) for name, shares in drawn.items() if name != "thresholds")
