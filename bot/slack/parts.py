"""What listeners and jobs work with, joined by ``bot.bootstrap``."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.ports import Draw, Idempotency, Queue
from bot.services import Asking, Clock, Desks, Searching, StoryReader, StoryThreads, utc_now
from bot.slack.admission import Admission
from bot.slack.background import Background
from bot.slack.backlog import Backlog
from bot.slack.files import SlackFiles
from bot.slack.locale import Locales
from bot.slack.members import Members
from bot.slack.posting import Poster
from bot.slack.seal import Seal


@dataclass(frozen=True)
class Parts:
    """The use cases, the queue, and the ways to say something."""

    reader: StoryReader
    threads: StoryThreads
    asking: Asking
    searching: Searching
    desks: Desks
    queue: Queue
    idempotency: Idempotency
    poster: Poster
    members: Members
    seal: Seal
    locales: Locales
    files: SlackFiles
    background: Background
    admission: Admission
    backlog: Backlog
    draw: Draw
    read_bots: Collection[str] = ()
    questions: timedelta = timedelta(hours=72)
    max_characters: int = 700_000
    now: Clock = utc_now
