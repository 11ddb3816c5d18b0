"""What can be seen on a page before anybody says what kind of page it is."""

import re
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from bot.fetch.decoding import flat
from bot.fetch.jsonld import Described

# What stands right behind a teaser, and what sells subscriptions anywhere on a page.
_GATE = re.compile(
    r"(?:subscribe (?:now )?(?:to|and) (?:continue|read|keep reading|unlock|get (?:full )?access)|"
    r"(?:this|the rest of this|the full|our) (?:article|story|content|post)s?\W{1,3}(?:is |are )?"
    r"(?:only |exclusively )?(?:for |available (?:only )?to |reserved for |exclusive to )"
    r"(?:our )?(?:paying |paid |registered )?"
    r"(?:subscribers|members|users)|to (?:continue|keep) reading|continue reading (?:this|with|for)|"
    r"subscribers? only|subscriber[- ](?:only|exclusive)|exclusive (?:to|for) (?:our )?(?:subscribers|members)|"
    r"you(?: ha|['’])ve (?:read|reached|used)[^.]{0,40}(?:free|limit)|unlock this (?:article|story)|"
    r"(?:read|see|get) the (?:full|whole|rest of (?:the|this)) (?:story|article) (?:with|by|for)|"
    r"(?:create a free account|register(?: for free)?|log ?in|sign ?in|sign up) to (?:continue|read|keep)|"
    r"want to read (?:more|on)\?)",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"(?:already a (?:subscriber|member)\b|unlimited (?:digital )?access|start your (?:free )?(?:trial|subscription)|"
    r"choose (?:a|your) (?:plan|subscription)|subscribe (?:now|today|for)|cancel any ?time|"
    r"have an account\? (?:log|sign) ?in)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_HEADINGS = 200  # headings that are looked at; a page of 5 MB can hold a million
_BEHIND = 700  # characters behind the body in which a gate stands


@dataclass
class Seen:
    """What a verdict rests on.

    ``words`` counts those of the body that was found, ``prose`` those of its full paragraphs that are no teasers,
    ``run`` how many of these stand in a row at most; ``teasers`` counts linked headings with a few words under them.
    ``gated`` and ``offered`` say that right behind the body somebody asks to subscribe, plainly or by praise;
    ``cut`` that the body breaks off in a sentence.
    """

    host: str
    title: str
    words: int
    paragraphs: int
    prose: int
    run: int
    teasers: int
    said: Described
    visible: str
    scripts: int
    links: int
    link_words: int
    videos: int
    pictures: int
    password: bool
    gated: bool
    offered: bool
    cut: bool


def look(tree: HtmlElement, said: Described, host: str, title: str | None, paragraphs: list[str]) -> Seen:
    """What can be seen on a page; ``tree`` must not have been changed yet."""
    visible = _visible(tree)
    anchors = [element.text_content().split() for element in tree.iter("a")]
    teasers = _teasers(tree)
    prose = [
        _is_prose(paragraph) and not any(flat(paragraph) in teaser for teaser in teasers) for paragraph in paragraphs
    ]
    behind = _behind(visible, paragraphs)
    window = " ".join(tree.xpath("string(//title)").split())
    return Seen(
        host=host.lower(),
        title=f"{window} {title or ''}",
        words=sum(len(paragraph.split()) for paragraph in paragraphs),
        paragraphs=len(paragraphs),
        prose=sum(len(paragraph.split()) for paragraph, full in zip(paragraphs, prose, strict=True) if full),
        run=_longest_run(prose),
        teasers=len(teasers),
        said=said,
        visible=visible,
        scripts=sum(1 for _ in tree.iter("script")),
        links=sum(len(words) >= 4 for words in anchors),
        link_words=sum(map(len, anchors)),
        videos=sum(1 for _ in tree.iter("video", "audio"))
        + len(tree.xpath('//iframe[contains(@src, "youtube") or contains(@src, "vimeo") or contains(@src, "player")]'))
        + len(tree.xpath('//meta[@property="og:type" and starts-with(@content, "video")]')),
        pictures=sum(1 for _ in tree.iter("img", "picture")),
        password=bool(tree.xpath('//input[@type="password"]')),
        gated=bool(_GATE.search(behind)),
        offered=bool(_OFFER.search(behind)),
        cut=bool(paragraphs) and not _closes(paragraphs[-1]),
    )


def _closes(paragraph: str) -> bool:
    return paragraph.rstrip("”\"'’) ").endswith((".", "!", "?")) and not paragraph.rstrip("”\"' ").endswith("...")


def _is_prose(paragraph: str) -> bool:
    return len(paragraph.split()) >= 15 and paragraph.rstrip("”\"'’)").endswith((".", "!", "?", "…"))


def _behind(visible: str, paragraphs: list[str]) -> str:
    """What stands on the page right behind the body; the whole page where there is next to no body."""
    if sum(len(paragraph.split()) for paragraph in paragraphs) < 20:
        return visible
    last = _WORD.findall(paragraphs[-1])[-6:]
    ends = [match.end() for match in re.finditer(r"\W+".join(map(re.escape, last)), visible)]
    return visible[ends[-1] : ends[-1] + _BEHIND] if ends else ""


def _longest_run(prose: list[bool]) -> int:
    longest = run = 0
    for full in prose:
        run = run + 1 if full else 0
        longest = max(longest, run)
    return longest


def _teasers(tree: HtmlElement) -> list[str]:
    """The boxes of headings that are links and have at most sixty words of text beside them, flattened."""
    boxes = []
    for head in islice(tree.iter("h2", "h3", "h4"), _HEADINGS):
        words = len(head.text_content().split())
        if words < 3 or not (head.xpath(".//a") or head.xpath("ancestor::a")):
            continue
        box = head.getparent()
        for _ in range(2):
            if box is not None and len(box.xpath(".//p")) == 0 and box.getparent() is not None:
                box = box.getparent()
        if box is not None and 4 <= len(box.text_content().split()) - words <= 60:
            boxes.append(flat(box.text_content()))
    return boxes


def _visible(tree: HtmlElement) -> str:
    """The page's words without scripts, styles, templates and title; where it writes no <body>, there is none."""
    silent = " or ".join(f"ancestor::{name}" for name in ("script", "style", "template", "title"))
    texts = tree.xpath(f"//text()[not({silent})]")
    return " ".join(" ".join(map(str, texts)).split())
