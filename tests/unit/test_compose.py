"""docker-compose.yml and Dockerfile say what the operations page promises, as far as it can be checked without an engine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8"))
TEXT = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")


def _valid(file: Path) -> bool:
    """Whether a file follows the Compose Specification, whose schema check-jsonschema brings along."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_file_follows_the_compose_specification(tmp_path: Path) -> None:
    (tmp_path / "wrong.yml").write_text("services: {api: {imagee: namndsok}}", encoding="utf-8")
    assert _valid(REPOSITORY / "docker-compose.yml")
    assert not _valid(tmp_path / "wrong.yml")


def test_three_services_stand_with_health_checks_limits_and_volumes() -> None:
    assert set(COMPOSE["services"]) == {"elasticsearch", "indexer", "api"}
    assert all("mem_limit" in service for service in COMPOSE["services"].values())
    assert all("healthcheck" in COMPOSE["services"][name] for name in ("elasticsearch", "api"))
    assert set(COMPOSE["volumes"]) == {"elasticsearch", "data"}


def test_named_volumes_and_dependencies_are_defined() -> None:
    for service in COMPOSE["services"].values():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            assert source in COMPOSE["volumes"] or source.startswith(("$", ".", "/"))
        assert set(service.get("depends_on", {})) <= set(COMPOSE["services"])


def test_every_variable_stands_in_the_example_and_no_secret_in_the_file() -> None:
    named = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", TEXT))
    example = set(re.findall(r"(?m)^([A-Z_]+)=", (REPOSITORY / ".env.example").read_text(encoding="utf-8")))
    assert named <= example
    assert "ELASTIC_PASSWORD=\n" in (REPOSITORY / ".env.example").read_text(encoding="utf-8")


def test_pages_are_published_on_the_loopback_address_alone() -> None:
    assert all(port.startswith("127.0.0.1:") for port in COMPOSE["services"]["api"]["ports"])


def test_the_image_runs_as_a_user_without_rights() -> None:
    stages = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8").split("FROM ")
    assert len(stages) == 3
    assert "USER namndsok" in stages[-1]
