"""What `deploy/` ships fits its schemas, names only settings and options that the hub has, and starts it."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from cms.settings.base import HUB_APPS, STATIC_ROOT, STATICFILES_DIRS, TASKS
from tests.project.test_settings import read_by_settings, start_production

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
# Installed by `make clients`.
CHECKERS = ROOT / "tests" / "clients" / ".venv" / "bin"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()
UNIT = (DEPLOY / "systemd" / "hub.service").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OBJECTS = [found for path in (DEPLOY / "kubernetes").glob("*.yaml") for found in yaml.safe_load_all(path.read_text())]
# Of Python and of Django, in the image.
NO_SETTINGS = {"PATH", "HOME", "PYTHONDONTWRITEBYTECODE", "DJANGO_SETTINGS_MODULE"}
# What operators make as secrets, on Kubernetes as one object with all of them.
SECRETS = {"SECRET_KEY": "x" * 60, "NEWSLETTER_SECRET": "y" * 60, "DATABASE_URL": "postgres://hub@database/hub"}


def of_image() -> dict[str, str]:
    (block,) = re.findall(r"^ENV (.*?[^\\])$", CONTAINERFILE, re.M | re.S)
    return dict(pair.split("=", 1) for pair in block.replace("\\\n", " ").split())


def of_unit() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in re.findall(r"^Environment=(.*)$", UNIT, re.M))


def of_compose() -> dict[str, str]:
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (DEPLOY / "hub.env.example").read_text(), re.M))
    given = {
        name: re.sub(r"\$\{HUB_HOST[^}]*\}", "hub.example.org", value) for name, value in hub_services()[0].items()
    }
    return example | given


def hub_services() -> list[dict[str, str]]:
    return [each["environment"] for each in COMPOSE["services"].values() if "hub" in each["image"]]


def of_kubernetes() -> dict[str, str]:
    (data,) = [found["data"] for found in OBJECTS if found["kind"] == "ConfigMap"]
    return data


WAYS = {"image": of_image, "unit": of_unit, "compose": of_compose, "Kubernetes": of_kubernetes}


@pytest.mark.parametrize("way", WAYS)
def test_every_variable_is_a_setting_that_the_hub_reads(way):
    names = {name.removesuffix("_FILE") for name in WAYS[way]()} - NO_SETTINGS
    assert names
    assert names <= read_by_settings()


@pytest.mark.parametrize("way", ["compose", "Kubernetes"])
def test_the_settings_start_the_hub(way, tmp_path):
    given = WAYS[way]()
    files = {name.removesuffix("_FILE") for name in given if name.endswith("_FILE")}
    assert files in (set(), set(SECRETS))
    for name in files:
        (tmp_path / name).write_text(f"{SECRETS[name]}\n")
        given[f"{name}_FILE"] = str(tmp_path / name)
    result = start_production(given if files else given | SECRETS, tmp_path)
    assert result.returncode == 0, result.stderr


def test_a_secret_in_a_file_that_is_not_there_ends_the_start_with_a_sentence(tmp_path):
    values = {"ALLOWED_HOSTS": "hub.example.org", "BASE_URL": "https://hub.example.org"}
    result = start_production(values | {"SECRET_KEY_FILE": str(tmp_path / "none")}, tmp_path)
    assert result.returncode != 0
    sentence = "SECRET_KEY_FILE must be the path of a text file that can be read."
    assert sentence in result.stderr.strip().splitlines()[-1]


def commands() -> list[list[str]]:
    """Return every command of `manage.py` that is started somewhere."""
    image = yaml.safe_load(re.search(r"^CMD (\[.*\])$", CONTAINERFILE, re.M)[1])
    unit = shlex.split(re.search(r"^ExecStart=.* manage.py (.*)$", UNIT, re.M)[1])
    composed = [each["command"] for each in COMPOSE["services"].values() if "hub" in each["image"]]
    pods = [found["spec"]["template"]["spec"] for found in OBJECTS if "template" in found.get("spec", {})]
    return [image, unit, *composed, *(container["args"] for pod in pods for container in pod["containers"])]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_exists_with_its_options(command, settings):
    settings.TASKS = TASKS
    name, *options = command
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    parser.parse_args(options)


def test_the_image_has_every_app():
    last = CONTAINERFILE[CONTAINERFILE.rindex("\nFROM ") :]
    copied = {name for line in re.findall(r"^COPY (?!--)(.*)$", last, re.M) for name in line.split()[:-1]}
    assert {*HUB_APPS, "templates", "docs", "manage.py", "requirements.txt"} <= copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    for folder in STATICFILES_DIRS:
        path = folder[1] if isinstance(folder, tuple) else folder
        is_there = path.relative_to(ROOT).parts[0] in copied or str(path.relative_to(ROOT)) in last
        assert is_there, f"{path}: every command would warn that it isn't there"
    assert STATIC_ROOT.relative_to(ROOT).as_posix() in last


def test_nothing_runs_as_root_or_writes_into_the_image():
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", CONTAINERFILE, re.M)
    for name, service in COMPOSE["services"].items():
        if "hub" in service["image"]:
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name
    for found in OBJECTS:
        if "template" in found.get("spec", {}):
            pod = found["spec"]["template"]["spec"]
            assert pod["securityContext"]["runAsNonRoot"]
            assert all(each["securityContext"]["readOnlyRootFilesystem"] for each in pod["containers"])


def test_no_secret_is_in_a_file_that_ships():
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            text = path.read_text()
            assert not re.search(r"^\s*(SECRET_KEY|NEWSLETTER_SECRET)\s*[:=]\s*\S", text, re.M), path


def test_no_file_with_settings_or_secrets_gets_into_a_layer():
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text().splitlines()
    assert {"deploy", "**/.env", "var", ".git"} <= set(ignored)


def checked_by(program: str, *arguments: Any) -> None:
    command = [CHECKERS / program, *arguments]
    if not command[0].exists():
        if os.environ.get("CI") == "true":
            pytest.fail("The checkers aren't installed: `make clients` does it.")
        pytest.skip("Needs the checkers that `make clients` installs.")
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_compose_file_fits_its_schema():
    checked_by("check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")


def test_the_objects_of_kubernetes_fit_their_schemas():
    checked_by("kubernetes-validate", "--strict", *sorted((DEPLOY / "kubernetes").glob("*.yaml")))


def test_systemd_takes_the_unit_and_calls_it_safe(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("Needs systemd-analyze.")
    # It looks whether the program exists, here at another place.
    unit = tmp_path / "hub.service"
    unit.write_text(UNIT.replace("/srv/hub", str(ROOT)))
    verify = ["systemd-analyze", "verify", "--man=no", unit]
    done = subprocess.run(verify, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    exposure = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=15", unit]
    done = subprocess.run(exposure, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout
