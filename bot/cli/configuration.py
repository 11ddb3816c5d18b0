"""Settings from the environment, with errors that a person can act on."""

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from bot.errors import SettingsError
from bot.settings import Settings


def load_settings() -> Settings:
    """The settings. Raises SettingsError with one sentence for each that is wrong; a value is never repeated in it."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{_variable(str(one['loc'][0]))}: {_reason(one['msg'])}" for one in error.errors(include_input=False)]
        raise SettingsError("; ".join(wrong)) from None


def variable(name: str) -> str:
    """The environment variable of a setting: 'data_dir' is NUTGRAF_DATA_DIR, 'redis_url' is REDIS_URL."""
    field = Settings.model_fields.get(name)
    return _alias(field) if field is not None and field.validation_alias is not None else f"NUTGRAF_{name.upper()}"


def _variable(location: str) -> str:
    return variable(location) if location in Settings.model_fields else location


def _alias(field: FieldInfo) -> str:
    alias = field.validation_alias
    return alias if isinstance(alias, str) else str(getattr(alias, "choices", [alias])[0])


def _reason(message: str) -> str:
    return message[:1].lower() + message[1:]
