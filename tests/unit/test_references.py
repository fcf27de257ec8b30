"""Diary numbers, motion numbers and § are found in all the ways people print and type them, and meet in the same normal forms."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.references import diary_number, find, normal_forms, same_number, sought_forms

SAME_NUMBER = (
    "KS 2019/1899", "Dnr KS 2019/1899", "dnr: KS 2019/1899", "KS2019/1899", "KS-2019-1899", "KS 2019-01899", "2019/1899 KS", "ks 2019/1899",
    "KS 2019.1899", "KS 1899/2019", "KS 2019/1899-106", "Diarienr: 2019.1899 KS", "2019.1899.KS",
)  # fmt: skip


@pytest.mark.parametrize("printed", SAME_NUMBER)
def test_every_way_of_printing_a_number_gives_the_same_normal_forms(printed: str) -> None:
    (reference,) = find(printed)
    assert normal_forms(reference) == ("2019-1899", "2019-1899-ks")


@pytest.mark.parametrize(
    ("printed", "forms"),
    [
        ("2019/1899", ("2019-1899", "2019-1899-*")),
        ("1.2.1.-401-2017", ("2017-401", "2017-401-1.2.1")),
        ("Dnr 3.1.1–432/2020", ("2020-432", "2020-432-3.1.1")),
        ("303-1899/2019", ("2019-1899", "2019-1899-303")),
        ("2026.131 BUN", ("2026-131", "2026-131-bun")),
        ("Dnr 0456/19", ("2019-456", "2019-456-*")),
        ("N139-0123/19", ("2019-123", "2019-123-n139")),
        ("E2019-01234", ("2019-1234", "2019-1234-e")),
        ("2019:14", ("2019-14", "motion-2019-14")),
        ("motion (2017:54)", ("2017-54", "motion-2017-54")),
        ("SFS 2018:1138", ("2018-1138", "law-2018-1138")),
        ("socialtjänstlagen (2025:400)", ("2025-400", "law-2025-400")),
        ("§ 10", ("§10",)),
        ("§10", ("§10",)),
    ],
)
def test_each_kind_of_number_has_its_forms(printed: str, forms: tuple[str, ...]) -> None:
    (reference,) = find(printed)
    assert normal_forms(reference) == forms


@pytest.mark.parametrize(
    "text",
    [
        "läsåret 2019/2020", "läsåret 2019/20", "2020-09-22", "2020.09.22", "KF 2020-09-22", "den 9 april 2026", "åren 2022-2026",
        "08-508 18 000", "0322-61 60 00", "441 81", "dygnet runt 24/7", "protokoll 1/2017", "4 kap. 10 § kommunallagen", "kl. 16.48",
    ],
)  # fmt: skip
def test_dates_years_and_phone_numbers_are_no_references(text: str) -> None:
    assert find(text) == ()


def test_a_range_of_paragraphs_holds_each_of_them() -> None:
    assert [r.number for r in find("§§ 10–12, 15 och 17")] == ["10", "11", "12", "15", "17"]


def test_spans_are_those_of_the_number_without_dnr() -> None:
    text = "Svar på remiss, Dnr KS 2023/553, § 4"
    assert [text[r.start : r.end] for r in find(text)] == ["KS 2023/553", "§ 4"]


def test_a_number_with_another_suffix_is_another_case() -> None:
    bun, ten = diary_number("2026.131 BUN"), diary_number("2026.131 TEN")
    bare = diary_number("2026.131")
    assert bun is not None
    assert ten is not None
    assert bare is not None
    assert not same_number(bun, ten)
    assert same_number(bun, bare)


def test_a_search_with_a_code_finds_the_code_and_where_none_was_printed() -> None:
    (asked,) = find("KS 2019/1899")
    indexed = {form: normal_forms(find(form)[0]) for form in ("KS 2019/1899", "2019/1899", "SN 2019/1899")}
    found = [form for form, tokens in indexed.items() if set(tokens) & set(sought_forms(asked))]
    assert found == ["KS 2019/1899", "2019/1899"]


def test_a_search_without_a_code_finds_every_code() -> None:
    (asked,) = find("2019/1899")
    assert all(set(normal_forms(find(form)[0])) & set(sought_forms(asked)) for form in ("KS 2019/1899", "SN 2019/1899", "2019/1899"))


@given(st.text(alphabet="KSMNdnr.§:/-– 0123456789()åä\n", max_size=60))
def test_references_never_overlap_and_their_spans_stand_in_the_text(text: str) -> None:
    found = find(text)
    assert all(0 <= r.start <= r.end <= len(text) for r in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(" " not in form for r in found for form in normal_forms(r))


PRINTED = (
    "Dnr KS 2019/1899", "2019/1899 KS", "303-1899/2019", "Dnr 0456/19", "N139-0123/19", "SBN 2026/131-106, se även KS-2024-00012",
    "motion 2019:14", "skollagen (2010:800)", "SFS 2009:400", "mål 2019:14", "§§ 10–12, 15", "Ärendenummer: KS 2019/1899",
)  # fmt: skip


@pytest.mark.parametrize("printed", PRINTED)
def test_a_number_is_found_wherever_it_stands_in_a_long_text(printed: str) -> None:
    filler = "Nämnden beslutar enligt förslaget. " * 20
    alone = find(printed)
    within = find(f"{filler}{printed} {filler}{printed} {filler}")
    first, second = len(filler), 2 * len(filler) + len(printed) + 1
    assert alone
    assert [r.start for r in within] == [at + r.start for at in (first, second) for r in alone]
    assert [(r.kind, normal_forms(r)) for r in within] == [(r.kind, normal_forms(r)) for r in alone] * 2
