"""The tokenizer: spaCy's English rules, with ranks and titles whole, and odd white space read as plain white space.

Articles come with no-break spaces inside names ("by\\xa0Fergus Kelly"), which the stock tokenizer makes words of their
own; the tagger and the entity recogniser then lose the name. They are read as spaces, one character for one character,
so that every offset still counts in the article's own text.
"""

import re
from itertools import pairwise
from typing import Any, Final

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without types
from spacy.tokens import Doc

from bot.nlp.lexicon.load import word_list

# One character for one character: white space of every width, and line separators that Python and spaCy do not
# treat as the line breaks they are.
_WIDTHS: Final = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_WHITE: Final = dict.fromkeys(map(ord, _WIDTHS + "\t\v\f"), " ")
_LINES: Final = dict.fromkeys(map(ord, "\r\x85\u2028\u2029"), "\n")
_READABLE: Final = {**_WHITE, **_LINES}


# A word longer than this is no word: ten thousand quotation marks in a row took the affix rules over two minutes.
_LONGEST: Final = 300
_ENDLESS: Final = re.compile(rf"\S{{{_LONGEST + 1},}}")


def readable(text: str) -> str:
    """``text`` as the pipeline reads it: of the same length, with plain spaces and line breaks."""
    return text.replace("\r\n", " \n").translate(_READABLE)


def ranks() -> frozenset[str]:
    """Abbreviated ranks and titles that stand before a name ("Maj.", "Sen."), as they are written."""
    return word_list("title_abbreviated")


class NewsTokenizer(Tokenizer):  # type: ignore[misc]  # a compiled class: spaCy ships no types for it
    """spaCy's tokenizer over ``readable`` text."""

    def __call__(self, string: str) -> Doc:
        """The tokens of ``string``; their offsets count in ``string``."""
        text = readable(string)
        if not _ENDLESS.search(text):
            doc: Doc = super().__call__(text)
            return doc
        return self._in_pieces(text)

    def _in_pieces(self, text: str) -> Doc:
        """The tokens of a text with endless words, cut so that the affix rules, quadratic in a word, stay cheap."""
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for endless in _ENDLESS.finditer(text):
            cuts = [position, *range(endless.start(), endless.end(), _LONGEST), endless.end()]
            position = endless.end()
            for start, end in pairwise(cuts):
                piece = super().__call__(text[start:end])
                words += [token.text for token in piece]
                spaces += [bool(token.whitespace_) for token in piece]
        rest = super().__call__(text[position:])
        words += [token.text for token in rest]
        spaces += [bool(token.whitespace_) for token in rest]
        return Doc(self.vocab, words=words, spaces=spaces)

    def __reduce__(self) -> Any:
        """Rebuilt from the same rules in another process."""
        _, state = super().__reduce__()
        return (_rebuilt, state)


def _rebuilt(*state: Any) -> NewsTokenizer:
    return NewsTokenizer(*state)


def install(nlp: Language) -> None:
    """Put the news tokenizer, with its special cases for ranks, in the place of the stock one."""
    stock: Any = nlp.tokenizer
    rules = dict(stock.rules)
    for rank in ranks():
        rules[rank] = [{65: rank}]
    nlp.tokenizer = NewsTokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=stock.prefix_search,
        suffix_search=stock.suffix_search,
        infix_finditer=stock.infix_finditer,
        token_match=stock.token_match,
        url_match=stock.url_match,
        faster_heuristics=stock.faster_heuristics,
    )
