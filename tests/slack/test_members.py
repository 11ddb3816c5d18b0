"""Who is in a conversation, as Slack tells it now."""

import pytest

from bot.playground import Playground
from bot.slack.members import Members
from bot.slack.posting import Clients
from bot.slack.problems import SlackProblem

CITY = "#city-desk"


async def has(slack: Playground, clients: Clients, channel: str, user: str, *, vouched: bool = False) -> bool:
    """Whether a person is in a channel."""
    where, who = slack.channel(channel).id, slack.workspace.user(user).id
    return await Members(clients=clients).has("T", where, who, vouched=vouched)


async def test_a_member_is_in_until_they_leave(slack: Playground, clients: Clients) -> None:
    """Nothing is remembered of an earlier look."""
    members, where = Members(clients=clients), slack.channel(CITY)
    ben = slack.workspace.user("ben").id
    assert await members.has("T", where.id, ben, vouched=False)
    slack.backend.conversations.leave(slack.workspace, where, ben)
    assert not await members.has("T", where.id, ben, vouched=True)


async def test_a_conversation_that_we_cannot_see_has_nobody(slack: Playground, clients: Clients) -> None:
    """Nor has one that there is not, or that was not named, whoever vouches for it."""
    slack.add_channel("closed", private=True, with_bot=False)
    assert not await has(slack, clients, "#closed", "ana", vouched=True)
    for nowhere in ("C0NOWHERE", ""):
        assert not await Members(clients=clients).has("T", nowhere, slack.workspace.user("ana").id, vouched=True)
    assert not await Members(clients=clients).has("T", slack.channel(CITY).id, None, vouched=True)


@pytest.mark.parametrize("vouched", [True, False])
async def test_where_slack_does_not_tell_its_own_word_counts(
    slack: Playground, clients: Clients, vouched: bool
) -> None:
    """Without the scope, a conversation that Slack itself has just named is believed, and no other."""
    reading = {"channels:read", "groups:read", "im:read", "mpim:read"}
    slack.grant(*(slack.backend.app.scopes - reading))
    assert await has(slack, clients, CITY, "ana", vouched=vouched) is vouched


async def test_trouble_is_no_answer(slack: Playground, clients: Clients) -> None:
    """Whoever asks decides what to do about it."""
    slack.fail_next("conversations.members", "internal_error")
    with pytest.raises(SlackProblem):
        await has(slack, clients, CITY, "ana", vouched=True)
