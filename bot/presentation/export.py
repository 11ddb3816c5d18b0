"""A story's facts to take along: tables for a spreadsheet, Markdown for a note, JSON for a program.

Every row carries the words as they stand in the story, the names beside them, the offsets that they have in the
article's text, and (for a story with an address) a link to the very words.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from bot.models import Claim, IssuedWarning, Report, Span
from bot.presentation.claims import is_sure, order_claims
from bot.presentation.formats import Locale, date_time
from bot.presentation.places import describe_place
from bot.presentation.quotes import jump
from bot.presentation.text import one_line, shown
from bot.presentation.warnings import order_warnings
from bot.presentation.wording import SAID, WARNINGS

Row = dict[str, str | int | float | bool | None]
Form = Literal["csv", "json", "md"]
Tables = dict[str, list[Row]]

# A cell that begins so is taken for a formula by spreadsheets (OWASP, "CSV Injection"); an apostrophe makes it text.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "warnings": (
        "kind", "actor", "recipient", "words", "condition", "consequence", "deadline", "due", "event",
        "not_issued", "confidence", "check", "link", "start", "end",
    ),
    "claims": (
        "speaker", "role", "stance", "words", "source", "cue", "addressee", "form", "confidence", "check", "link",
        "start", "end",
    ),
    "actors": ("name", "kind", "role", "affiliation", "also", "claims", "mentions"),
    "places": ("name", "place", "country_code", "latitude", "longitude", "mentions", "start", "end"),
}  # fmt: skip


def build_tables(report: Report) -> Tables:
    """Warnings, claims, actors and places, each a list of rows in the order of the reply."""
    return {
        "warnings": [_warning(report, warning) for warning in order_warnings(report)],
        "claims": [_claim(report, claim) for claim in order_claims(report)],
        "actors": _actors(report),
        "places": _places(report),
    }


def to_csv(report: Report) -> dict[str, bytes]:
    """File names and what is in them, a table each, UTF-8 with a byte order mark: spreadsheets then show every letter.

    No cell is a formula.
    """
    return {f"{name}.csv": _csv(_COLUMNS[name], rows) for name, rows in build_tables(report).items()}


def to_json(report: Report) -> str:
    """The story's head and its tables as one JSON object."""
    article = report.article
    head = {
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "authors": article.authors,
        "published": article.published.isoformat() if article.published else None,
        "pipeline": report.pipeline,
    }
    return json.dumps({"story": head, **build_tables(report)}, ensure_ascii=False, indent=1) + "\n"


def to_markdown(report: Report, locale: Locale) -> str:
    """The story's facts as a note: headings, and a line for each fact with its words."""
    article = report.article
    about = [article.publisher, date_time(article.published, locale) if article.published else None]
    title = _escape(article.title or "Untitled story")
    lines = [f"# [{title}](<{article.url}>)" if article.url else f"# {title}"]
    lines += [" · ".join(_escape(fact) for fact in about if fact)] if any(about) else []
    tables = build_tables(report)
    for name, heading, line in (
        ("warnings", "Warnings", _warning_line),
        ("claims", "Claims", _claim_line),
        ("actors", "Actors", _actor_line),
        ("places", "Places", _place_line),
    ):
        if tables[name]:
            lines += ["", f"## {heading}", "", *(f"- {line(row)}" for row in tables[name])]
    return "\n".join(lines) + "\n"


def _warning(report: Report, warning: IssuedWarning) -> Row:
    return {
        "kind": warning.kind,
        "actor": _name(report, warning.actor, warning.actor_span),
        "recipient": _name(report, warning.recipient, warning.recipient_span),
        "words": _words(report, [warning.content]),
        "condition": _words(report, [warning.condition]) if warning.condition else None,
        "consequence": _words(report, [warning.consequence]) if warning.consequence else None,
        "deadline": _words(report, [warning.deadline]) if warning.deadline else None,
        "due": warning.deadline.due.isoformat() if warning.deadline and warning.deadline.due else None,
        "event": warning.event,
        "not_issued": warning.negated,
        "confidence": round(warning.confidence, 2),
        "link": jump(report.article, warning.content),
        "start": warning.content.start,
        "end": warning.content.end,
    }


