"""The rules that can be switched off: each is measured."""

import csv

import pytest

from bot.nlp.document.switches import applies, without
from tests.quality.ablation import TABLE, rule_ids


def rows() -> list[dict[str, str]]:
    """The table of what rules are worth."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_a_rule_is_off_within_the_block_alone() -> None:
    """A rule that is switched off is on again behind the block, whatever happens in it."""
    with pytest.raises(ValueError), without("dateline"):
        assert not applies("dateline")
        raise ValueError
    assert applies("dateline")


def test_every_rule_is_measured() -> None:
    """The table has a line for each id in the code, and no other."""
    assert sorted(row["rule"] for row in rows()) == sorted(rule_ids())
