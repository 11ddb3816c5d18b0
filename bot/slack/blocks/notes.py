"""What a page says of its own text, in a line each."""

from bot.models import Article
from bot.slack.blocks.safe import one_line


def noted(article: Article) -> list[str]:
    """That the page is live and may grow, and its corrections in its own words."""
    live = ["A live page: it may have grown since it was read" for note in article.notes if note.kind == "live"]
    corrections = [one_line(note.text) for note in article.notes if note.kind == "correction" and note.text]
    return [*live, *(f"The page notes: {words}" for words in corrections)]
