"""Every setting, read once from `NAMNDSOK_*` variables by the entry points and handed on as a value."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import urlsplit

from council.encoders.options import ModelOptions, Precision
from council.errors import ConfigurationError

EngineName = Literal["embedded", "elasticsearch"]
VectorIndex = Literal["int8_hnsw", "bbq_hnsw", "hnsw", "flat"]
LogFormat = Literal["text", "json"]


def default_data_folder(environ: Mapping[str, str]) -> Path:
    """Where data is kept when NAMNDSOK_DATA is not set: the XDG data folder of the user."""
    base = environ.get("XDG_DATA_HOME") or str(Path(environ.get("HOME", "~")).expanduser() / ".local" / "share")
    return Path(base) / "namndsok"


def _boolean(text: str) -> bool:
    if text.strip().lower() in {"1", "true", "yes", "on", "ja"}:
        return True
    if text.strip().lower() in {"0", "false", "no", "off", "nej", ""}:
        return False
    raise ValueError("skriv 1 eller 0")


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _networks(text: str) -> tuple[str, ...]:
    networks = _addresses(text)
    for network in networks:
        ip_network(network, strict=False)
    return networks


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        raise ValueError("skriv en adress som https://sok.kommunen.se eller https://kommunen.se/handlingar")
    return text


def _log_format(text: str) -> LogFormat:
    if text == "text":
        return "text"
    if text == "json":
        return "json"
    raise ValueError("välj text eller json")


def _engine(text: str) -> EngineName:
    if text == "embedded":
        return "embedded"
    if text == "elasticsearch":
        return "elasticsearch"
    raise ValueError("välj embedded eller elasticsearch")


def _vector_index(text: str) -> VectorIndex:
    for known in get_args(VectorIndex):
        if text == known:
            return cast("VectorIndex", known)
    raise ValueError(f"välj {', '.join(get_args(VectorIndex))}")


def _at_least_zero(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError("ska vara ett heltal som är minst 0")
    return number


def _precision(text: str) -> Precision:
    for known in get_args(Precision):
        if text == known:
            return known  # type: ignore[no-any-return]  # get_args forgets what it gives
    raise ValueError("välj float32, float16 eller bfloat16")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError("ska vara ett heltal som är minst 1")
    return number


def _path(text: str) -> Path:
    return Path(text).expanduser()


def _how(parse: Callable[[str], Any], about: str) -> dict[str, Any]:
    return {"parse": parse, "about": about}


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set. Each field is read from NAMNDSOK_ and its name in capitals; `namndsok settings` lists them."""

    data: Path = field(
        default_factory=lambda: default_data_folder(os.environ),
        metadata=_how(_path, "Folder that holds the index and its small files."),
    )
    engine: EngineName = field(default="embedded", metadata=_how(_engine, "Which engine holds the index: embedded or elasticsearch."))
    elasticsearch_url: tuple[str, ...] = field(
        default=("http://127.0.0.1:9200",), metadata=_how(_addresses, "Addresses of Elasticsearch nodes, comma between them.")
    )
    elasticsearch_api_key: str = field(default="", metadata=_how(str, "API key for Elasticsearch."))
    elasticsearch_user: str = field(default="", metadata=_how(str, "User for Elasticsearch, as name:password."))
    elasticsearch_ca: Path | None = field(default=None, metadata=_how(_path, "File with the certificate authority of Elasticsearch."))
    elasticsearch_index: str = field(
        default="namndsok", metadata=_how(str, "Name that the indices and aliases in Elasticsearch begin with.")
    )
    elasticsearch_shards: int = field(
        default=1, metadata=_how(_positive, "Shards of a new index in Elasticsearch: one for each 10 million paragraphs.")
    )
    elasticsearch_replicas: int = field(
        default=1, metadata=_how(_at_least_zero, "Copies of each shard of a new index in Elasticsearch; 0 where there is one node.")
    )
    elasticsearch_vectors: VectorIndex = field(
        default="int8_hnsw",
        metadata=_how(_vector_index, "How a new index in Elasticsearch holds vectors: int8_hnsw, bbq_hnsw, hnsw or flat (exact)."),
    )
    elasticsearch_timeout: int = field(
        default=10, metadata=_how(_positive, "Longest time that Elasticsearch may take for a request, in seconds.")
    )
    model: str = field(default="", metadata=_how(str, "Folder or name of a sentence-transformers model; empty is the model that ships."))
    model_query_prompt: str | None = field(
        default=None, metadata=_how(str, "What stands before a query for a named model; unset for the model's own.")
    )
    model_passage_prompt: str | None = field(
        default=None, metadata=_how(str, "What stands before a passage for a named model; unset for the model's own.")
    )
    model_max_length: int | None = field(
        default=None, metadata=_how(_positive, "Tokens of a text that a named model reads; unset for the model's own.")
    )
    model_batch_size: int = field(default=32, metadata=_how(_positive, "Texts that a named model embeds at a time."))
    model_normalize: bool = field(
        default=True, metadata=_how(_boolean, "Bring a named model's vectors to length 1; off only where the model does so itself.")
    )
    model_dtype: Precision = field(
        default="float32", metadata=_how(_precision, "Numbers that a named model reckons in: float32, float16 or bfloat16.")
    )
    model_device: str = field(
        default="", metadata=_how(str, "Where a named model runs: cpu, cuda or mps; empty takes what the machine has.")
    )
    municipality: str = field(default="", metadata=_how(str, "Municipality of documents that do not say theirs."))
    registers: Path | None = field(
        default=None, metadata=_how(_path, "Folder with a municipality's own boards.yaml, parties.yaml, topics.yaml and headings.yaml.")
    )
    synonyms: Path | None = field(default=None, metadata=_how(_path, "A municipality's own synonym file, read after the one that ships."))
    workers: int = field(default=2, metadata=_how(_positive, "Processes that read files while one writes."))
    ocr: bool = field(default=True, metadata=_how(_boolean, "Read scanned pages with tesseract where it is installed."))
    max_megabytes: int = field(default=100, metadata=_how(_positive, "Largest file that is read, in MB."))
    max_pages: int = field(default=5000, metadata=_how(_positive, "Most pages of a file that are read."))
    max_seconds: int = field(default=120, metadata=_how(_positive, "Longest time that one file may take, in seconds."))
    max_memory_megabytes: int = field(default=2048, metadata=_how(_positive, "Most memory that reading one file may take, in MB."))
    public_url: str = field(
        default="",
        metadata=_how(
            _public_url,
            "Public address of the site, for feeds and canonical links; never taken from the Host header. "
            "It may have a path (https://kommun.se/handlingar).",
        ),
    )
    serve_masked_originals: bool = field(
        default=False, metadata=_how(_boolean, "Serve originals and page images of documents that held personal identity numbers.")
    )
    mask_contacts: bool = field(
        default=False, metadata=_how(_boolean, "Mask telephone numbers and e-mail addresses of private persons when files are read.")
    )
    authority_domains: tuple[str, ...] = field(
        default=(), metadata=_how(_addresses, "More domains whose addresses are an authority's and never masked, comma between them.")
    )
    contact: str = field(default="", metadata=_how(str, "E-mail or address for the accessibility statement and questions."))
    concurrency: int = field(
        default=4,
        metadata=_how(
            _positive,
            "Requests that one worker answers at a time; others wait their turn. Where it is not set, several workers over the embedded "
            "engine take one each.",
        ),
    )
    queue: int = field(
        default=400, metadata=_how(_at_least_zero, "Requests that wait their turn in one worker; beyond them 503 with Retry-After.")
    )
    request_seconds: int = field(
        default=30, metadata=_how(_positive, "Longest time until an answer begins, in seconds; and that a reader may take nothing of it.")
    )
    rate_limit: int = field(
        default=0, metadata=_how(_at_least_zero, "Requests a minute that one client address may send to one worker; 0 is no limit.")
    )
    trusted_proxies: tuple[str, ...] = field(
        default=(),
        metadata=_how(_networks, "Addresses or networks of proxies whose X-Forwarded-For names the client, comma between them."),
    )
    cache_megabytes: int = field(
        default=64,
        metadata=_how(_at_least_zero, "Memory for answers kept until the index changes, in MB, shared by all workers; 0 keeps none."),
    )
    log_format: LogFormat = field(default="text", metadata=_how(_log_format, "How the log is written: text, or json, one object a line."))
    log_queries: bool = field(
        default=False, metadata=_how(_boolean, "Write people's queries to the log. Off, because searches are private.")
    )