def _claim(report: Report, claim: Claim) -> Row:
    speaker = report.actor(claim.speaker)
    return {
        "speaker": one_line(speaker.name) if speaker else None,
        "role": one_line(speaker.role) if speaker and speaker.role else None,
        "stance": claim.stance,
        "words": _words(report, claim.content),
        "source": _words(report, [claim.source]) if claim.source else None,
        "cue": _words(report, [claim.cue]) if claim.cue else None,
        "addressee": _name(report, claim.addressee, None),
        "form": claim.kind,
        "confidence": round(claim.confidence, 2),
        "check": not is_sure(claim),
        "link": jump(report.article, claim.content[0]),
        "start": claim.content[0].start,
        "end": claim.content[-1].end,
    }


def _actors(report: Report) -> list[Row]:
    spoken = [claim.speaker for claim in report.claims]
    return [
        {
            "name": one_line(actor.name),
            "kind": actor.kind,
            "role": one_line(actor.role) if actor.role else None,
            "affiliation": _name(report, actor.affiliation, None),
            "also": "; ".join(one_line(alias) for alias in actor.aliases if alias != actor.name) or None,
            "claims": spoken.count(actor.id),
            "mentions": len(actor.mentions),
        }
        for actor in report.actors
    ]


def _places(report: Report) -> list[Row]:
    return [
        {
            "name": one_line(location.name),
            "place": describe_place(location),
            "country_code": location.place.country_code if location.place else None,
            "latitude": location.place.latitude if location.place else None,
            "longitude": location.place.longitude if location.place else None,
            "mentions": len(location.mentions),
            "start": location.mentions[0].start if location.mentions else None,
            "end": location.mentions[0].end if location.mentions else None,
        }
        for location in report.locations
    ]


def _name(report: Report, actor_id: str | None, span: Span | None) -> str | None:
    actor = report.actor(actor_id)
    if actor is not None:
        return one_line(actor.name)
    return _words(report, [span]) if span else None


def _words(report: Report, spans: list[Span]) -> str:
    return one_line(shown(report.words(spans)))


def _csv(columns: Iterable[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(columns), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: str | int | float | bool | None) -> str | int | float:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None else value


def _escape(words: str) -> str:
    """Words in which Markdown reads no markup."""
    text = one_line(shown(words))
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in text)


def _linked(row: Row) -> str:
    words = _escape(str(row["words"]))
    return f"[{words}](<{row['link']}>)" if row["link"] else words


def _warning_line(row: Row) -> str:
    whom = f" → {_escape(str(row['recipient']))}" if row["recipient"] else ""
    denied = " (not issued, the story says)" if row["not_issued"] else ""
    who = _escape(str(row["actor"] or "unattributed"))
    return f"**{_KINDS[str(row['kind'])]}: {who}{whom}**{denied}: {_linked(row)}"


def _claim_line(row: Row) -> str:
    role = f" ({_escape(str(row['role']))})" if row["role"] else ""
    who = _escape(str(row["speaker"] or row["source"] or "unattributed"))
    check = " *(check)*" if row["check"] else ""
    return f"**{who}**{role} {_VERBS[str(row['stance'])]}: {_linked(row)}{check}"


def _actor_line(row: Row) -> str:
    also = f"; also {_escape(str(row['also']))}" if row["also"] else ""
    return f"**{_escape(str(row['name']))}**, {_escape(str(row['role'] or row['kind']))}{also}"


def _place_line(row: Row) -> str:
    where = f", {row['latitude']:.2f}, {row['longitude']:.2f}" if row["latitude"] is not None else ""
    return f"{_escape(str(row['place']))}{where}"


_KINDS: Final[Mapping[str, str]] = {str(kind): word for kind, word in WARNINGS.items()}
_VERBS: Final[Mapping[str, str]] = {str(stance): verb for stance, verb in SAID.items()}


def export_story(report: Report, form: Form, locale: Locale) -> dict[str, bytes]:
    """The files of one form, by name."""
    if form == "csv":
        return to_csv(report)
    return {f"story.{form}": (to_json(report) if form == "json" else to_markdown(report, locale)).encode()}
