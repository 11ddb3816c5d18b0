"""Every setting, read from the environment or a ``.env`` file; README's table is checked against this class."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Names = Annotated[list[str], NoDecode]


class Settings(BaseSettings):
    """What a newsroom can decide. Lists are written with commas. Raises pydantic's ValidationError on a wrong value."""

    model_config = SettingsConfigDict(
        env_prefix="NUTGRAF_", env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    slack_bot_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("SLACK_BOT_TOKEN"), description="The bot token, xoxb-…"
    )
    slack_app_token: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("SLACK_APP_TOKEN"),
        description="The app token, xapp-…; when it is set, nutgraf uses Socket Mode",
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("SLACK_SIGNING_SECRET"),
        description="Needed when Slack calls over HTTP",
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        validation_alias=AliasChoices("SLACK_API_URL"),
        description="The base of Slack's Web API; another one points the whole bot at another Slack",
    )
    redis_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("REDIS_URL"),
        description="Redis or Valkey; without it an embedded Valkey runs in the data folder",
    )
    data_dir: Path = Field(Path(".nutgraf"), description="The folder of the embedded Valkey and the gazetteer")
    locale: Literal["en-GB", "en-US"] = Field(
        "en-GB", description="Spelling and dates where Slack does not tell the workspace's locale"
    )
    desk_default: Literal["on", "off"] = Field(
        "off", description="Whether a channel where nobody chose has its links read without being asked"
    )
    read_bots: Names = Field([], description="Ids of bots whose posts are read too (wire and RSS bots)")
    allow_hosts: Names = Field([], description="When set, only these hosts (and their subdomains) are fetched")
    deny_hosts: Names = Field([], description="Hosts (and their subdomains) that are never fetched")
    private_origins: Names = Field(
        [], description="host:port pairs that may be fetched although they are private; for testing"
    )
    contact: str = Field("", description="An address for site owners, sent in the User-Agent")
    keep_days: int = Field(30, ge=1, le=3650, description="Days that stories and their claims are kept at most")
    fresh_minutes: int = Field(
        60,
        ge=1,
        description="Minutes for which a channel's link is answered from what it read, without asking its site again",
    )
    question_hours: int = Field(
        72, ge=1, description="Hours for which questions in a thread are answered without a mention"
    )
    max_characters: int = Field(700_000, ge=1_000, description="The longest text that is read, in characters")
    person_limit: int = Field(
        60, ge=1, description="Posts, questions and commands of one person that are taken within ten minutes"
    )
    channel_limit: int = Field(300, ge=1, description="The same for everything that comes from one channel")
    processes: int = Field(
        1,
        ge=1,
        le=64,
        description="Processes that read stories; each takes some 250 MB, and one more while there are long texts",
    )
    monitor_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="The port of /healthz, /readyz and /metrics; 0 takes a free one, named in the log",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged")
    log_format: Literal["json", "text"] = Field("json", description="One JSON line an event, or lines for a terminal")

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret", "redis_url", mode="before")
    @classmethod
    def _stripped(cls, value: object) -> object:
        """White space around a secret is nobody's intention, and a blank secret is none."""
        return (value.strip() or None) if isinstance(value, str) else value

    @field_validator("read_bots", "allow_hosts", "deny_hosts", "private_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
