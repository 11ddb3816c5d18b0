"""Quotations and whose they are: the cue and source beside them, or those of the quotation that they take up."""

from typing import Final

from spacy.tokens import Token

from bot.models import Stance
from bot.nlp.attribution.clauses import addressee, cue_range, source_range
from bot.nlp.attribution.found import Found, QuotedRange, Reading
from bot.nlp.attribution.lexicon import POS, Cue, cues
from bot.nlp.attribution.phrases import Range, noun_phrase
from bot.nlp.attribution.stances import stance_of
from bot.nlp.attribution.subjects import own_subject, subject

# How far from the quotation its cue may stand, in tokens: "…," said X, a former Y who … is past 25 in 1 of 200.
_REACH: Final = 30
# an unknown verb is a cue when it follows the quotation within so many tokens (its subject between them)
_UNKNOWN: Final = 6
_SPEAKER_WORDS: Final = 5
_TITLE_WORDS: Final = 6
_ANY: Final = Cue("", "states", frozenset("q"), 0.75)
_ENDS: Final = frozenset({".", "?", "!"})
_BEFORE: Final = frozenset({",", ":", "—", "–", "-", "--"})
# a quotation of fewer words is a scare quote or a title unless it stands where only speech can
_LEAST_FREE: Final = 4
_NAMES: Final = frozenset({"PERSON", "ORG", "NORP", "GPE"})


