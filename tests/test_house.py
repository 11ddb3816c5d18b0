"""The house rules that a build can check: imports, documents, secrets, sizes."""

import contextlib
import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution, metadata
from pathlib import Path

import jsonschema
import pytest

from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANIFESTS = ["socket", "http"]


def tracked() -> list[Path]:
    """The files of the project that git knows, less pictures."""
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [
        ROOT / name for name in names if name and Path(name).suffix not in {".png", ".onnx"} and (ROOT / name).exists()
    ]


def manifest(mode: str) -> dict[str, object]:
    return dict(json.loads((ROOT / f"deploy/manifest.{mode}.json").read_text(encoding="utf-8")))


def test_imports_point_down_the_map() -> None:
    """No part imports what stands above or beside it."""
    result = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_the_production_root_loads_what_a_receiver_needs() -> None:
    """Importing it brings neither the pretend Slack, nor Pillow, nor what reads stories."""
    heavy = {"PIL", "bot.playground", "bot.demo", "newspaper", "onnxruntime", "pypdf", "spacy", "trafilatura"}
    code = "import sys, bot.bootstrap; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert heavy & set(loaded.split()) == set()


def test_no_package_host_machine_path_or_token_is_named() -> None:
    """The repository names no package host, no path of a machine and no Slack token that could be real."""
    forbidden = re.compile(
        "|".join(
            [
                r"py" r"pi\.org",
                r"python" r"hosted",
                r"npm" r"js\.(org|com)",
                r"deb\.deb" r"ian\.org",
                r"hugging" r"face\.co",
                r"(?<![A-Za-z0-9_.])/(?:wo" r"rk|ro" r"ot|fa" r"rm)/",
                r"xox[bp]-\d{9,}-\w{16,}",
            ]
        )
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        for match in forbidden.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def setting_names() -> list[str]:
    """The environment variables that Settings reads."""
    names = []
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        names.append(
            str(alias.choices[0]) if alias is not None and hasattr(alias, "choices") else f"NUTGRAF_{name.upper()}"
        )
    return names


@pytest.mark.parametrize("name", setting_names())
def test_every_setting_is_documented(name: str) -> None:
    """Each setting stands in README's table and in .env.example."""
    assert f"`{name}`" in README
    assert re.search(rf"^#? ?{name}=", (ROOT / "deploy/.env.example").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", ["extract", "ask", "text", "serve", "worker", "demo", "doctor", "gazetteer"])
def test_every_command_is_documented_and_there(command: str) -> None:
    """README names each command, and the program knows it."""
    assert f"nutgraf {command}" in README
    shown = subprocess.run([sys.executable, "-m", "bot", command, "--help"], cwd=ROOT, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stderr


@pytest.mark.parametrize("mode", MANIFESTS)
def test_the_manifests_are_what_slack_takes(mode: str) -> None:
    """Both manifests fit Slack's schema."""
    schema = json.loads((ROOT / "tests/schemas/manifest.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(manifest(mode), schema)


@pytest.mark.parametrize("mode", MANIFESTS)
def test_every_scope_and_slash_command_is_explained(mode: str) -> None:
    """README says why each scope is asked for and what each slash command does."""
    data = json.loads(json.dumps(manifest(mode)))
    for scope in data["oauth_config"]["scopes"]["bot"]:
        assert f"`{scope}`" in README
    for command in data["features"]["slash_commands"]:
        assert f"`{command['command']}" in README


def test_the_two_manifests_differ_in_transport_alone() -> None:
    """Socket Mode and HTTP ask for the same scopes, events, commands and shortcuts."""
    one, other = (json.loads(json.dumps(manifest(mode))) for mode in MANIFESTS)
    for data in (one, other):
        data["settings"].pop("socket_mode_enabled")
        data["settings"]["event_subscriptions"].pop("request_url", None)
        for name in ("request_url", "message_menu_options_url"):
            data["settings"]["interactivity"].pop(name, None)
        for command in data["features"]["slash_commands"]:
            command.pop("url", None)
    assert one == other


def test_nothing_installed_is_under_the_gpl_alone() -> None:
    """What the locked packages say of their licences: the LGPL, or a choice, is the most that is asked."""
    strict = []
    for name in re.findall(
        r"^([\w.-]+)==", (ROOT / "deploy/requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    ):
        with contextlib.suppress(PackageNotFoundError):  # for another system, or another Python
            about = metadata(name)
            told = [about.get("License-Expression") or about.get("License") or "", *(about.get_all("Classifier") or [])]
            licences = " ".join(line for line in told if "License" in line or line is told[0])
            if re.search(r"(?<!L)(?<!Lesser )(?:A?GPL|General Public License)", licences) and " OR " not in licences:
                strict.append(name)
    assert strict == []


def test_the_lock_holds_every_dependency_by_hash() -> None:
    """Each requirement of the project is in the lock, and each line of the lock has a hash."""
    lock = (ROOT / "deploy/requirements.txt").read_text(encoding="utf-8")
    pinned = {match.group(1).lower() for match in re.finditer(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    needed = {re.split(r"[ <>=!~;\[]", line)[0].lower() for line in distribution("nutgraf").requires or []}
    assert needed - pinned == set()
    blocks = re.split(r"\n(?=[A-Za-z0-9])", lock.strip())
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
