"""docker-compose.yml is valid for Docker, asks for its secrets, and forgets no part."""

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from rsn.env import Env
from rsn.local.places import ROOT
from tests.deploy.composition import Missing, compose, interpolated

OURS = ("migrate", "web", "live", "relay", "worker", "notifier", "beat")
REQUIRED = ("DOMAIN", "SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "EMAIL_URL")
VALUES = {name: f"value-of-{name.lower()}" for name in REQUIRED}
SERVICES = compose(VALUES)["services"]


def test_it_is_valid_by_the_schema_of_the_compose_specification() -> None:
    schema = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    validator = Draft202012Validator(json.loads(schema.read_text()))
    assert not list(validator.iter_errors(compose()))
    assert list(validator.iter_errors({"services": {"web": {"comand": []}}})), "anything passes"


@pytest.mark.parametrize("name", REQUIRED)
def test_it_insists_on(name: str) -> None:
    with pytest.raises(Missing, match=f"{name} is missing a value: set {name} in .env"):
        compose({key: value for key, value in VALUES.items() if key != name})


def test_the_example_environment_lists_what_it_insists_on() -> None:
    lines = (ROOT / "deploy" / "example.env").read_text().splitlines()
    names = {line.split("=")[0] for line in lines if "=" in line and not line.startswith("#")}
    assert names >= set(REQUIRED)
    assert names - set(REQUIRED) <= {name.upper() for name in Env.model_fields}


def test_nothing_but_the_proxy_is_reachable_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    reached = {name for name, service in SERVICES.items() if "outside" in service["networks"]}
    assert reached == {"proxy", "web", "live"}


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_every_service_restarts_is_checked_and_has_limits(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"]
    assert service["deploy"]["resources"]["limits"]["memory"]
    assert service["logging"]["options"]["max-size"], "logs may fill the disk"


@pytest.mark.parametrize("name", OURS)
def test_our_programs_run_with_nothing_to_spare(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["environment"]["RSN_MODE"] == "production"


def test_every_dependency_and_volume_exists() -> None:
    document = compose(VALUES)
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        assert set(service["networks"]) <= set(document["networks"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source.startswith("./") or source in document["volumes"], volume


def test_our_variables_are_those_of_the_settings() -> None:
    names = set(SERVICES["web"]["environment"])
    assert names <= {name.upper() for name in Env.model_fields}


def test_interpolation_reads_as_docker_does() -> None:
    assert interpolated("$$x ${A:-b} ${A:-${B}} ${B}", {"B": "c"}) == "$x b c c"
    assert interpolated("${A:?no}", {"A": "a"}) == "a"
