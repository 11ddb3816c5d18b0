"""The Web API through the real client: what is granted, what is refused, with Slack's own codes."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from specimens import RICH_TEXT, plain

from bot.playground import Playground
from tests.slack_messages import summons


@pytest.fixture
def client(playground: Playground) -> AsyncWebClient:
    """The app's client."""
    return AsyncWebClient(token=playground.bot_token, base_url=playground.api_url)


async def error_of(call: Any) -> SlackApiError:
    """The error that a call ends in."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value


async def test_the_token_tells_who_one_is(playground: Playground, client: AsyncWebClient) -> None:
    """auth.test names the bot, and the granted scopes come in a header."""
    answer = await client.auth_test()

    assert (playground.team_id, playground.bot_user_id) == (answer["team_id"], answer["user_id"])
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
async def test_a_wrong_token_is_refused(playground: Playground, token: str, error: str) -> None:
    """No token and an unknown one have their own codes."""
    stranger = AsyncWebClient(token=token, base_url=playground.api_url)

    assert error == (await error_of(stranger.auth_test())).response["error"]


async def test_tokens_are_not_taken_for_each_other(playground: Playground, client: AsyncWebClient) -> None:
    """Socket Mode wants the app token, everything else the bot's."""
    refused = await error_of(client.apps_connections_open(app_token=playground.bot_token))
    assert refused.response["error"] == "not_allowed_token_type"
    refused = await error_of(AsyncWebClient(token=playground.app_token, base_url=playground.api_url).auth_test())
    assert refused.response["error"] == "not_allowed_token_type"


async def test_a_revoked_token_is_refused(playground: Playground, client: AsyncWebClient) -> None:
    """After the app was removed every call says so."""
    playground.revoke_token()

    assert (await error_of(client.auth_test())).response["error"] == "token_revoked"


async def test_a_missing_scope_is_named(playground: Playground, client: AsyncWebClient) -> None:
    """missing_scope says what is needed and what is there."""
    playground.grant("commands")
    refused = (await error_of(client.chat_postMessage(channel="#world-desk", text="x"))).response

    assert (refused["error"], refused["needed"], refused["provided"]) == ("missing_scope", "chat:write", "commands")


async def test_an_unknown_method_is_refused(client: AsyncWebClient) -> None:
    """A method that the playground does not know is unknown_method."""
    assert (await error_of(client.api_call("chat.sing"))).response["error"] == "unknown_method"


Spoiling = Callable[[Playground], Any]


@pytest.mark.parametrize(
    ("channel", "spoil", "error"),
    [
        ("C0NOWHERE00", lambda p: None, "channel_not_found"),
        ("#canteen", lambda p: None, "not_in_channel"),
        ("#city-desk", lambda p: p.leave("#city-desk", p.bot_user_id), "channel_not_found"),
        ("#world-desk", lambda p: p.archive("#world-desk", "ana"), "is_archived"),
        ("#world-desk", lambda p: p.forbid_posting("#world-desk"), "restricted_action"),
    ],
)
async def test_posting_needs_a_place(
    playground: Playground, client: AsyncWebClient, channel: str, spoil: Spoiling, error: str
) -> None:
    """Where the bot may not post, the code says why."""
    if (spoiling := spoil(playground)) is not None:
        await spoiling

    assert error == (await error_of(client.chat_postMessage(channel=channel, text="x"))).response["error"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "[broken"}, "invalid_blocks_format"),
        ({"text": "x", "metadata": {"event_type": 1}}, "invalid_metadata_format"),
    ],
)
async def test_a_bad_message_is_refused(client: AsyncWebClient, arguments: dict[str, Any], error: str) -> None:
    """Each way in which a message can be wrong has its code."""
    call = client.api_call("chat.postMessage", json={"channel": "#world-desk", **arguments})

    assert error == (await error_of(call)).response["error"]


async def test_replies_keep_their_metadata(playground: Playground, client: AsyncWebClient) -> None:
    """conversations.replies gives the thread in order, and metadata to who asks for it."""
    ts = await playground.post("#world-desk", "ana", "story")
    metadata = {"event_type": "read", "event_payload": {"story": "1"}}
    channel = playground.channel("#world-desk").id
    await client.chat_postMessage(channel=channel, text="read", thread_ts=ts, metadata=metadata)

    bare = await client.conversations_replies(channel=channel, ts=ts)
    full = await client.conversations_replies(channel=channel, ts=ts, include_all_metadata=True)
    assert [message["text"] for message in bare["messages"]] == ["story", "read"]
    assert [None, metadata] == [message.get("metadata") for message in full["messages"]]
    assert bare["messages"][0]["reply_count"] == 1
    assert [m["text"] for m in (await client.conversations_history(channel=channel))["messages"]] == ["story"]


async def test_a_reply_takes_no_replies(playground: Playground, client: AsyncWebClient) -> None:
    """A thread hangs on the message that opened it alone."""
    ts = await playground.post("#world-desk", "ana", "story")
    reply = await client.chat_postMessage(channel="#world-desk", text="one", thread_ts=ts)

    refused = await error_of(client.chat_postMessage(channel="#world-desk", text="two", thread_ts=reply["ts"]))
    assert refused.response["error"] == "cannot_reply_to_message"


