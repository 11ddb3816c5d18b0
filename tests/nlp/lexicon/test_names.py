"""When two names are one: strings alone, no document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlp.lexicon import names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Rosa Blum", "Rosa M. Blum", True),
        ("Bill Hartley", "William Hartley", True),
        ("R. Blum", "Rosa Blum", True),
        ("Rosa Blum", "Karl Blum", False),
        ("Rosa Blum", "Rosa Stein", False),
        ("Omar bin Said", "Omar bin Said al-Harthy", True),
        ("Karl Blum Jr.", "Karl Blum", True),
    ],
)
def test_full_names_of_one_person(one: str, other: str, same: bool) -> None:
    """Surnames must agree, and given names, initials or short forms with them."""
    assert names.same_person(names.person_words(one), names.person_words(other)) is same


@pytest.mark.parametrize(
    ("short", "full", "how"),
    [
        ("Blum", "Rosa Blum", "family"),
        ("Rosa", "Rosa Blum", "given"),
        ("van Dijk", "Jan van Dijk", "family"),
        ("Harthy", "Omar al-Harthy", "family"),
        ("Stein", "Rosa Blum", None),
    ],
)
def test_what_a_short_name_is_of_a_full_one(short: str, full: str, how: str | None) -> None:
    """A surname, a given name, or nothing of it."""
    assert names.short_of(names.person_words(short), names.person_words(full)) == how


def test_a_ministry_has_one_key_in_any_wording() -> None:
    """Order, spelling, case and the form of the state's name make no difference."""
    wordings = [
        "Ministry of Defence of the Republic of Moldova",
        "Moldovan defense ministry",
        "Moldova’s Defense Ministry",
    ]
    first, *rest = [names.body_key(wording) - {"republic"} for wording in wordings]

    assert rest == [first, first]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Harbour Workers Union", "HWU"),
        ("Bank of Porto", "BP"),
        ("Iraqi Security Forces", "ISF"),
        ("Iraqi Security Forces", "SF"),
    ],
)
def test_initials_of_a_body(name: str, letters: str) -> None:
    """The initials of the capital words, with and without the state's."""
    assert letters in names.initials(name)


@pytest.mark.parametrize(
    ("short", "long", "fits"),
    [
        ("commission", "european commission", True),
        ("church", "church of the harbour", True),
        ("harland", "harland holdings ltd", True),
        ("justice", "association for justice", False),
        ("union", "union street market", True),
        ("street", "union street market", False),
    ],
)
def test_names_cut_short(short: str, long: str, fits: bool) -> None:
    """A word for a body at either end of a name, or a company without its ending."""
    assert names.shortened(names.plain_words(short), names.plain_words(long)) is fits


def test_aliases_are_distinct() -> None:
    """Forms that differ by article, case or possessive alone are one, and the name itself is none."""
    forms = ["the HWU", "HWU’s", "HWU", "Harbour Workers Union", "The union"]

    assert names.distinct(forms, "Harbour Workers Union") == ["HWU", "The union"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_names_of_any_letters_raise_nothing(one: str, other: str) -> None:
    """Whatever stands in a name, comparing it with another gives an answer."""
    a, b = names.person_words(one), names.person_words(other)

    assert names.same_person(a, b) == names.same_person(b, a)
    assert names.body_key(one) == names.body_key(one.replace("  ", " "))
