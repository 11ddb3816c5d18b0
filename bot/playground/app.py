"""The app as it is installed into the pretend Slack, from a manifest as Slack takes it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from bot.playground.state import Json, new_id


def own_manifest() -> Json:
    """nutgraf's manifest; the same as the one in ``deploy``, which a test checks."""
    manifest: Json = json.loads(files("bot.playground").joinpath("manifest.json").read_text("utf-8"))
    return manifest


@dataclass
class App:
    """Ids, secrets and what the manifest grants: scopes, events, commands, shortcuts."""

    name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[Json, ...]
    shortcuts: tuple[Json, ...]
    home_tab: bool
    id: str = field(default_factory=lambda: new_id("A"))
    app_token: str = field(default_factory=lambda: f"xapp-1-{secrets.token_hex(32)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    verification_token: str = field(default_factory=lambda: secrets.token_hex(12))

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any] | None = None) -> "App":
        """The app that ``manifest`` describes; without one, nutgraf with just what it asks for in a real workspace."""
        manifest = manifest if manifest is not None else own_manifest()
        features = manifest.get("features", {})
        settings = manifest.get("settings", {})
        return cls(
            name=features.get("bot_user", {}).get("display_name") or manifest["display_information"]["name"],
            scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            commands=tuple(features.get("slash_commands", [])),
            shortcuts=tuple(features.get("shortcuts", [])),
            home_tab=features.get("app_home", {}).get("home_tab_enabled", False),
        )

    def shortcut(self, callback_id: str, kind: str) -> Json:
        """The shortcut with this callback id; ``kind`` is "global" or "message". Raises KeyError."""
        for shortcut in self.shortcuts:
            if shortcut["callback_id"] == callback_id and shortcut["type"] == kind:
                return shortcut
        raise KeyError(f"the app has no {kind} shortcut {callback_id!r}")

    def command(self, name: str) -> Json:
        """The slash command with this name. Raises KeyError."""
        for command in self.commands:
            if command["command"] == name:
                return command
        raise KeyError(f"the app has no command {name!r}")
