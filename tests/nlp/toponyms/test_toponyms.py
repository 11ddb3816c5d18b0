"""Places of a story: which names are places, and which of their namesakes they mean."""

from collections.abc import Callable

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from bot.models import Location, Report
from bot.nlp.document import spans
from bot.nlp.gazetteer import Gazetteer, ensure
from bot.nlp.reader import Predictions
from bot.nlp.toponyms import Toponyms
from bot.nlp.toponyms.candidates import Candidate
from bot.nlp.toponyms.mentions import gather

Reports = Callable[[str], Report]


def _found(report: Report) -> dict[str, Location]:
    return {location.name: location for location in report.locations}


def _where(location: Location) -> tuple[str, str | None, str | None] | None:
    place = location.place
    return (place.feature_code, place.country_code, place.admin1) if place else None


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            "PARIS, Texas — A tornado tore the roofs off forty homes in Paris on Tuesday, the sheriff of Lamar County "
            "said. Crews came from Dallas and Tyler.",
            "Paris",
            ("PPL", "US", "Texas"),
        ),
        (
            "Ministers met in Tbilisi on Monday. The old railway through Georgia, Armenia and Azerbaijan will open "
            "again in spring.",
            "Georgia",
            ("PCLI", "GE", None),
        ),
        (
            "Two bridges near Macon and Valdosta will close in April. Drivers from Atlanta who cross Georgia should "
            "take the interstate.",
            "Georgia",
            ("ADM1", "US", "Georgia"),
        ),
        (
            "A fire destroyed a barn outside Lebanon, Ohio, on Friday. Deputies of Warren County closed the road.",
            "Lebanon",
            ("PPL", "US", "Ohio"),
        ),
        (
            "BEIRUT — Lebanon closed its border with Syria on Sunday after shells fell near Tripoli.",
            "Lebanon",
            ("PCLI", "LB", None),
        ),
        (
            "Thousands marched in Washington on Saturday, then took buses back to Baltimore and Philadelphia.",
            "Washington",
            ("PPLC", "US", "District of Columbia"),
        ),
        (
            "Apples from Washington state, most of them grown near Yakima and Wenatchee, cost more this year.",
            "Washington",
            ("ADM1", "US", "Washington"),
        ),
        (
            "Convoys left Amman for Aqaba at dawn. The crossing between Jordan and Israel near the Dead Sea was shut.",
            "Jordan",
            ("PCLI", "JO", None),
        ),
    ],
)
def test_namesakes(report: Reports, text: str, name: str, expected: tuple[str, str, str | None]) -> None:
    """A name means the place that the rest of the story speaks for."""
    assert _where(_found(report(text))[name]) == expected


def test_two_towns_of_one_name(report: Reports) -> None:
    """Two towns of one name in one story are two locations, each in the state that is named behind it."""
    told = report("The mayor of Springfield, Illinois, met the mayor of Springfield, Missouri, on a ferry.")
    springfields = [location for location in told.locations if location.name == "Springfield"]
    assert [place.place.admin1 for place in springfields if place.place] == ["Illinois", "Missouri"]


def test_a_man_called_jordan(report: Reports) -> None:
    """A person's name is no place, neither whole nor by its last word."""
    told = report("Michael Jordan opened a restaurant in Chicago. Jordan said he would come back each week.")
    assert [location.name for location in told.locations] == ["Chicago"]


def test_a_woman_called_paris(report: Reports) -> None:
    """Who bears two towns' names is in neither of them."""
    told = report("Paris Hilton arrived on Monday, the Boston Globe reported. Hilton declined to speak.")
    assert told.locations == []


def test_newspapers(report: Reports) -> None:
    """The town in a newspaper's name is not where anything happened."""
    assert "Boston" not in _found(report("The council met in Lyon, the Boston Globe reported on Monday."))


def test_governments(report: Reports) -> None:
    """States and capitals that only say things and are told them are parties, not places."""
    assert report("Washington warned Moscow on Thursday. Moscow rejected the warning.").locations == []


def test_province_and_town(report: Reports) -> None:
    """A name is its town's, and its province's where the words ask for one; the wording is kept."""
    town = _found(report("Shells fell on Kherson, across the Dnipro River, before dawn."))["Kherson"]
    province = _found(report("Shells fell in villages of Kherson region before dawn, officials in Ukraine said."))[
        "Kherson"
    ]
    assert (town.place and town.place.feature_code) == "PPL"
    assert (province.place and province.place.feature_code) == "ADM1"
    assert "Kherson region" in province.aliases


def test_rivers_and_valleys(report: Reports) -> None:
    """A river is found with the words that say so, and lies in no one country where it crosses several."""
    river = _found(report("Troops crossed the Euphrates river at night. The east bank of the Euphrates was quiet."))[
        "Euphrates"
    ]
    assert river.place is not None
    assert (river.place.feature_code, river.place.country_code) == ("STM", None)
    assert sorted(river.aliases) == ["Euphrates", "Euphrates river"]
    assert len(river.mentions) == 2


def test_spellings_are_one_location(report: Reports) -> None:
    """Transliterations of one name are one location under all of them."""
    told = report("Buses left Khusham for Damascus. In Al Khasham village, aid reached Syria's poorest families.")
    khusham = _found(told)["Khusham"]
    assert {"Khusham", "Al Khasham"} <= set(khusham.aliases)
    assert khusham.place is not None and khusham.place.country_code == "SY"


