"""The real bolt app, in both transports, against the pretend Slack."""

import pytest
from tinyapp import TinyApp, button

from bot.playground import NotDelivered, Playground


async def test_a_post_is_answered_in_its_thread(playground: Playground, tiny: TinyApp) -> None:
    """A message reaches the app with its rich text, and the app's answer stands in the thread."""
    ts = await playground.post("#world-desk", "ana", "hello, see https://example.org/a?b=1&c=2.")
    [reply] = await playground.until(lambda: playground.replies("#world-desk", ts))

    assert reply["text"] == "hello back"
    assert playground.bot_user_id == reply["user"]
    [event] = [b["event"] for b in tiny.events("message") if "bot_id" not in b["event"]]
    assert event["text"] == "hello, see <https://example.org/a?b=1&amp;c=2>."
    links = [e["url"] for e in event["blocks"][0]["elements"][0]["elements"] if e["type"] == "link"]
    assert links == ["https://example.org/a?b=1&c=2"]
    await playground.delivered()
    assert [d for d in playground.deliveries if not d.acknowledged] == []


async def test_a_mention_comes_twice(playground: Playground, tiny: TinyApp) -> None:
    """A mention is told as a message and as an app_mention, under two event ids and one ts."""
    ts = await playground.post("#city-desk", "ben", "@nutgraf look")
    await playground.until(lambda: len(tiny.got) == 2)

    assert {"message", "app_mention"} == {body["event"]["type"] for body in tiny.got}
    assert {ts} == {body["event"]["ts"] for body in tiny.got}
    assert len({body["event_id"] for body in tiny.got}) == 2


async def test_a_command_is_answered_in_the_acknowledgement(playground: Playground, tiny: TinyApp) -> None:
    """The text of the acknowledgement is shown to the asker alone."""
    await playground.command("#world-desk", "ana", "/desk", "on")

    assert [m["text"] for m in playground.ephemerals("#world-desk", "ana")] == ["desk is on"]
    assert playground.ephemerals("#world-desk", "ben") == []
    assert playground.messages("#world-desk") == []


async def test_a_command_is_answered_at_its_response_url(playground: Playground, tiny: TinyApp) -> None:
    """A response with response_type in_channel is posted for everybody."""
    await playground.command("#world-desk", "ana", "/who-said", "x")
    [message] = await playground.until(lambda: playground.messages("#world-desk"))

    assert message["text"] == "found it"


async def test_a_button_opens_a_modal_that_is_submitted(playground: Playground, tiny: TinyApp) -> None:
    """A button's trigger opens a modal; wrong input is told, the form insists on its field, right input closes it."""
    ts = await _with_buttons(playground, tiny)
    await playground.press("#world-desk", "ana", ts, "open")
    view = await playground.until(lambda: playground.view("ana"))
    assert view["title"]["text"] == "Open"
    with pytest.raises(ValueError, match="The story"):
        await playground.submit("ana")

    answer = await playground.submit("ana", {"text": "wrong"})
    assert (answer or {})["errors"] == {"story": "That is no story."}
    assert playground.view("ana") is not None
    await playground.submit("ana", {"text": "more"})
    assert (playground.view("ana") or {})["title"]["text"] == "More"
    await playground.submit("ana", {"story": "A story."})
    assert playground.view("ana") is None


async def test_modals_are_stacked_and_closed(playground: Playground, tiny: TinyApp) -> None:
    """A button in a modal pushes another; closing it shows the first again, and the app hears of it."""
    await playground.shortcut("ana", "paste_story")
    await playground.until(lambda: playground.view("ana"))
    await playground.press_in_view("ana", "push")
    await playground.until(lambda: (playground.view("ana") or {})["title"]["text"] == "Pushed")
    [group] = await playground.suggest("ana", "search", "bolt")
    assert [o["text"]["text"] for o in group["options"]] == ["bolt one"]

    await playground.close("ana")
    assert (playground.view("ana") or {})["title"]["text"] == "Paste a story"
    await playground.until(lambda: tiny.events("view_closed"))


async def test_an_answer_replaces_the_message_it_came_from(playground: Playground, tiny: TinyApp) -> None:
    """A response with replace_original changes the message with the button."""
    ts = await _with_buttons(playground, tiny)
    await playground.press("#world-desk", "ana", ts, "replace")

    await playground.until(lambda: playground.message("#world-desk", ts)["text"] == "replaced")
    assert "blocks" not in playground.message("#world-desk", ts)


async def test_a_message_shortcut_carries_its_message(playground: Playground, tiny: TinyApp) -> None:
    """The shortcut's payload has the message and its thread, and its response goes to the asker."""
    ts = await playground.post("#world-desk", "ben", "https://example.org/")
    await playground.message_shortcut("#world-desk", "ana", ts, "read_message")
    await playground.until(lambda: playground.ephemerals("#world-desk", "ana"))

    [body] = tiny.events("message_action")
    assert ts == body["message"]["ts"] == body["message_ts"]