def model_options(settings: Settings) -> ModelOptions:
    """How a named model is run."""
    return ModelOptions(
        query_prompt=settings.model_query_prompt,
        passage_prompt=settings.model_passage_prompt,
        max_length=settings.model_max_length,
        batch_size=settings.model_batch_size,
        normalize=settings.model_normalize,
        dtype=settings.model_dtype,
        device=settings.model_device or None,
    )


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Raises ConfigurationError that names the variable and what it may hold."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {"data": default_data_folder(environ)}
    for item in fields(Settings):
        name = f"NAMNDSOK_{item.name.upper()}"
        if name in environ and (environ[name] != "" or item.default == ""):
            try:
                values[item.name] = item.metadata["parse"](environ[name])
            except ValueError as error:
                raise ConfigurationError(f"{name}={environ[name]!r} går inte att använda: {error}.") from error
    return Settings(**values)


def describe_settings() -> list[tuple[str, str, str]]:
    """(variable, default, what it does) of every setting, for the command line and the docs."""
    rows = []
    for item in fields(Settings):
        shown = "" if item.name == "data" else _shown(item.default)
        rows.append((f"NAMNDSOK_{item.name.upper()}", shown, item.metadata["about"]))
    return rows


def _shown(default: object) -> str:
    if isinstance(default, tuple):
        return ",".join(default)
    if isinstance(default, bool):
        return "1" if default else "0"
    return "" if default is None else str(default)