async def test_only_ones_own_messages_can_be_changed(playground: Playground, client: AsyncWebClient) -> None:
    """chat.update and chat.delete work on the bot's messages alone."""
    channel = playground.channel("#world-desk").id
    theirs = await playground.post("#world-desk", "ana", "mine")
    own = (await client.chat_postMessage(channel=channel, text="old"))["ts"]

    await client.chat_update(channel=channel, ts=own, text="new")
    assert playground.message("#world-desk", own)["text"] == "new"
    refused = await error_of(client.chat_update(channel=channel, ts=theirs, text="x"))
    assert refused.response["error"] == "cant_update_message"
    refused = await error_of(client.chat_delete(channel=channel, ts=theirs))
    assert refused.response["error"] == "cant_delete_message"
    await client.chat_delete(channel=channel, ts=own)
    assert (await error_of(client.chat_delete(channel=channel, ts=own))).response["error"] == "message_not_found"


async def test_an_update_without_blocks_removes_them(playground: Playground, client: AsyncWebClient) -> None:
    """Text alone takes the blocks away; rich text does not become something else."""
    channel = playground.channel("#world-desk").id
    ts = (await client.chat_postMessage(channel=channel, text="x", blocks=[RICH_TEXT]))["ts"]
    header = [{"type": "header", "text": plain("x")}]

    refused = await error_of(client.chat_update(channel=channel, ts=ts, text="y", blocks=header))
    assert refused.response["error"] == "block_mismatch"
    await client.chat_update(channel=channel, ts=ts, text="y")
    assert "blocks" not in playground.message("#world-desk", ts)
    refused = await error_of(client.chat_update(channel=channel, ts=ts, text="y" * 4_001))
    assert refused.response["error"] == "msg_too_long"


async def test_an_ephemeral_message_is_seen_by_one(playground: Playground, client: AsyncWebClient) -> None:
    """chat.postEphemeral shows to a member, and refuses a stranger."""
    ana = playground.workspace.user("ana").id
    channel = playground.channel("#world-desk").id
    await client.chat_postEphemeral(channel=channel, user=ana, text="psst")

    assert [m["text"] for m in playground.ephemerals("#world-desk", "ana")] == ["psst"]
    refused = await error_of(client.chat_postEphemeral(channel=channel, user="U0NOBODY000", text="psst"))
    assert refused.response["error"] == "user_not_in_channel"


async def test_the_rate_limit_is_obeyed(playground: Playground, client: AsyncWebClient) -> None:
    """A 429 carries Retry-After, which the real client's handler waits for."""
    playground.rate_limit_next("chat.postMessage", 1)
    refused = await error_of(client.chat_postMessage(channel="#world-desk", text="x"))
    assert (refused.response.status_code, refused.response.headers["Retry-After"]) == (429, "1")

    playground.rate_limit_next("chat.postMessage", 0)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    await client.chat_postMessage(channel="#world-desk", text="patient")
    assert [c.response.get("error") for c in playground.calls_to("chat.postMessage")] == [
        "ratelimited",
        "ratelimited",
        None,
    ]


async def test_a_fault_befalls_one_call(playground: Playground, client: AsyncWebClient) -> None:
    """fail_next refuses the next call of that method, and no other."""
    playground.fail_next("chat.postMessage", "restricted_action")

    refused = await error_of(client.chat_postMessage(channel="#world-desk", text="x"))
    assert refused.response["error"] == "restricted_action"
    assert (await client.chat_postMessage(channel="#world-desk", text="x"))["ok"]


async def test_a_file_goes_up_and_comes_down(playground: Playground, client: AsyncWebClient) -> None:
    """The two-step upload shares a file in a thread, and its private address wants the token."""
    channel = playground.channel("#world-desk").id
    ts = await playground.post("#world-desk", "ana", "map, please")
    done = await client.files_upload_v2(
        channel=channel, thread_ts=ts, content=b"a map", filename="map.txt", title="Map"
    )

    [reply] = playground.replies("#world-desk", ts)
    assert "Map" == reply["files"][0]["title"] == done["files"][0]["title"]
    info = await client.files_info(file=reply["files"][0]["id"])
    url = info["file"]["url_private"]
    session = playground._session
    async with session.get(url, headers={"Authorization": f"Bearer {playground.bot_token}"}) as response:
        assert await response.read() == b"a map"
    async with session.get(url) as response:
        assert response.content_type == "text/html"


async def test_a_file_in_a_block_must_be_there(client: AsyncWebClient) -> None:
    """An image block refers to a file that Slack holds."""
    image = {"type": "image", "alt_text": "map", "slack_file": {"id": "F0NOTHING00"}}

    refused = await error_of(client.chat_postMessage(channel="#world-desk", text="x", blocks=[image]))
    assert refused.response["error"] == "invalid_blocks"


