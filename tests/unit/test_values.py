"""Values that are made by the hundred thousand are compared, hashed and replaced as frozen dataclasses are."""

from __future__ import annotations

import pickle
from dataclasses import replace

from council.values import value


@value
class Place:
    """A value of two fields."""

    name: str
    number: int = 0


def test_values_that_say_the_same_are_one_key() -> None:
    assert {Place("Sundby", 1), Place("Sundby", 1), Place("Sundby")} == {Place("Sundby", 1), Place("Sundby", 0)}


def test_a_value_with_a_field_replaced_is_another() -> None:
    place = Place("Sundby")
    assert replace(place, number=2) == Place("Sundby", 2)
    assert place == Place("Sundby")


def test_values_hold_nothing_but_their_fields() -> None:
    assert not hasattr(Place("Sundby"), "__dict__")


def test_values_pass_between_processes() -> None:
    assert pickle.loads(pickle.dumps(Place("Sundby", 3))) == Place("Sundby", 3)