class Linker:
    """Goes through the quotations of a text in order, with a memory of who spoke last."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: list[Found] = []
        self._by_quote: dict[int, Found] = {}
        self._table = cues()

    def run(self, taken: list[bool]) -> list[Found]:
        """Attribute every quotation that stands for itself; ``taken`` marks quotations that lie in a clause's content."""
        for quote in self.reading.quotes:
            if taken[quote.number] or self.reading.regions[quote.paragraph].role not in ("body", "headline"):
                continue
            self._one(quote)
        return self.found

    def _one(self, quote: QuotedRange) -> None:
        words = sum(not t.is_punct and not t.is_space for t in self.reading.doc[slice(*quote.inner)])
        if not words:
            return
        if self._is_title(quote, words):
            return
        free = self._begins_freely(quote)
        after = self._after(quote, free)
        before = self._before(quote) if after is None else None
        link = after or before
        if link is not None:
            token, cue, source, antecedent, rule, confidence = link
            stance, sure = stance_of(token, cue) if cue is not None and token is not None else ("states", 0.6)
            start = quote.start if free or link is before else self._clause_start(quote)
            found = Found(
                [(start, quote.end)],
                rule,
                stance,
                min(confidence, max(sure, 0.6)) if cue is not None else confidence,
                cue=cue_range(token) if token is not None and cue is not None else None,
                source=source,
                addressee=addressee(token, cue) if token is not None and cue is not None else None,
                antecedent=antecedent,
            )
            self._keep(quote, found)
            return
        self._follow(quote, words)

    def _keep(self, quote: QuotedRange, found: Found) -> None:
        self.found.append(found)
        self._by_quote[quote.number] = found

    # -- beside the quotation ------------------------------------------------------------------------------------

    def _is_title(self, quote: QuotedRange, words: int) -> bool:
        """A short quotation in capitals that stands where a noun stands is the title of a work or a name."""
        doc = self.reading.doc
        if words > _TITLE_WORDS or quote.start == 0:
            return False
        before = doc[quote.start - 1]
        if before.text in _ENDS or before.text.endswith(":") or before.is_space:
            return False
        inner = [t for t in doc[slice(*quote.inner)] if not t.is_punct and not t.is_space]
        return all(t.text[0].isupper() or t.text[0].isdigit() or (t.is_stop and i) for i, t in enumerate(inner)) and (
            before.text != "," or words > 1
        )

    def _begins_freely(self, quote: QuotedRange) -> bool:
        """Whether a quotation begins where a sentence may: not in the middle of the writer's own clause."""
        doc, region = self.reading.doc, self.reading.regions[quote.paragraph]
        position = quote.start - 1
        while position >= region.start and doc[position].is_space:
            position -= 1
        if position < region.start or self.reading.quoted[position] >= 0:
            return True
        before = doc[position]
        return before.is_punct and before.text not in (")", "%")

    def _clause_start(self, quote: QuotedRange) -> int:
        """Where the sentence begins that a quotation ends: 'The pier was “a ruin,” she said'."""
        doc, region = self.reading.doc, self.reading.regions[quote.paragraph]
        start = quote.start
        while start > region.start and doc[start - 1].text not in _ENDS and self.reading.quoted[start - 1] < 0:
            if quote.start - start > _REACH or doc[start - 1].text in (";", ":"):
                return quote.start if quote.start - start > _REACH else start
            start -= 1
        while start < quote.start and (doc[start].is_punct or doc[start].is_space):
            start += 1
        own = doc[start : quote.start]
        if any(self._cue(token) is not None and own_subject(token) is not None for token in own):
            return quote.start
        return start if any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in own) else quote.start

    def _after(self, quote: QuotedRange, free: bool) -> "Link | None":
        """The cue behind the quotation: '…," she said', '…," said X', '…" was how X put it'."""
        reading, doc = self.reading, self.reading.doc
        region = reading.regions[quote.paragraph]
        start = quote.end
        while start < region.end and (doc[start].is_space or doc[start].text in (",", "—", "–", "-", "--")):
            start += 1
        if start >= region.end or reading.quoted[start] >= 0:
            return None
        last = self._last_mark(quote)
        comma = last in (",", "?", "!", "…", "—", "–", "-") or doc[quote.end : start].text.strip() in (
            ",",
            "—",
            "–",
            "-",
        )
        if last == "." and not doc[start].is_lower:
            return None
        end = self._sentence_end(start, region.end)
        for position in range(start, min(end, start + _REACH)):
            token = doc[position]
            if reading.quoted[position] >= 0:
                return None
            if token.text in (";", ":"):
                return None
            cue = self._cue(token)
            if cue is None:
                if (
                    token.pos_ == "VERB"
                    and token.tag_ in ("VBD", "VBZ", "VBP")
                    and token.dep_ not in ("relcl", "advcl", "acl")
                ):
                    # an unknown verb behind a comma says it too ("…," she riffed); else the quotation is its subject
                    if last != "," or not free or position > start + _UNKNOWN or token.lemma_ in ("be", "have", "do"):
                        return None
                    cue = _ANY
                else:
                    continue
            if token.dep_ in ("relcl", "acl", "advcl") and position > start + 2 and token.tag_ != "VBD":
                continue
            source = self._beside(token, start, quote)
            if source is None:
                continue
            if not comma and position > start + 6:
                return None
            span, antecedent = source_range(source)
            if span is not None and span[0] < quote.end <= span[1]:
                span = (max(span[0], quote.end), span[1])
            return token, cue, span, antecedent, "quotation, cue behind", 0.95
        return None

    def _before(self, quote: QuotedRange) -> "Link | None":
        """The cue before the quotation: 'X said, "…', 'X said: "…', 'adding: "…', 'in the words of X, "…'."""
        reading, doc = self.reading, self.reading.doc
        region = reading.regions[quote.paragraph]
        position = quote.start - 1
        while position >= region.start and doc[position].is_space:
            position -= 1
        colon_above = False
        if position < region.start:
            # a paragraph of its own below "… said:"
            position = self._colon_above(quote.paragraph)
            if position < 0:
                return None
            region = reading.regions[reading.region_of[position]]
            colon_above = True
        edge = doc[position]
        if edge.text in _ENDS or reading.quoted[position] >= 0:
            return None
        parted = edge.text in _BEFORE or edge.text.endswith(":")
        colon = edge.text.endswith(":")
        first: Token | None = None
        for at in range(position, max(region.start - 1, position - _REACH), -1):
            token = doc[at]
            if reading.quoted[at] >= 0 or (token.text in _ENDS and at < position):
                break
            cue = self._cue(token)
            if cue is None:
                if token.pos_ == "VERB" and first is None:
                    first = token
                continue
            near = position - at <= (3 if not parted else _REACH)
            if not near and not colon:
                break
            if not parted and not self._adjoins(token, quote):
                break
            if parted and not colon and first is not None and first.head.i != at and position - at > 8:
                break
            source = self._beside(token, region.start, quote) or subject(token)
            if source is None or reading.quoted[source.i] == quote.number:
                continue
            span, antecedent = source_range(source)
            return token, cue, span, antecedent, "quotation, cue before", 0.9
        if colon:
            return self._by_name(position, region.start) or self._by_colon(position, region.start, colon_above)
        return None

    def _by_name(self, position: int, start: int) -> "Link | None":
        """'Ruiz: "…': a name alone before the colon."""
        doc = self.reading.doc
        first = position
        while (
            first > start
            and position - first <= _SPEAKER_WORDS
            and doc[first - 1].text not in (".", "?", "!", "-", "–")
        ):
            first -= 1
        words = doc[first:position]
        if not len(words) or len(words) > _SPEAKER_WORDS or any(t.is_space or t.pos_ in ("VERB", "AUX") for t in words):
            return None
        if words[-1].ent_type_ not in ("PERSON", "ORG") or not doc[position].text == ":":
            return None
        return None, None, (first, position), None, "name and colon", 0.8

    def _by_colon(self, position: int, start: int, above: bool) -> "Link | None":
        """'X was blunt: "…': the subject of the sentence, when it is a name or a person."""
        doc = self.reading.doc
        sentence = doc[position].sent if doc.has_annotation("SENT_START") else doc[start : position + 1]
        root = sentence.root
        if root.i > position or root.i < start:
            return None
        source = own_subject(root)
        if source is None or source.i >= position:
            return None
        if (
            source.ent_type_ not in _NAMES
            and source.pos_ != "PRON"
            and not any(t.ent_type_ in _NAMES for t in doc[slice(*noun_phrase(source))])
        ):
            return None
        if source.lower_ in ("it", "this", "that", "there", "which"):
            return None
        span, antecedent = source_range(source)
        return None, None, span, antecedent, "quotation behind a colon", 0.75

    def _colon_above(self, paragraph: int) -> int:
        """The last token of the paragraph above when it is a colon; -1 otherwise."""
        if paragraph == 0:
            return -1
        above = self.reading.regions[paragraph - 1]
        position = above.end - 1
        while position >= above.start and self.reading.doc[position].is_space:
            position -= 1
        return position if position >= above.start and self.reading.doc[position].text.endswith(":") else -1

    def _beside(self, token: Token, start: int, quote: QuotedRange) -> Token | None:
        """The source of a cue beside a quotation: its subject outside of the quotation, or the name behind it."""
        own = own_subject(token)
        if own is not None and self.reading.quoted[own.i] < 0:
            return own
        # the parser may have hung the name elsewhere: '…," said Ana Ruiz', '…," Ruiz, 49, told the harbour radio'
        doc = self.reading.doc
        finite = token.tag_ in ("VBD", "VBZ", "VBP")
        if finite and all(t.pos_ in ("ADV", "AUX", "PUNCT", "SPACE") for t in doc[start : token.i]):
            after = token.i + 1
            while after < len(doc) and after < token.i + 5 and doc[after].pos_ in ("ADV", "DET", "ADJ", "NUM"):
                after += 1
            if after < len(doc) and doc[after].pos_ in ("PROPN", "NOUN", "PRON") and self.reading.quoted[after] < 0:
                return self._head(doc[after])
        elif finite and start >= quote.end:
            for name in doc[start : token.i]:
                if name.pos_ in ("PROPN", "NOUN", "PRON"):
                    return self._head(name, token.i)
        raised = subject(token)
        if raised is not None and self.reading.quoted[raised.i] < 0:
            return raised
        return None

    @staticmethod
    def _head(name: Token, before: int | None = None) -> Token:
        """The head of the name that begins with ``name``, not past ``before``."""
        while name.dep_ in ("compound", "nmod", "amod", "det", "poss") and name.head.i > name.i:
            if before is not None and name.head.i >= before:
                break
            name = name.head
        return name

    # -- without words of its own --------------------------------------------------------------------------------

    def _follow(self, quote: QuotedRange, words: int) -> None:
        """A quotation without cue: the second part of a broken one, the next paragraph of one, or afloat."""
        reading, doc = self.reading, self.reading.doc
        region = reading.regions[quote.paragraph]
        previous = reading.quotes[quote.number - 1] if quote.number else None
        earlier = self._by_quote.get(previous.number) if previous is not None else None
        if previous is not None and earlier is not None:
            between = doc[previous.end : quote.start]
            if quote.quotation.continues or (
                previous.paragraph == quote.paragraph and self._only_attribution(between, earlier, quote)
            ):
                earlier.contents.append((quote.start, quote.end))
                self._by_quote[quote.number] = earlier
                return
        free = self._free(quote, region.start)
        if not free or words < _LEAST_FREE:
            return
        whole = reading.blank(region.start, quote.start) and reading.blank(quote.end, region.end)
        source = self._last_source(quote, whole)
        if source is None:
            return
        span, antecedent, confidence = source
        found = Found(
            [(quote.start, quote.end)], "quotation afloat", "states", confidence, source=span, antecedent=antecedent
        )
        self._keep(quote, found)

    def _only_attribution(self, between: "object", earlier: Found, quote: QuotedRange) -> bool:
        """Whether nothing but the earlier attribution stands between two quotations."""
        reading, doc = self.reading, self.reading.doc
        start, end = reading.quotes[quote.number - 1].end, quote.start
        if end - start > _REACH + 10:
            return False
        cue = earlier.cue
        if cue is None or not start <= cue[0] < end:
            return reading.blank(start, end)
        stops = sum(token.text in _ENDS for token in doc[start:end])
        return stops <= 1 and (
            doc[end - 1].text in _ENDS or doc[end - 1].text in _BEFORE or doc[end - 1].is_space or stops == 0
        )

    def _free(self, quote: QuotedRange, start: int) -> bool:
        """Whether a quotation is a sentence of its own: it begins where one begins and ends with a stop."""
        doc = self.reading.doc
        position = quote.start - 1
        while position >= start and doc[position].is_space:
            position -= 1
        begins = position < start or doc[position].text in _ENDS or self.reading.quoted[position] >= 0
        return begins and (self._last_mark(quote) in (".", "?", "!", "…", ",") or not quote.quotation.closed)

    def _last_source(self, quote: QuotedRange, whole: bool) -> "tuple[Range | None, Range | None, float] | None":
        """Who spoke last, in this paragraph or the one above."""
        if not self.found:
            return None
        reading = self.reading
        last = self.found[-1]
        paragraph = reading.region_of[last.contents[-1][0]]
        if last.source is None:
            return None
        if paragraph == quote.paragraph:
            return last.source, last.antecedent, 0.75
        if quote.paragraph - paragraph <= 1 and whole:
            return last.source, last.antecedent, 0.65
        return None

    # -- small things ----------------------------------------------------------------------------------------------

    def _cue(self, token: Token) -> Cue | None:
        kind = POS.get(token.pos_)
        if kind != "v":
            return None
        cue = self._table.get((token.lemma_.lower(), "v"))
        return cue if cue is not None and "q" in cue.frames else None

    def _adjoins(self, token: Token, quote: QuotedRange) -> bool:
        """Whether between the cue and the quotation stand only "that", "to reporters", an adverb."""
        between = self.reading.doc[token.i + 1 : quote.start]
        return all(t.pos_ in ("SCONJ", "ADV", "PUNCT", "SPACE", "PART") or t.lower_ == "that" for t in between)

    def _last_mark(self, quote: QuotedRange) -> str:
        doc = self.reading.doc
        start, end = quote.inner
        while end > start and doc[end - 1].is_space:
            end -= 1
        return doc[end - 1].text[-1:] if end > start else ""

    def _sentence_end(self, start: int, end: int) -> int:
        doc = self.reading.doc
        for position in range(start, min(end, start + _REACH + 10)):
            if doc[position].text in _ENDS:
                return position
        return min(end, start + _REACH + 10)


Link = tuple[Token | None, Cue | None, Range | None, Range | None, str, float]
__all__ = ["Linker", "Stance"]
