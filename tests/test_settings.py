"""What the environment may say, and what is made of it."""

import pytest

from bot.settings import Settings

SECRETS = {
    "SLACK_BOT_TOKEN": "slack_bot_token",
    "SLACK_APP_TOKEN": "slack_app_token",
    "SLACK_SIGNING_SECRET": "slack_signing_secret",
    "REDIS_URL": "redis_url",
}


@pytest.mark.parametrize("blank", ["", " ", "\t \n"])
@pytest.mark.parametrize(("name", "field"), SECRETS.items())
def test_a_blank_secret_is_none(monkeypatch: pytest.MonkeyPatch, name: str, field: str, blank: str) -> None:
    """White space signs nothing: it is as if the setting were not there."""
    monkeypatch.setenv(name, blank)
    assert getattr(Settings(_env_file=None), field) is None


@pytest.mark.parametrize(("name", "field"), SECRETS.items())
def test_white_space_around_a_secret_is_dropped(monkeypatch: pytest.MonkeyPatch, name: str, field: str) -> None:
    """A line that was pasted with its end still works."""
    monkeypatch.setenv(name, " s3cret\r\n")
    assert getattr(Settings(_env_file=None), field).get_secret_value() == "s3cret"


def test_secrets_are_not_shown() -> None:
    """Neither in a log line nor in an error."""
    assert "s3cret" not in repr(Settings(_env_file=None, slack_bot_token=" s3cret "))
