"""What is deployed: by the schemas of those who read it, and hardened as SECURITY.md says."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
KUBERNETES = ROOT / "deploy/kubernetes.yaml"
COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
OBJECTS = list(yaml.safe_load_all(KUBERNETES.read_text(encoding="utf-8")))
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")
WORKLOADS = [one for one in OBJECTS if one["kind"] == "Deployment"]
RECEIVER = {"app": "nutgraf", "part": "receiver"}


def named(kind: str) -> Iterator[dict[str, Any]]:
    """The specifications of all objects of a kind."""
    return (one["spec"] for one in OBJECTS if one["kind"] == kind)


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("compose-spec", "deploy/compose.yaml"),
        ("dependabot", ".github/dependabot.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/fault.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/misread.yml"),
        ("github-workflows", ".github/workflows/check.yml"),
        ("github-workflows", ".github/workflows/release.yml"),
    ],
)
def test_by_schema(schema: str, path: str) -> None:
    """Each file is what its reader takes."""
    command = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", ROOT / path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_kubernetes_by_schema() -> None:
    """Every object fits Kubernetes' own schema, and has no field that it does not know."""
    command = [BIN / "kubernetes-validate", "--strict", KUBERNETES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda one: one["metadata"]["name"])
def test_pods_may_do_little(workload: dict[str, Any]) -> None:
    """Kubernetes' level "restricted", a root that cannot be written, no token of the cluster, and limits."""
    pod = workload["spec"]["template"]["spec"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["securityContext"]["runAsNonRoot"] is True
    [container] = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}
    }  # fmt: skip
    assert {"cpu", "memory", "ephemeral-storage"} == set(container["resources"]["limits"])
    assert all("emptyDir" in volume for volume in pod["volumes"])
    assert container["envFrom"] == [{"secretRef": {"name": "nutgraf"}}]
    [namespace] = [one for one in OBJECTS if one["kind"] == "Namespace"]
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert {"nutgraf"} == {one["metadata"].get("namespace", "nutgraf") for one in OBJECTS}


def test_several_receivers_stand_behind_the_service() -> None:
    """One may go without Slack noticing, and only what Slack calls is offered."""
    [receiver] = [one["spec"] for one in WORKLOADS if one["metadata"]["name"] == "nutgraf-receiver"]
    assert receiver["replicas"] >= 2
    [service] = named("Service")
    assert RECEIVER == service["selector"] == receiver["template"]["metadata"]["labels"]
    assert [port["targetPort"] for port in service["ports"]] == ["http"]
    [budget] = named("PodDisruptionBudget")
    assert budget["selector"]["matchLabels"] == RECEIVER


def test_the_network_is_closed_but_for_what_is_needed() -> None:
    """Everything is refused that no policy names; nobody reaches a worker but Prometheus; no private address is
    reached but Redis and the name server."""
    policies = list(named("NetworkPolicy"))
    assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} in policies
    rules = [rule for policy in policies for rule in policy.get("ingress", [])]
    assert sorted(port["port"] for rule in rules for port in rule["ports"]) == [8080, 9090]
    assert all(rule["from"] for rule in rules)
    [out] = [policy["egress"] for policy in policies if "egress" in policy]
    [world] = [rule for rule in out if any("ipBlock" in peer for peer in rule["to"])]
    assert [port["port"] for port in world["ports"]] == [80, 443]
    refused = set(world["to"][0]["ipBlock"]["except"])
    assert {"10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"} <= refused


@pytest.mark.parametrize("name", ["nutgraf", "valkey"])
def test_composed_services_may_do_little(name: str) -> None:
    """Neither can write its root, gain a right, or take all memory."""
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"] and service["pids_limit"]


def test_the_valkey_is_the_bots_alone() -> None:
    """It has no port outside, its network leads nowhere, and it does not run as root."""
    valkey = COMPOSE["services"]["valkey"]
    assert "ports" not in valkey
    assert valkey["networks"] == ["store"]
    assert COMPOSE["networks"]["store"]["internal"] is True
    assert "root" not in valkey["user"] and not valkey["user"].startswith("0")


def test_no_secret_stands_in_an_argument() -> None:
    """The password is read from a file by the server and from the environment by its client: ``ps`` shows neither."""
    valkey = COMPOSE["services"]["valkey"]
    [_, _, script] = valkey["command"]
    program, settings = script.split("<<END")
    assert "exec valkey-server" in program and "requirepass" not in program
    assert "requirepass $$(cat /run/secrets/valkey_password)" in settings
    [_, check] = valkey["healthcheck"]["test"]
    assert check.startswith("REDISCLI_AUTH=$$(cat /run/secrets/valkey_password) valkey-cli ping")
    assert COMPOSE["secrets"]["valkey_password"] == {"environment": "VALKEY_PASSWORD"}


def test_the_composed_valkey_takes_its_password() -> None:
    """The very script, with a server that prints what it is given, hands it over on standard input alone."""
    [shell, flag, script] = COMPOSE["services"]["valkey"]["command"]
    script = script.replace("$$", "$").replace("cat /run/secrets/valkey_password", "printf s3cret")
    script = script.replace("exec valkey-server", "exec sh -c 'echo \"$@\"; cat' valkey-server")
    said = subprocess.run([shell, flag, script], capture_output=True, text=True, check=True).stdout.splitlines()
    assert said == [
        "--dir /data --appendonly yes --auto-aof-rewrite-min-size 1mb --auto-aof-rewrite-percentage 50 -",
        "requirepass s3cret",
    ]


def test_the_image_starts_without_rights() -> None:
    """It runs as a number that Kubernetes can tell from root, and looks after its health where health is told."""
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    assert "NUTGRAF_MONITOR_PORT=9090" in DOCKERFILE and "127.0.0.1:9090/healthz" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE


def test_the_images_of_others_are_named_once_and_can_be_pinned() -> None:
    """The base is an argument, so that a build can name a digest; both places say how one is looked up."""
    assert re.findall(r"^FROM (.+)$", DOCKERFILE, re.MULTILINE) == ["${BASE} AS build", "${BASE}"]
    for name in ("deploy/Dockerfile", "deploy/compose.yaml"):
        assert "imagetools inspect" in (ROOT / name).read_text(encoding="utf-8")


def test_the_password_is_documented() -> None:
    """README and .env.example name VALKEY_PASSWORD, which compose asks for."""
    assert re.search(r"^#VALKEY_PASSWORD=", (ROOT / "deploy/.env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert "`VALKEY_PASSWORD`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_everything_the_image_copies_reaches_the_builder() -> None:
    """What the Dockerfile copies is let through by .dockerignore, which keeps all else out."""
    let = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"}
    copied = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    assert {path for words in copied for path in words.split()[:-1]} == let