async def test_reactions_are_counted_once(playground: Playground, client: AsyncWebClient) -> None:
    """The same reaction twice is refused, and can be taken back once."""
    channel, ts = playground.channel("#world-desk").id, await playground.post("#world-desk", "ana", "x")
    await client.reactions_add(channel=channel, timestamp=ts, name="eyes")

    refused = await error_of(client.reactions_add(channel=channel, timestamp=ts, name="eyes"))
    assert refused.response["error"] == "already_reacted"
    await client.reactions_remove(channel=channel, timestamp=ts, name="eyes")
    refused = await error_of(client.reactions_remove(channel=channel, timestamp=ts, name="eyes"))
    assert refused.response["error"] == "no_reaction"


async def test_a_status_goes_when_the_bot_answers(playground: Playground, client: AsyncWebClient) -> None:
    """The status line stands until the bot posts in its thread."""
    channel, ts = playground.channel("#world-desk").id, await playground.post("#world-desk", "ana", "x")
    await client.assistant_threads_setStatus(channel_id=channel, thread_ts=ts, status="is reading…")
    assert playground.status("#world-desk", ts) == "is reading…"

    await client.chat_postMessage(channel=channel, thread_ts=ts, text="read")
    assert playground.status("#world-desk", ts) is None


async def test_a_trigger_opens_one_modal(playground: Playground, client: AsyncWebClient) -> None:
    """A trigger is good once and for three seconds, and must be one that was issued."""
    tickets, ana = playground.backend.tickets, playground.workspace.user("ana").id
    view = {"type": "modal", "title": plain("x"), "blocks": []}
    trigger = tickets.trigger(playground.workspace, ana)
    await client.views_open(trigger_id=trigger, view=view)
    tickets.trigger_life = -1.0
    late = tickets.trigger(playground.workspace, ana)

    errors = {"invented": "invalid_trigger_id", trigger: "exchanged_trigger_id", late: "expired_trigger_id"}
    for one, error in errors.items():
        assert error == (await error_of(client.views_open(trigger_id=one, view=view))).response["error"]


async def test_a_response_url_is_good_five_times(playground: Playground) -> None:
    """The sixth answer at one response URL is refused."""
    tickets, ana = playground.backend.tickets, playground.workspace.user("ana").id
    path = tickets.hook(playground.workspace, playground.channel("#world-desk"), ana)
    hook = AsyncWebhookClient(playground.backend.url(f"hooks/{path}"))

    assert [(await hook.send(text="x")).status_code for _ in range(6)] == [200] * 5 + [404]
    assert len(playground.ephemerals("#world-desk", "ana")) == 5


async def test_two_workspaces_do_not_see_each_other(playground: Playground, client: AsyncWebClient) -> None:
    """A second workspace has its own token, people and channels; ids of the first mean nothing there."""
    other = playground.another_team()
    theirs = AsyncWebClient(token=other.bot_token, base_url=playground.api_url)

    refused = await error_of(theirs.chat_postMessage(channel=playground.channel("#world-desk").id, text="x"))
    assert refused.response["error"] == "channel_not_found"
    await theirs.chat_postMessage(channel="#world-desk", text="here")
    assert playground.messages("#world-desk") == []
    assert [message["text"] for message in other.messages("#world-desk")] == ["here"]


async def test_whom_a_message_calls_can_be_asked(playground: Playground, client: AsyncWebClient) -> None:
    """summons finds calls in text and in mentions, and none in words that only look like one."""

    async def posted(**arguments: Any) -> dict[str, Any]:
        ts = (await client.chat_postMessage(channel="#world-desk", **arguments))["ts"]
        return playground.message("#world-desk", ts)

    quote = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": "<!channel>"}]}],
    }
    assert summons(await posted(text="<!channel> look")) == ["<!channel>"]
    assert summons(await posted(text="&lt;!channel&gt; look", blocks=[quote])) == []
    mention = {"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "here"}]}
    assert len(summons(await posted(text="x", blocks=[{"type": "rich_text", "elements": [mention]}]))) == 1


async def test_a_select_knows_where_one_is(playground: Playground, client: AsyncWebClient) -> None:
    """A conversations select that asks for it has the channel chosen from which the modal was called."""
    ana = playground.workspace.user("ana").id
    element = {"type": "conversations_select", "action_id": "where", "default_to_current_conversation": True}
    block = {"type": "input", "label": plain("Answer in"), "element": element}
    view = {"type": "modal", "title": plain("x"), "submit": plain("Go"), "blocks": [block]}
    channel = playground.channel("#city-desk").id
    for here, only, chosen in ((channel, ["private"], channel), (channel, ["public"], None), ("", ["private"], None)):
        playground.workspace.here[ana] = here
        element["filter"] = {"include": only}
        trigger = playground.backend.tickets.trigger(playground.workspace, ana)
        opened = await client.views_open(trigger_id=trigger, view=view)
        assert opened["view"]["blocks"][0]["element"].get("initial_conversation") == chosen
