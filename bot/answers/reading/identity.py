"""What an acronym stands for."""

import re

from bot.answers.retrieval.actors import SMALL, acronym, named
from bot.answers.retrieval.story import Story
from bot.answers.stems import plain
from bot.models import Answer, Span


def expansion(party: str, story: Story) -> Answer | None:
    """The longest name whose first letters ``party`` is, or what the story spells out before it stands in brackets."""
    short = plain(party).replace(".", "").strip()
    if not short or len(short.split()) != 1 or (not party.isupper() and len(short) > 5):
        return None
    for one in named(party, story):
        long = [m for m in one.actor.mentions if m.form == "name" and acronym(m.of(story.text)) == short]
        if long:
            first = min(long, key=lambda mention: mention.start)
            return _told(Span(start=first.start, end=first.end), story, one.actor.name)
    small = rf"(?:(?:{'|'.join(sorted(SMALL))})\s+)*"
    in_brackets = rf"\(\s*{re.escape(party)}\s*\)"
    spelt = re.search(rf"\b((?:[A-Z][\w’'-]*\s+{small})+)(?i:{in_brackets})", story.text)
    if spelt is None:
        return None
    return _told(Span(start=spelt.start(1), end=spelt.start(1) + len(spelt.group(1).rstrip())), story, None)


def _told(name: Span, story: Story, speaker: str | None) -> Answer:
    touched = story.touched([name])
    sentence = story.sentences[touched[0]].span if touched else name
    return Answer(kind="who_is", spans=[sentence], words=name, speaker=speaker, score=0.9)
