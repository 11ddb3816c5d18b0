"""The nut graf: the sentence that a story itself begins with."""

import re
from typing import Final

from bot.models import Report, Span

# A lead shorter than this is a teaser or a kicker ("Not so fast."): the next sentence of its paragraph goes with it.
_SHORT: Final = 60
# "GENEVA, Oct. 3 (Agency) -- ": a place in capitals, and what follows it up to the dash.
_DATELINE: Final = re.compile(r"[A-Z][A-Z’'.-]{2,40}\b.{0,80}?\s[-–—]{1,2}\s")


def find_lead(report: Report) -> Span | None:
    """The first sentence of the body, without its dateline; None where the story has no body.

    What stands before the first paragraph of prose (a section's name, a kicker) is passed over.

    Where that sentence is very short, the next one of the same paragraph is taken with it. Where the sentences are
    not known, the whole first paragraph is the lead.
    """
    text = report.article.text
    bodies = [one for one in report.article.paragraphs if one.role == "body" and one.of(text).strip()]
    body = next((one for one in bodies if _is_prose(one.of(text))), bodies[0] if bodies else None)
    if body is None:
        return None
    own = [one for one in report.sentences if body.start <= one.start and one.end <= body.end]
    start, end = (own[0].start, own[0].end) if own else (body.start, body.end)
    if len(own) > 1 and end - start < _SHORT:
        end = own[1].end
    dateline = _DATELINE.match(text[start:end])
    if dateline is not None:
        start += dateline.end()
    return Span(start=start, end=end)


def _is_prose(paragraph: str) -> bool:
    """Whether a paragraph ends as a sentence does."""
    return paragraph.rstrip().rstrip("”\"’')").endswith((".", "!", "?", "…"))
