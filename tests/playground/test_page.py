"""The page in a real browser, with the tiny app behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect
from specimens import BLOCKS, plain
from tinyapp import TinyApp, button, generous

from bot.playground import Playground

pytestmark = pytest.mark.asyncio(loop_scope="module")
expect.set_options(timeout=15_000)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> <b>bold</b> & co"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """A real browser, started once."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def playground() -> AsyncIterator[Playground]:
    """A fresh one for each test, in the browser's loop."""
    async with generous() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def tiny(playground: Playground) -> AsyncIterator[TinyApp]:
    """The tiny app, over Socket Mode."""
    app = TinyApp(playground)
    handler = await app.listen_on_socket()
    yield app
    await handler.close_async()


class Watched:
    """What a page complained of and whom it asked."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))


Opened = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="module")
async def opened(browser: Browser, playground: Playground, tiny: TinyApp) -> AsyncIterator[Opened]:
    """Opens the page, at a width, as a person sees it."""
    async with AsyncExitStack() as stack:

        async def opened(*, width: int = 1280, user: str = "ana") -> Page:
            context = await browser.new_context(viewport={"width": width, "height": 800}, locale="en-GB")
            stack.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(15_000)
            await page.add_init_script(f"sessionStorage.setItem('playground-user', {user!r})")
            await page.goto(playground.page_url)
            await page.get_by_role("heading", name="#world-desk").wait_for()
            return page

        yield opened


async def test_a_post_is_answered_before_ones_eyes(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """Enter sends; the bot's answer appears in the thread, where a reply can be typed; nothing is asked elsewhere."""
    page = await opened()
    watched = Watched(page)
    box = page.get_by_role("combobox", name="Message #world-desk")
    await box.fill("hello, look: https://example.org/story")
    await box.press("Enter")

    await page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("hello back")).to_be_visible()
    await expect(thread.get_by_role("link", name="https://example.org/story")).to_have_attribute("target", "_blank")
    await thread.get_by_role("combobox", name="Reply").fill("thanks")
    await thread.get_by_role("button", name="Send").click()
    await expect(thread.get_by_text("thanks")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()
    assert watched.complaints == []
    assert [url for url in watched.asked if not url.startswith(playground.page_url)] == []


async def test_a_command_is_offered_and_answered_to_one(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """A slash offers the commands; the answer is shown to the asker alone, and says so."""
    page = await opened()
    other = await opened(user="ben")
    box = page.get_by_role("combobox", name="Message #world-desk")
    await box.fill("/de")
    await expect(page.get_by_role("option", name="/desk")).to_be_visible()
    await box.press("Tab")
    await expect(box).to_have_value("/desk ")
    await box.press_sequentially("on")
    await box.press("Enter")

    await expect(page.get_by_text("desk is on")).to_be_visible()
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    await expect(other.get_by_text("desk is on")).to_have_count(0)


async def test_a_modal_is_filled_in_by_keyboard(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """A shortcut opens a modal that has the focus; empty and wrong input is told beside the field; Escape closes."""
    page = await opened()
    await page.get_by_role("button", name="Shortcuts").first.click()
    await expect(page.get_by_role("menuitem", name="Paste a story")).to_be_focused()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Paste a story")
    field = dialog.get_by_role("textbox", name="The story")
    await expect(field).to_be_focused()

    await dialog.get_by_role("button", name="Read").click()
    await expect(dialog.get_by_role("alert").first).to_have_text("Please fill in this field.")
    await field.fill("wrong")
    await dialog.get_by_role("button", name="Read").click()
    await expect(dialog.get_by_role("alert").first).to_have_text("That is no story.")
    await field.fill("A story.")
    await dialog.get_by_role("button", name="Read").click()
    await expect(dialog).to_have_count(0)

    await playground.shortcut("ana", "paste_story")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await playground.until(lambda: tiny.events("view_closed"))


async def _choosing(page: Page, tiny: TinyApp) -> Locator:
    """The modal in which fruit is chosen, opened by its button."""
    blocks = [{"type": "actions", "elements": [button("choose", "Choose fruit")]}]
    await tiny.client.chat_postMessage(channel="#world-desk", text="fruit", blocks=blocks)
    await page.get_by_role("button", name="Choose fruit").click()
    return page.get_by_role("dialog", name="Fruit")


async def test_results_are_chosen_by_typing(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """By keyboard alone: the app is asked while one types, Enter takes an option, Backspace gives it back, no more
    than may be are taken, and what was chosen is submitted with its values."""
    page = await opened()
    watched = Watched(page)
    dialog = await _choosing(page, tiny)
    field = dialog.get_by_role("combobox", name="Which fruit")
    await expect(field).to_be_focused()
    await expect(dialog.get_by_role("option")).to_have_count(4)
    await expect(dialog.get_by_role("status")).to_have_text("4 to choose from")

    await field.press_sequentially("ap")
    await expect(dialog.get_by_role("option")).to_have_count(2)
    await field.press("ArrowDown")
    apricot = dialog.get_by_role("option", name="apricot")
    await expect(field).to_have_attribute("aria-activedescendant", await apricot.get_attribute("id") or "")
    await field.press("Enter")
    await expect(dialog.get_by_role("list", name="Chosen").get_by_text("apricot")).to_be_visible()
    await expect(field).to_have_value("")
    await expect(apricot).to_have_attribute("aria-selected", "true")
    await field.press("Backspace")
    await expect(dialog.get_by_role("list", name="Chosen")).to_be_hidden()

    for name in ("cherry", "banana"):
        await field.fill(name)
        await expect(dialog.get_by_role("option")).to_have_count(1)
        await field.press("Enter")
        await expect(dialog.get_by_role("option")).to_have_count(4)
    await field.press("Enter")
    await expect(dialog.get_by_role("status")).to_have_text("At most 2 can be chosen.")
    await field.press("Escape")
    await expect(dialog.get_by_role("listbox")).to_be_hidden()
    await dialog.get_by_role("button", name="Take").click()
    await expect(dialog).to_have_count(0)

    [body] = tiny.events("view_submission")
    taken = body["view"]["state"]["values"]["basket"]["fruit"]["selected_options"]
    assert [one["value"] for one in taken] == ["CHERRY", "BANANA"]
    assert {"", "ap", "cherry"} <= {asked["value"] for asked in tiny.events("block_suggestion")}
    assert watched.complaints == []


async def test_what_cannot_be_found_is_said(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """A heading of the app stands over its options; no options are told; an empty field is not submitted; a click
    takes an option, and its button gives it back."""
    page = await opened(width=360)
    dialog = await _choosing(page, tiny)
    field = dialog.get_by_role("combobox", name="Which fruit")
    await field.fill("pear")
    await expect(dialog.get_by_role("group", name="No pear. All fruit:").get_by_role("option")).to_have_count(4)
    await field.fill("none")
    await expect(dialog.get_by_text("No results")).to_be_visible()
    await expect(dialog.get_by_role("listbox")).to_be_hidden()
    await dialog.get_by_role("button", name="Take").click()
    await expect(dialog.get_by_role("alert")).to_have_text("Please fill in this field.")

    await field.fill("cher")
    await dialog.get_by_role("option", name="cherry").click()
    await expect(field).to_be_focused()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await dialog.get_by_role("button", name="Remove cherry").click()
    await expect(dialog.get_by_role("list", name="Chosen")).to_be_hidden()
    await field.fill("apple")
    await field.press("Enter")
    await expect(dialog.get_by_role("option")).to_have_count(4)
    await dialog.get_by_role("button", name="Take").click()
    await expect(dialog).to_have_count(0)
    assert len(tiny.events("view_submission")) == 1


async def test_escape_closes_the_list_before_the_modal(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """Who leaves the list stays in the modal."""
    page = await opened()
    dialog = await _choosing(page, tiny)
    await expect(dialog.get_by_role("option")).to_have_count(4)
    await page.keyboard.press("Escape")
    await expect(dialog.get_by_role("listbox")).to_be_hidden()
    await page.keyboard.press("ArrowDown")
    await expect(dialog.get_by_role("option")).to_have_count(4)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_every_block_is_drawn(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """Each kind of block shows its words; buttons, selects and feedback reach the app."""
    for block in BLOCKS.values():
        await tiny.client.chat_postMessage(channel="#world-desk", text="specimen", blocks=[block])
    buttons = [button("open", "Open"), {**button("replace", "Replace"), "confirm": {"text": plain("Really?")}}]
    await tiny.client.chat_postMessage(
        channel="#world-desk", text="buttons", blocks=[{"type": "actions", "elements": buttons}]
    )
    page = await opened()
    watched = Watched(page)
    log = page.get_by_role("log", name="Messages")
    for words in ("Ultimatum", "<!channel> if they stay", "Threat", "Headline", "Brig", "Gazette", "The whole text"):
        await expect(log.get_by_text(words).first).to_be_visible()
    await expect(log.get_by_text("does not show")).to_have_count(0)

    await log.get_by_role("combobox").first.select_option(label="Claims")
    await log.get_by_role("button", name="Right").click()
    await log.get_by_role("button", name="More actions").and_(page.locator("[data-action]")).click()
    await page.get_by_role("menuitem", name="Mute").click()
    await playground.until(lambda: len(tiny.events("block_actions")) == 3)
    await log.get_by_role("button", name="Replace").click()
    await page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    await expect(log.get_by_text("replaced")).to_be_visible()
    assert watched.complaints == []


async def test_what_is_posted_never_runs(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """Markup in messages, names of files and blocks is shown as the characters it is."""
    await playground.post("#world-desk", "ben", HOSTILE, files=[("<b>.txt", b"x")])
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": HOSTILE.replace("<", "&lt;")}},
        {"type": "markdown", "text": f"{HOSTILE} [click](javascript:document.title='owned')"},
        {"type": "header", "text": plain(HOSTILE)},
    ]
    await tiny.client.chat_postMessage(channel="#world-desk", text="x", blocks=blocks)
    page = await opened()

    await expect(page.get_by_text("onerror").first).to_be_visible()
    assert await page.locator(".content img, .content script, .content b").count() == 0
    assert await page.locator("a[href^=javascript]").count() == 0
    assert "owned" not in await page.title()


async def test_messages_are_edited_and_deleted(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """One's own messages can be changed and deleted from their menu, with a question before."""
    ts = await playground.post("#world-desk", "ana", "old words https://example.org/")
    page = await opened()
    message = page.get_by_role("log", name="Messages").get_by_role("listitem")
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Edit message").click()
    await page.get_by_role("textbox", name="Your message").fill("new words")
    await page.get_by_role("button", name="Save").click()
    await expect(message.get_by_text("(edited)")).to_be_visible()
    assert playground.message("#world-desk", ts)["text"] == "new words"

    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("new words")).to_have_count(0)


async def test_a_file_is_attached(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """A chosen file is named before it is sent, and reaches the app with an address to fetch it from."""
    page = await opened()
    await page.get_by_label("Files").first.set_input_files(
        [{"name": "story.txt", "mimeType": "text/plain", "buffer": "A story – with dashes.".encode()}]
    )
    await expect(page.get_by_role("button", name="Remove story.txt")).to_be_visible()
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("link", name="story.txt")).to_be_visible()

    [body] = await playground.until(lambda: tiny.events("message"))
    file = body["event"]["files"][0]
    assert body["event"]["subtype"] == "file_share"
    assert playground.workspace.files[file["id"]].data == "A story – with dashes.".encode()


async def test_what_is_new_elsewhere_is_marked(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """A post in another channel makes that channel unread until it is opened; replies in what was seen do not."""
    ts = await playground.post("#world-desk", "ben", "hello")
    page = await opened()
    channels = page.get_by_role("navigation", name="Channels")
    await playground.post("#city-desk", "ben", "news")
    await channels.get_by_role("button", name="city-desk (private, unread)").click()
    await expect(page.get_by_text("news")).to_be_visible()
    await playground.post("#world-desk", "ben", "a reply", thread_ts=ts)
    await expect(channels.get_by_role("button", name="unread")).to_have_count(0)


async def test_a_phone_shows_one_thing_at_a_time(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """At 360 pixels nothing is wider than the screen; channels and thread come and go."""
    ts = await playground.post("#world-desk", "ana", f"hello https://example.org/{'long' * 30}")
    await playground.until(lambda: playground.replies("#world-desk", ts))
    channel = playground.channel("#world-desk").id
    await tiny.client.chat_postMessage(channel=channel, thread_ts=ts, text="x", blocks=list(BLOCKS.values()))
    page = await opened(width=360)
    await expect(page.get_by_role("note")).to_contain_text("A pretend Slack for trying nutgraf.")

    await page.get_by_role("button", name="2 replies").click()
    await expect(page.get_by_role("log", name="Messages")).to_be_hidden()
    await expect(page.get_by_text("Headline")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_role("button", name="Close thread").click()
    await page.get_by_role("button", name="Channels").click()
    await page.get_by_role("navigation", name="Channels").get_by_role("button", name="city-desk").click()
    await expect(page.get_by_role("heading", name="#city-desk")).to_be_visible()


async def test_everything_has_a_name(opened: Opened, playground: Playground, tiny: TinyApp) -> None:
    """Every button, field and link that can be reached has a name for who cannot see it."""
    await tiny.client.chat_postMessage(channel="#world-desk", text="x", blocks=list(BLOCKS.values()))
    page = await opened()
    await page.get_by_text("Headline").wait_for()
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll("button, a, input:not([hidden]), select, textarea, [role=log], dialog")]
          .filter((element) => !(element.getAttribute("aria-label") || element.getAttribute("aria-labelledby")
            || element.labels?.length || element.textContent.trim()))
          .map((element) => element.outerHTML)"""
    )

    assert nameless == []
