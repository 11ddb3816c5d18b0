"""Whose words a question asks for: the actors and the claims that a party stands for."""

from bot.answers.retrieval.actors import Named, described, is_state, known_as, named, telling
from bot.answers.retrieval.story import Passage, Story
from bot.answers.stems import words
from bot.models import Claim


def owners_of(party: str, story: Story) -> set[str]:
    """The ids of the actors whom ``party`` names or describes; none where its words say more than the story does."""
    found = named(party, story)
    by_name = bool(found) and all_named(party, story)
    owners = {one.actor.id for one in found} if by_name or _fits(party, found, story) else set()
    if not by_name and not is_state(party):
        owners = {actor.id for actor in described(party, story)} or owners
    return owners


def claims_of(party: str, owners: set[str], story: Story) -> list[tuple[Claim, Passage, Passage]]:
    """The claims of ``owners``; of their spokespeople where there are none."""
    if is_state(party) and not named(party, story):
        return []
    own = [row for row in story.claims if row[0].speaker in owners]
    staff = {actor.id for actor in story.report.actors if actor.affiliation in owners}
    return own or [row for row in story.claims if row[0].speaker in staff]


def _fits(party: str, found: list[Named], story: Story) -> bool:
    """Whether what the party's words say beside the names is said of these actors in the story too."""
    at = {place for one in found for place in one.at}
    left = [word.form for number, word in enumerate(words(party)) if number not in at]
    known = {part for one in found for part in known_as(one.actor, story)}
    return bool(found) and set(telling(" ".join(left))) <= known


def all_named(party: str, story: Story) -> bool:
    """Whether the names found are all that the party's words say ("Malaysia's prime minister" says more)."""
    at = {place for one in named(party, story) for place in one.at}
    left = [word.form for number, word in enumerate(words(party)) if number not in at]
    return not telling(" ".join(left))
