"""What a modal carries cannot be changed, nor be brought back by somebody else."""

import json
from typing import Any

import pytest

from bot.slack.seal import FRESH_S, Seal, Sealed

DATA = {"channel": "C1", "words": "Ünd “so”", "page": 2}


@pytest.fixture
def clock() -> list[float]:
    """The time, in seconds."""
    return [1_000_000.0]


@pytest.fixture
def seal(clock: list[float]) -> Seal:
    """The seal of one token."""
    return Seal("xoxb-1", clock=lambda: clock[0])


def test_what_was_sealed_is_read_back(seal: Seal, clock: list[float]) -> None:
    """By the same person, in every process with the same token, and for ten minutes as something fresh."""
    sealed = seal.close(DATA, team="T1", user="U1")
    other = Seal("xoxb-1", clock=lambda: clock[0])
    assert other.open(sealed, team="T1", user="U1") == Sealed(DATA, fresh=True)
    clock[0] += FRESH_S + 1
    assert seal.open(sealed, team="T1", user="U1") == Sealed(DATA, fresh=False)
    clock[0] += 24 * 3600
    assert seal.open(sealed, team="T1", user="U1") is None


@pytest.mark.parametrize(("team", "user"), [("T1", "U2"), ("T2", "U1"), ("", "")])
def test_it_is_one_persons(seal: Seal, team: str, user: str) -> None:
    """Not another's, and not of another team."""
    assert seal.open(seal.close(DATA, team="T1", user="U1"), team=team, user=user) is None


def test_another_token_opens_nothing(seal: Seal) -> None:
    """The key is made of it."""
    assert seal.open(Seal("xoxb-2").close(DATA, team="T1", user="U1"), team="T1", user="U1") is None


@pytest.mark.parametrize("change", [{"data": {"channel": "C2"}}, {"made": 2e9}, {"sign": "0" * 64}, {"sign": None}])
def test_what_was_changed_is_not_opened(seal: Seal, change: dict[str, Any]) -> None:
    """Neither what it carries nor when it was made."""
    sealed = json.loads(seal.close(DATA, team="T1", user="U1")) | change
    assert seal.open(json.dumps(sealed), team="T1", user="U1") is None


@pytest.mark.parametrize("junk", ["", "{}", "[]", "null", "7", "{", None, json.dumps(DATA), '{"data":1,"made":"x"}'])
def test_junk_is_nothing(seal: Seal, junk: object) -> None:
    """Whatever comes back, nothing is raised."""
    assert seal.open(junk, team="T1", user="U1") is None
