"""What a message links to, mentions and says."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.links import links, mentions, text_links, unmarked, words

BOT = "U0BOT"


def rich(*elements: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


def link(url: str, **more: Any) -> dict[str, Any]:
    return {"type": "link", "url": url, **more}


def text(words_: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": words_, **more}


def test_links_are_read_from_rich_text() -> None:
    """Links of the rich text come in order, each once."""
    message = {
        "blocks": [rich(text("see "), link("https://a.test/1"), link("https://b.test/2"), link("https://a.test/1"))]
    }
    assert links(message) == ("https://a.test/1", "https://b.test/2")


def test_rich_text_wins_over_text() -> None:
    """Where there is rich text, the plain text beside it is not looked at."""
    message = {"text": "<https://a.test/text>", "blocks": [rich(text("no link"))]}
    assert links(message) == ()


def test_links_in_lists_and_quotes_count() -> None:
    """Lists and quotations are looked into."""
    item = {"type": "rich_text_section", "elements": [link("https://a.test/list")]}
    block = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_list", "style": "bullet", "elements": [item]},
            {"type": "rich_text_quote", "elements": [link("https://a.test/quote")]},
        ],
    }
    assert links({"blocks": [block]}) == ("https://a.test/list", "https://a.test/quote")


def test_links_in_code_do_not_count() -> None:
    """Neither inline code nor a preformatted block is a link that somebody posts."""
    inline = rich(link("https://a.test/1", style={"code": True}))
    preformatted = rich(link("https://a.test/2"), kind="rich_text_preformatted")
    assert links({"blocks": [inline, preformatted]}) == ()
    assert text_links("`<https://a.test/3>` and ```\n<https://a.test/4>\n```") == []


def test_links_are_read_from_text_without_blocks() -> None:
    """Labels are dropped, and &amp; is undone."""
    assert links({"text": "<https://a.test/?x=1&amp;y=2|the story> and <https://b.test/>"}) == (
        "https://a.test/?x=1&y=2",
        "https://b.test/",
    )


def test_bare_addresses_lose_what_ends_the_sentence() -> None:
    """A full stop or a closing bracket after an address is not part of it; one that was opened inside is."""
    assert text_links("Read https://a.test/x. (Or https://b.test/y_(z))") == [
        "https://a.test/x",
        "https://b.test/y_(z)",
    ]


def test_slacks_own_links_are_no_stories() -> None:
    """A link to a message or file in Slack is left alone; Slack's public pages are pages."""
    text_ = "<https://team.slack.com/archives/C1/p2> <https://slack.com/blog/news>"
    assert links({"text": text_}) == ("https://slack.com/blog/news",)


def test_mails_and_other_schemes_are_no_links() -> None:
    """Only http and https count."""
    assert links({"text": "<mailto:a@b.test|a@b.test> <slack://open> <ftp://a.test/x>"}) == ()


def test_an_rss_bots_attachment_counts() -> None:
    """Wire and RSS bots put their link into an attachment's title."""
    message = {"bot_id": "B1", "text": "New", "attachments": [{"title_link": "https://a.test/rss"}]}
    assert links(message) == ("https://a.test/rss",)


def test_a_persons_attachment_does_not_count() -> None:
    """Under a person's message attachments are Slack's previews."""
    assert links({"user": "U1", "text": "hi", "attachments": [{"title_link": "https://a.test/preview"}]}) == ()


def test_mentions_come_from_text_and_blocks() -> None:
    """A person may be mentioned in either."""
    message = {"text": "<@U1> hi", "blocks": [rich({"type": "user", "user_id": "U2"})]}
    assert mentions(message) == {"U1", "U2"}


def test_words_leave_out_the_mention_of_the_bot() -> None:
    """What is left is the question."""
    message = {"blocks": [rich({"type": "user", "user_id": BOT}, text(" who said that?"))]}
    assert words(message, BOT) == "who said that?"


def test_words_keep_paragraphs() -> None:
    """Pasted paragraphs stay apart."""
    block = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [text("First.\n\nSecond.\n")]},
            {"type": "rich_text_quote", "elements": [text("Third.")]},
        ],
    }
    assert words({"blocks": [block]}, BOT) == "First.\n\nSecond.\nThird."


def test_unmarked_undoes_slacks_markup() -> None:
    """Labels, channels and escapes read as they look."""
    marked = f"<@{BOT}> <https://a.test|story> in <#C1|world-desk> &lt;3 <!here>"
    assert unmarked(marked, BOT) == "story in #world-desk <3"


@given(st.text())
def test_any_text_can_be_taken_apart(given_text: str) -> None:
    """No text makes the parsers fail, and every link found is a web address."""
    message = {"text": given_text}
    assert all(found.lower().startswith(("http://", "https://")) for found in links(message))
    assert isinstance(words(message, BOT), str)
    assert isinstance(mentions(message), frozenset)


@given(
    st.from_regex(r"\Ahttps://[a-z]{1,12}\.test/[a-z0-9/_-]{0,20}[a-z0-9]\Z"), st.text(alphabet="ab ,.", max_size=10)
)
def test_a_marked_link_is_found_wherever_it_stands(url: str, around: str) -> None:
    """Words around a link do not hide it."""
    assert links({"text": f"{around} <{url}> {around}"}) == (url,)
