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


def test_a_message_without_values_is_looked_up_once_and_escaped() -> None:
    asked: list[str] = []

    def said(message: str, **values: object) -> str:
        asked.append(message)
        return f"<{message % values if values else message}>"

    environment = PlainEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals["_"] = said
    template = environment.from_string("{% for n in some %}{{ _('Läs') }}{{ _('+ %(n)s till', n=n) }}{{ _(n) }}{% endfor %}")
    expected = "".join(f"&lt;Läs&gt;&lt;+ {n} till&gt;&lt;{n}&gt;" for n in "ab")
    assert [template.render(some="ab") for _ in range(2)] == [expected] * 2
    assert asked.count("Läs") == 1


def test_a_macro_takes_its_arguments_in_order_or_by_name_and_misses_none() -> None:
    macro = "{% macro pair(one, two) %}{{ one }}-{{ two }}{% endmacro %}"
    assert rendered(macro + "{{ pair('<', 2) }} {{ pair(two=2, one='<') }} {{ pair('<', two=2) }}") == "&lt;-2 &lt;-2 &lt;-2"
    with pytest.raises(UndefinedError):
        rendered(macro + "{{ pair(1) }}")
    with pytest.raises(TypeError):
        rendered(macro + "{{ pair(1, 2, 3) }}")


def test_a_call_may_spread_its_arguments_and_name_one_as_python_names_none() -> None:
    assert rendered("{{ f(*some, **more) }}{{ f(1, class='x') }}", f=lambda *a, **k: f"{a}{k}", some=[1], more={"b": 2}) == (
        "(1,){&#39;b&#39;: 2}(1,){&#39;class&#39;: &#39;x&#39;}"
    )
