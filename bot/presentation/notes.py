"""What a page says of its own text, and how it differs from what it was, in a line each."""

from bot.models import Article, Change
from bot.presentation.formats import Locale, count, date_time, listed
from bot.presentation.text import clipped, one_line


def noted(article: Article) -> list[str]:
    """That the page is live and may grow, and its corrections in its own words."""
    live = ["A live page: it may have grown since it was read" for note in article.notes if note.kind == "live"]
    corrections = [one_line(note.text) for note in article.notes if note.kind == "correction" and note.text]
    return [*live, *(f"The page notes: {words}" for words in corrections)]


def changed(change: Change, locale: Locale) -> str:
    """'The story has changed since …: another headline (it was “…”), 1 paragraph reworded, 2 new and 1 gone'."""
    found = []
    if change.title_was:
        found.append(f"another headline (it was “{clipped(one_line(change.title_was), 200)}”)")
    numbers = ((change.reworded, "reworded"), (change.added, "new"), (change.removed, "gone"))
    told = [(number, how) for number, how in numbers if number]
    if told:
        (first, how), *others = told
        found += [f"{count(first, 'paragraph')} {how}", *(f"{number:,} {how}" for number, how in others)]
    return f"The story has changed since {date_time(change.since, locale)}: {listed(found)}"