def test_adjective_of_a_place(report: Reports) -> None:
    """A country that is only named as the adjective of a place in it is a location."""
    told = _found(report("Floods cut off Kisumu, and the Kenyan town asked for boats."))
    assert told["Kenya"].place is not None


def test_unread_paragraphs(report: Reports) -> None:
    """No place comes from a byline or a caption."""
    told = report(
        "Port strike enters third week\n\nBy Ann Lisbon in Dakar\n\n"
        "Cranes stood still in Rotterdam on Monday, unions said."
    )
    assert [location.name for location in told.locations] == ["Rotterdam"]


def test_what_cannot_be_told(report: Reports) -> None:
    """A name with many namesakes and nothing that speaks for one is no guess: no place, but its mention."""
    told = _found(report("The fair in Springfield opens on Friday."))
    assert told["Springfield"].place is None
    assert told["Springfield"].mentions != []


def test_alternatives(report: Reports) -> None:
    """The places that came close are kept, likeliest first, without the one that was chosen."""
    told = report("The mayor of Springfield spoke on Monday. Snow is due in Columbus, Dayton and Cincinnati.")
    for location in told.locations:
        scores = [other.score for other in location.alternatives]
        assert scores == sorted(scores, reverse=True)
        assert all(other.place != location.place for other in location.alternatives)
    assert any(location.alternatives for location in told.locations)


def test_empty_story(report: Reports) -> None:
    """A story without names has no places."""
    assert report("").locations == report("nothing happened anywhere today.").locations == []


_PIECES = st.lists(
    st.sampled_from(
        ["Georgia", "Paris", "Lebanon", "New", "York", "County", "River", "Lake", "al", "-", "The", "the", "of", "in",
         ",", ".", "(", ")", "Washington", "Springfield", "Texas", "U.S.", "W.Va", "said", "province", "12", "Highway",
         "Syrian", "and", "É", "“", "\n\n", "St.", "Zz", "Khusham", "Syria", "EU", "Globe"]
    ),
    max_size=40,
).map(" ".join)  # fmt: skip


@pytest.fixture(scope="module")
def bare() -> Callable[[str], Doc]:
    """Tokens alone, without entities or parse, through the component."""
    tokenizer = spacy.blank("en").tokenizer
    component = Toponyms(Gazetteer(ensure()))

    def located(text: str) -> Doc:
        doc = tokenizer(text)
        doc._.predictions = Predictions(len(doc)).as_record()
        return component(doc)

    return located


@settings(deadline=None)
@given(text=_PIECES | st.text(max_size=200))
def test_nothing_raises(bare: Callable[[str], Doc], text: str) -> None:
    """Any text goes through, even where nothing was parsed, and every mention belongs to a location."""
    doc = bare(text)
    ids = [record["id"] for record in doc._.locations]
    assert len(ids) == len(set(ids))
    assert set(ids) == {span.id_ for span in doc.spans[spans.TOPONYMS]}
    taken = [i for span in doc.spans[spans.TOPONYMS] for i in range(span.start, span.end)]
    assert len(taken) == len(set(taken))
    for record in doc._.locations:
        Location.model_validate(record)


def test_held_by_an_unknown_place() -> None:
    """A name before a comma and a place that nobody knows keeps its own places."""
    gazetteer = Gazetteer(ensure())
    unknown = gazetteer.find("Zubrowkaville")
    found = [
        Candidate(0, 1, "Georgia", gazetteer.find("Georgia"), (0, 1)),
        Candidate(2, 3, "Zubrowkaville", unknown, (2, 3)),
    ]
    names = gather(["Georgia", ",", "Zubrowkaville"], found, gazetteer)
    assert [(name.key, len(name.within)) for name in names] == [("georgia", 0), ("zubrowkaville", 0)]


@pytest.mark.parametrize(
    ("texts", "held"),
    [
        (["Paris", ",", "Texas"], 1),
        (["Georgia", ",", "U.S."], 1),
        (["China", ",", "Japan", "and", "Mongolia"], 0),
        (["Washington", ",", "Virginia", "and", "Maryland"], 0),
        (["Georgia", "and", "Armenia"], 0),
    ],
)
def test_after_a_comma(texts: list[str], held: int) -> None:
    """A name after a comma holds the one before it, unless the two stand in a list."""
    gazetteer = Gazetteer(ensure())
    found = [
        Candidate(i, i + 1, text, gazetteer.find(text), (i, i + 1)) for i, text in enumerate(texts) if text[0].isupper()
    ]
    assert len(gather(texts, found, gazetteer)[0].within) == held


def test_a_long_story(bare: Callable[[str], Doc]) -> None:
    """Two thousand names are read in one go, each of a place once."""
    doc = bare(" and ".join(["Springfield", "Clinton", "Georgia", "Texas", "Paris"] * 400))
    names = [record["name"] for record in doc._.locations]
    assert len(names) == len(set(names))
    assert {"Georgia", "Texas"} <= set(names)


def test_component_declares_itself(nlp: Language) -> None:
    """What the component needs is made by the pipes before it."""
    problems = nlp.analyze_pipes(keys=["assigns", "requires"])["problems"]["nutgraf_toponyms"]
    assert problems == []
