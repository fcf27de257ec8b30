"""Draws the page /docs from the API's own OpenAPI document: plain HTML, nothing fetched from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, TypeAlias

STYLE_PATH = "/docs/style.css"
STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
code, pre { font: 0.9em/1.4 ui-monospace, monospace; }
h2 { border-top: 1px solid currentColor; margin-top: 2.5rem; padding-top: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 0.3rem 0.6rem 0.3rem 0; }
th, td { text-align: left; vertical-align: top; }
pre { overflow-x: auto; }
.scroll { overflow-x: auto; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
"""
OpenApi: TypeAlias = Mapping[str, Any]


def page(openapi: OpenApi, before: str = "") -> str:
    """The page as HTML; `before` is the path that stands before the site's own. Everything from the document is escaped."""
    return "\n".join(_parts(openapi, escape(before)))


def _parts(openapi: OpenApi, before: str) -> Iterator[str]:
    title = escape(str(openapi["info"]["title"]))
    yield f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>API – {title}</title>'
    yield f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{before}{STYLE_PATH}"></head><body><main>'
    yield f"<h1>{title}: API</h1><p>Alla adresser svarar på GET. Beskrivningen för program finns på "
    yield f'<a href="{before}/openapi.json">/openapi.json</a>. Fel har formen <code>{{"error": {{"code", "message"}}}}</code>.</p><ul>'
    for path in openapi["paths"]:
        yield f'<li><a href="#{_anchor(path)}"><code>{escape(path)}</code></a></li>'
    yield "</ul>"
    for path, methods in openapi["paths"].items():
        yield from _path(path, methods["get"], openapi)
    yield "</main></body></html>"


def _path(path: str, operation: OpenApi, openapi: OpenApi) -> Iterator[str]:
    yield f'<section><h2 id="{_anchor(path)}"><code>{escape(path)}</code></h2>'
    yield f"<p>{escape(str(operation.get('summary', '')))}. {escape(str(operation.get('description', '')))}</p>"
    parameters = operation.get("parameters", [])
    if parameters:
        yield '<div class="scroll" tabindex="0" role="group" aria-label="Parametrar"><table>'
        yield "<thead><tr><th>Parameter</th><th>Värde</th><th>Förval</th><th>Om</th></tr></thead><tbody>"
        for parameter in parameters:
            yield _parameter(parameter, openapi)
        yield "</tbody></table></div>"
    example = _shape(_answer(operation), openapi, 0)
    if example is not None:
        shown = escape(json.dumps(example, ensure_ascii=False, indent=2))
        yield f'<details><summary>Svar</summary><pre tabindex="0">{shown}</pre></details>'
    yield "</section>"


def _parameter(parameter: OpenApi, openapi: OpenApi) -> str:
    schema = parameter.get("schema", {})
    default = schema.get("default")
    shown = "" if default in (None, "") else f"<code>{escape(json.dumps(default, ensure_ascii=False))}</code>"
    about = escape(str(parameter.get("description", "")))
    name, kind = escape(parameter["name"]), escape(_kind(schema, openapi))
    return f"<tr><td><code>{name}</code></td><td>{kind}</td><td>{shown}</td><td>{about}</td></tr>"


def _kind(schema: OpenApi, openapi: OpenApi) -> str:
    """What a parameter may hold, in a few words."""
    schema = _resolved(schema, openapi)
    options = [option for option in schema.get("anyOf", []) if option.get("type") != "null"]
    if options:
        return _kind(options[0], openapi)
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}), openapi)}, flera"
    names = {"string": "text", "integer": "heltal", "boolean": "true | false", "number": "tal"}
    bounds = f" {schema.get('minimum', '')}–{schema.get('maximum', '')}" if "minimum" in schema or "maximum" in schema else ""
    return names.get(str(schema.get("type")), "text") + bounds


def _answer(operation: OpenApi) -> OpenApi:
    content = operation.get("responses", {}).get("200", {}).get("content", {})
    schema: OpenApi = content.get("application/json", {}).get("schema", {})
    return schema


def _shape(schema: OpenApi, openapi: OpenApi, depth: int) -> Any:
    """An object in the shape of a schema, with the name of a type for each value."""
    schema = _resolved(schema, openapi)
    if depth > 8 or not schema:
        return None
    if "properties" in schema:
        return {name: _shape(inner, openapi, depth + 1) for name, inner in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_shape(schema.get("items", {}), openapi, depth + 1)]
    if "anyOf" in schema:
        return _shape(schema["anyOf"][0], openapi, depth + 1)
    if isinstance(schema.get("additionalProperties"), Mapping):
        return {"…": _shape(schema["additionalProperties"], openapi, depth + 1)}
    return _kind(schema, openapi)


def _resolved(schema: OpenApi, openapi: OpenApi) -> OpenApi:
    reference = schema.get("$ref")
    if not reference:
        return schema
    found: OpenApi = openapi["components"]["schemas"][str(reference).rsplit("/", 1)[-1]]
    return found


def _anchor(path: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in path).strip("-")
