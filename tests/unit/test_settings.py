"""Settings come from the environment, and a bad one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from council.errors import ConfigurationError
from council.settings import describe_settings, read_settings


def test_defaults_need_no_variable() -> None:
    settings = read_settings({"HOME": "/home/anna"})
    assert settings.data == Path("/home/anna/.local/share/namndsok")
    assert settings.engine == "embedded"


def test_variables_override_defaults() -> None:
    settings = read_settings(
        {"NAMNDSOK_DATA": "/srv/data", "NAMNDSOK_OCR": "nej", "NAMNDSOK_ELASTICSEARCH_URL": "http://a:9200, http://b:9200"}
    )
    assert (settings.data, settings.ocr) == (Path("/srv/data"), False)
    assert settings.elasticsearch_url == ("http://a:9200", "http://b:9200")


@pytest.mark.parametrize(("name", "value"), [("WORKERS", "two"), ("WORKERS", "0"), ("ENGINE", "solr"), ("OCR", "maybe")])
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"NAMNDSOK_{name}"):
        read_settings({f"NAMNDSOK_{name}": value})


def test_every_setting_is_described() -> None:
    assert all(name.startswith("NAMNDSOK_") and about.endswith(".") for name, _default, about in describe_settings())


def test_every_setting_stands_in_the_operations_page() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name, _default, _about in describe_settings() if f"`{name}`" not in page] == []
