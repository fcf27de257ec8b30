"""Templates are compiled to plain attributes and calls; what they put out is escaped as Jinja escapes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from ui.compiling import PlainEnvironment, written
from ui.views.facets import ValueView

VALUE = ValueView("a", "<b>Å & Ö</b>", 3, False, "/sok?q=\"'")


def rendered(template: str, **context: object) -> str:
    return PlainEnvironment(autoescape=True, undefined=StrictUndefined).from_string(template).render(context)


@given(st.text() | st.integers() | st.none() | st.builds(Markup, st.text()))
def test_a_value_is_written_as_it_is_escaped(value: object) -> None:
    assert written(value) == str(escape(value))


def test_an_attribute_of_a_view_is_escaped() -> None:
    assert rendered('<a href="{{ value.only }}">{{ value.label }}</a>', value=VALUE) == (
        '<a href="/sok?q=&#34;&#39;">&lt;b&gt;Å &amp; Ö&lt;/b&gt;</a>'
    )


def test_what_a_macro_makes_is_escaped_once() -> None:
    template = "{% macro shown(value, mark='*') %}{{ mark }}{{ value.label }}{% endmacro %}{{ shown(value) }}{{ shown(value, mark='&') }}"
    assert rendered(template, value=VALUE) == "*&lt;b&gt;Å &amp; Ö&lt;/b&gt;&amp;&lt;b&gt;Å &amp; Ö&lt;/b&gt;"


def test_a_caller_stands_in_a_macro_in_a_loop() -> None:
    macro = "{% macro line() %}[{{ caller() }}]{% endmacro %}"
    loop = "{% for n in some %}{% call line() %}{{ n }}/{{ loop.index }}{% endcall %}{% endfor %}"
    assert rendered(macro + loop, some=["<", "x"]) == "[&lt;/1][x/2]"


def test_what_is_missing_is_an_error_and_no_empty_place() -> None:
    with pytest.raises(AttributeError):
        rendered("{{ value.nothing }}", value=VALUE)
    with pytest.raises(UndefinedError):
        rendered("{{ nothing.label }}", value=VALUE)
