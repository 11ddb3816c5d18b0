"""The errors of nutgraf.

NutgrafError
├── SourceError                the person who posted can act on it: ``sentence`` is shown as it stands
│   ├── NotAllowed             the address, scheme, port or host is refused
│   ├── Unreachable            no such host, no connection, TLS fails, took too long        passing
│   ├── HttpProblem            the site answered with an error status                       passing for 429 and 5xx
│   ├── NotReadable            a page, but no story to be had from it (``kind`` says why)
│   ├── UnsupportedFile        not text, HTML or PDF
│   ├── UnsupportedLanguage    a language that the pipeline cannot read
│   ├── TooLong                more than can be read at once
│   ├── TookTooLong            the reading of a text hung, and was ended
│   └── EmptyText              nothing to read
├── StoreUnavailable           Redis cannot be reached                                      passing
├── ExtractionFailed           the pipeline broke on a text; its trace is in the log
└── SettingsError              a setting is missing or wrong: said by ``nutgraf doctor`` and at start

Whatever is not a SourceError is logged with its trace and shown as one fixed sentence (``INTERNAL``).
"""

INTERNAL = "Something went wrong on nutgraf's side. The error is logged; nothing was lost, and you can try again."


class NutgrafError(Exception):
    """The root of every error that nutgraf raises on purpose.

    ``passing`` errors are worth another try. ``soon`` means that somebody else is at it: it is worth another look in a
    moment, for as long as that takes.
    """

    passing: bool = False
    soon: bool = False


class SourceError(NutgrafError):
    """A story cannot be had, and the person who asked can do something about it.

    ``kind`` is a short fixed word for logs, metrics and ``nutgraf text``; ``sentence`` is what the person reads;
    ``paste`` says that pasting the text would help.
    """

    kind: str = "unreadable"
    paste: bool = True

    def __init__(self, sentence: str, *, kind: str | None = None, passing: bool | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if kind is not None:
            self.kind = kind
        if passing is not None:
            self.passing = passing


class NotAllowed(SourceError):
    """The address, scheme, port or host is refused before or while connecting."""

    kind = "not_allowed"


class Unreachable(SourceError):
    """No such host, no connection, TLS fails, or it took too long."""

    kind = "unreachable"
    passing = True


class HttpProblem(SourceError):
    """The site answered with an error status; ``retry_after`` is in seconds where the site says so."""

    kind = "http"

    def __init__(self, sentence: str, status: int, *, kind: str, retry_after: float | None = None) -> None:
        super().__init__(sentence, kind=kind, passing=status == 429 or status >= 500)
        self.status = status
        self.retry_after = retry_after


class NotReadable(SourceError):
    """A page was had, but no story: paywall, consent wall, login, robot check, video, index page, empty page."""

    kind = "no_article"


class UnsupportedFile(SourceError):
    """The file is not text, HTML or PDF."""

    kind = "unsupported_file"


class UnsupportedLanguage(SourceError):
    """The story is written in a language that the pipeline cannot read."""

    kind = "language"
    paste = False


class TooLong(SourceError):
    """More text than can be read at once."""

    kind = "too_long"
    paste = False


class TookTooLong(SourceError):
    """The reading of a text hung, and its process was killed."""

    kind = "took_too_long"


class EmptyText(SourceError):
    """There is nothing to read."""

    kind = "empty"


class StoreUnavailable(NutgrafError):
    """Redis cannot be reached."""

    passing = True


class ExtractionFailed(NutgrafError):
    """The pipeline broke on a text; its trace is in the log."""


class SettingsError(NutgrafError):
    """A setting is missing or wrong."""
