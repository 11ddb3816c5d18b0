"""Strangers' text and addresses, made fit to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presentation.text import web_url

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("mark", TURNING)
def test_an_address_holds_no_mark_that_turns_it(mark: str) -> None:
    """ "…/lmth.exe" must not read as "…/exe.html": the mark is written out, and the link leads where it led."""
    told = web_url(f"https://paper.example/{mark}lmth.exe", 500)
    assert told == "https://paper.example/" + "".join(f"%{byte:02X}" for byte in mark.encode()) + "lmth.exe"


@given(st.text())
def test_an_address_is_one_line_of_plain_letters(rest: str) -> None:
    """Whatever follows the scheme, nothing is left that breaks a link, or that is a control or a turning mark."""
    told = web_url("https://" + rest, 10_000)
    assert told is not None
    assert set(told) & set(' <>|"`{}\\^' + TURNING) == set()
    assert {unicodedata.category(letter) for letter in told} & {"Cc", "Zs", "Zl", "Zp"} == set()