async def test_what_was_chosen_is_told(playground: Playground, tiny: TinyApp) -> None:
    """A select reports the chosen option, in the action and in the state."""
    option = {"text": {"type": "plain_text", "text": "Claims"}, "value": "claims"}
    select = {"type": "static_select", "action_id": "pick", "options": [option]}
    posted = await tiny.client.chat_postMessage(
        channel="#world-desk", text="choose", blocks=[{"type": "actions", "elements": [select]}]
    )
    await playground.press("#world-desk", "ana", posted["ts"], "pick", "claims")
    await playground.until(lambda: tiny.events("block_actions"))

    [body] = tiny.events("block_actions")
    assert body["actions"][0]["selected_option"]["value"] == "claims"


async def test_a_slow_app_is_tried_again(playground: Playground, tiny: TinyApp) -> None:
    """An event that is not acknowledged in time comes again with the reason, under the same id."""
    playground.backend.outbox.limit, tiny.delay = 0.2, 0.4
    await playground.post("#world-desk", "ana", "slow")
    await playground.until(lambda: len(tiny.got) >= 2)
    playground.backend.outbox.limit, tiny.delay = 3.0, 0.0
    await playground.delivered()

    assert len({body["event_id"] for body in tiny.got}) == 1
    assert playground.deliveries[-1].failures[0] == "http_timeout"
    assert playground.deliveries[-1].acknowledged


async def test_a_command_to_a_slow_app_fails_visibly(playground: Playground, tiny: TinyApp) -> None:
    """Slackbot tells the asker what failed, as Slack words it."""
    playground.backend.outbox.limit, tiny.delay = 0.2, 0.4
    with pytest.raises(NotDelivered):
        await playground.command("#world-desk", "ana", "/desk", "on")

    [told] = playground.ephemerals("#world-desk", "ana")
    assert told["text"] == '/desk failed with the error "operation_timeout"'


async def test_a_doubled_event_comes_twice_with_one_id(playground: Playground, tiny: TinyApp) -> None:
    """Slack may deliver an event twice; the copies share their id."""
    playground.duplicate_next_event()
    await playground.post("#world-desk", "ana", "twice")
    await playground.until(lambda: len(tiny.got) == 2)

    assert len({body["event_id"] for body in tiny.got}) == 1


@pytest.mark.parametrize("cut", ["refresh_sockets", "drop_sockets"])
async def test_a_lost_socket_is_opened_again(playground: Playground, cut: str) -> None:
    """The real client comes back after Slack asked it to, and after its socket was cut without a word."""
    app = TinyApp(playground)
    handler = await app.listen_on_socket()
    await getattr(playground, cut)()
    ts = await playground.post("#world-desk", "ana", "hello")

    assert await playground.until(lambda: playground.replies("#world-desk", ts))
    assert len(playground.calls_to("apps.connections.open")) == 2
    await handler.close_async()


async def test_events_go_to_one_of_several_sockets(playground: Playground) -> None:
    """With two sockets open each event goes to one of them."""
    apps = [TinyApp(playground), TinyApp(playground)]
    handlers = [await app.listen_on_socket() for app in apps]
    await playground.until(lambda: playground.backend.sockets.connections == 2)
    for number in range(4):
        await playground.post("#world-desk", "ana", f"post {number}")
    await playground.delivered()

    assert [len(app.got) for app in apps] == [2, 2]
    for handler in handlers:
        await handler.close_async()


async def test_a_wrong_signature_is_refused_by_the_app(playground: Playground) -> None:
    """The real bolt app takes Slack's signature and refuses another; what it refuses is tried again."""
    app = TinyApp(playground)
    runner = await app.listen_on_http()
    playground.backend.app.signing_secret = "another secret"
    await playground.post("#world-desk", "ana", "x")
    await playground.delivered()

    assert app.got == []
    assert playground.deliveries[-1].failures == ["http_error"] * 4
    await runner.cleanup()


async def test_a_request_url_must_answer_the_challenge(playground: Playground) -> None:
    """HTTP delivery begins with Slack's handshake, which a page that is no app does not pass."""
    with pytest.raises(ValueError, match="challenge"):
        await playground.deliver_to(playground.site_url)


async def test_a_command_without_an_app_fails_at_once(playground: Playground) -> None:
    """Who runs a command while the app is away is told so by Slackbot."""
    with pytest.raises(NotDelivered):
        await playground.command("#world-desk", "ana", "/desk", "on")

    [told] = playground.ephemerals("#world-desk", "ana")
    assert told["text"] == '/desk failed with the error "dispatch_failed"'


async def test_nobody_posts_in_an_archived_channel(playground: Playground) -> None:
    """An archived channel takes nothing."""
    await playground.archive("#world-desk", "ana")

    with pytest.raises(PermissionError):
        await playground.post("#world-desk", "ana", "x")


async def _with_buttons(playground: Playground, tiny: TinyApp) -> str:
    blocks = [{"type": "actions", "elements": [button("open", "Open"), button("replace", "Replace")]}]
    posted = await tiny.client.chat_postMessage(channel="#world-desk", text="buttons", blocks=blocks)
    ts: str = posted["ts"]
    await playground.delivered()
    return ts
