"""A question, read once: what it asks for, of whom, and about what."""

from dataclasses import dataclass

from bot.answers.stems import stem
from bot.models import Stance
from bot.models.answer import AnswerKind

_STANCES: tuple[tuple[Stance, str], ...] = (
    ("denies", "deny reject dismiss refute"),
    ("accuses", "accuse blame"),
    ("warns", "warn threaten"),
    ("demands", "demand urge call order want"),
    ("promises", "promise pledge vow"),
    ("asks", "ask"),
    ("confirms", "confirm admit concede"),
)
STANCE_OF = {stem(verb): stance for stance, verbs in _STANCES for verb in verbs.split()}


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood; every part is in the question's own words.

    ``text`` stands by itself: as it was typed, with short forms written out, or together with what it leans on;
    ``in_thread`` is what was typed, after the question before. ``party`` is whose words or who is asked for, ``verb``
    the stem of its verb of speech. ``asks_someone`` tells a question for somebody described ("the officer who …") from
    one for a name. ``yes_no`` asks whether something is so, ``someone_else`` for another party than the one that was
    named last.
    """

    kind: AnswerKind
    topic: str
    text: str = ""
    in_thread: str = ""
    party: str | None = None
    verb: str | None = None
    asks_someone: bool = False
    yes_no: bool = False
    someone_else: bool = False

    @property
    def stance(self) -> Stance | None:
        """The stance that the verb asks for; None for plain speech."""
        return STANCE_OF.get(self.verb or "")
