"""Whole stories, invented: who says what, who threatens whom, and nothing that is not there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.models import Report

Reader = Callable[[str], Report]
STORIES = Path(__file__).parent / "stories"


def name(report: Report, actor_id: str | None) -> str | None:
    """The name of an actor, or None."""
    actor = report.actor(actor_id)
    return actor and actor.name


@pytest.fixture
def story(report: Reader) -> Reader:
    """The report on the story of this name."""
    return lambda title: report((STORIES / f"{title}.txt").read_text("utf-8"))


def speakers(report: Report) -> dict[str, str | None]:
    """Who says each content, by the content's first four words."""
    return {
        " ".join(report.words(one.content).strip("“").split()[:4]): name(report, one.speaker) for one in report.claims
    }


def warned(report: Report) -> list[tuple[str, str | None, str | None]]:
    """Kind, actor and recipient of each warning."""
    return [(one.kind, name(report, one.actor), name(report, one.recipient)) for one in report.warnings]


SAID = {
    "court": {
        "If those records are": "Okafor",
        "Pellworth had “played for": "Simon Draycott",
        "Somebody gave that order,”": "Simon Draycott",
        "destroying anything": "Pellworth Stone",
        "the logs had been": "Anneke Vos",
        "he had been told": "retired shotfirer",
        "They said my pension": "retired shotfirer",
        "it feared for 60": "Quarry Workers' Guild",
        "it would comply with": "spokeswoman for the company",
        "Pellworth took its duties": "spokeswoman for the company",
    },
    "council": {
        "Nobody on this side": "Tessa Bright",
        "the vote a disgrace": "Harbour Party",
        "Reopen the talks by": "Omar Siddique",
        "officers had sat on": "Gwenda Pryce",
        "the letter had been": "council spokesman",
        "no lifeguard would be": "Tessa Bright",
        "23 people work at": "Unison",
    },
    "ministry": {
        "it would close its": "Karvia",
        "her government's patience was": "Lena Horvik",
        "Any further boarding of": "Lena Horvik",
        "they had “better coffee": "Piet Aalders",
        "We do not bargain": "Joost Vandermeer",
        "the two governments had": "European diplomat",
        "nothing had been signed": "European diplomat",
        "The herring will not": "Odd Lervik",
    },
    "strike": {
        "91 per cent of": "Transport Staff Association",
        "Our members are driving": "Moira Kettle",
        "it was disappointed": "Greylag Buses",
        "he would ask the": "Piers Lomax",
        "You get used to": "driver",
        "it had offered talks": "spokesman for Acas",
    },
}


@pytest.mark.parametrize("title", SAID)
def test_who_says_what(story: Reader, title: str) -> None:
    """Each of these contents has its own speaker, pronouns and nameless sources included."""
    assert speakers(story(title)).items() >= SAID[title].items()


WARNED = {
    "court": [
        ("ultimatum", "High Court judge", "Pellworth Stone"),
        ("ultimatum", "Okafor", None),
        ("caution", "High Court judge", None),
    ],
    "council": [
        ("threat", "Omar Siddique", None),
        ("ultimatum", "Omar Siddique", None),
        ("caution", "Swim teachers", None),
    ],
    "ministry": [
        ("ultimatum", "Karvia", None),
        ("threat", "Lena Horvik", None),
        ("caution", "European diplomat", None),
    ],
    "strike": [("ultimatum", "union", "Greylag Buses"), ("caution", None, "Passengers")],
}


@pytest.mark.parametrize("title", WARNED)
def test_who_warns_whom(story: Reader, title: str) -> None:
    """All warnings of each story, and no other."""
    assert WARNED[title] == warned(story(title))
