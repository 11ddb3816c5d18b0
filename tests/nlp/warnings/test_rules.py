"""The closed rules of warnings, and how they meet the reader, who says here what a test tells him."""

from collections.abc import Callable

import pytest

Find = Callable[..., list[dict[str, str | None]]]


@pytest.mark.parametrize(
    ("text", "rule", "content"),
    [
        ("Norland warned Sudland that its ships would be sunk.", "warn", "its ships would be sunk"),
        ("Officials cautioned against moving the patients.", "warn", "moving the patients"),
        ("Norland threatened to close the strait.", "threaten", "to close the strait"),
        ("The general vowed to bomb the harbour.", "vow of harm", "to bomb the harbour"),
        (
            "“Give us the keys by noon or we shall sue,” Ana Ruiz said.",
            "or else",
            "Give us the keys by noon or we shall sue",
        ),
        ("“We will not sail unless we are paid,” Ana Ruiz said.", "unless", "We will not sail unless we are paid"),
        (
            "“If the debt is not paid by Monday, no ship will sail,” Ana Ruiz said.",
            "unless",
            "If the debt is not paid by Monday, no ship will sail",
        ),
        (
            "“Any further boarding of our ships will have consequences,” Ana Ruiz said.",
            "any attempt",
            "Any further boarding of our ships will have consequences",
        ),
        (
            "“A landing on the islands will have consequences,” Ana Ruiz said.",
            "consequences",
            "A landing on the islands will have consequences",
        ),
        (
            "“Any ships in this strait will be immediately destroyed by our navy,” Ana Ruiz said.",
            "will harm",
            "Any ships in this strait will be immediately destroyed by our navy",
        ),
        (
            "The alliance has often said it will defend the islands if they are attacked.",
            "will hold if",
            "it will defend the islands if they are attacked",
        ),
        (
            "The union gave Brightline until Friday to pay its drivers, or face a strike.",
            "given until",
            "until Friday to pay its drivers, or face a strike",
        ),
    ],
)
def test_each_rule_finds_its_form(find: Find, text: str, rule: str, content: str) -> None:
    """A rule keeps its finding though the reader sees none."""
    assert [(rule, content)] == [(one["rule"], one["content"]) for one in find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The fire threatens to close the coast road.",
        "The council listed three threatened species of gull.",
        "The mayor received death threats after the vote.",
        "The club threatened the leaders' record until the last minute.",
        "The company said on Tuesday that it would lay off 300 workers.",
        "The minister promised to build a school in every village.",
        "Warning signs stood along the pier.",
        "The company said the new crane poses no threat to birds.",
        "“They tried to threaten us with a boycott once,” the mayor said.",
    ],
)
def test_what_only_looks_like_one(find: Find, text: str) -> None:
    """Fires, species, threats without content, layoffs, promises of good, a passing "threaten" in a quotation."""
    assert find(text) == []


def test_the_reader_decides_where_no_rule_speaks(find: Find) -> None:
    """A sentence that the reader takes for a threat is one; its tags give the words, the claim who says it."""
    text = "General Ana Ruiz said any ship in the strait would regret it. It rained. Nobody sailed."
    (one, *_) = find(text, score=0.999, parts={"content": "any ship in the strait would regret it"})
    assert (one["rule"], one["kind"], one["actor"]) == ("reader", "threat", "General Ana Ruiz")
    assert one["content"] == "any ship in the strait would regret it"


def test_the_reader_is_not_asked_of_a_single_sentence(find: Find) -> None:
    """He has learned on articles, and takes too much for a threat where nothing stands around it."""
    assert find("General Ana Ruiz said any ship in the strait would regret it.", score=0.999) == []


def test_the_reader_tells_the_kind(find: Find) -> None:
    """The same words of a rule are a threat or a caution as the reader sees them."""
    text = "Norland warned Sudland that the dam would break."
    assert [one["kind"] for one in find(text, kind="caution")] == ["caution"]
    assert [one["kind"] for one in find(text, kind="threat")] == ["threat"]


def test_condition_and_consequence_by_grammar(find: Find) -> None:
    """Where the reader tags neither: "unless …", and what is done otherwise."""
    (one,) = find("The union threatened to close the port unless the company pays for new cranes.")
    assert (one["condition"], one["consequence"]) == ("unless the company pays for new cranes", "close the port")


def test_a_deterred_attempt_is_the_condition(find: Find) -> None:
    """ "any attempt to … will …"."""
    (one,) = find("Norland warned Sudland on Friday that any attempt to board its ships will result in retaliation.")
    assert (one["condition"], one["consequence"]) == (
        "any attempt to board its ships",
        "will result in retaliation",
    )


def test_the_reader_tags_a_condition_where_grammar_shows_none(find: Find) -> None:
    """ "in case of strong winds" is no clause."""
    (one,) = find(
        "Officials warned drivers that the bridge would be closed in case of strong winds.",
        parts={"condition": "in case of strong winds"},
    )
    assert one["condition"] == "in case of strong winds"


def test_advice_has_no_consequence(find: Find) -> None:
    """What people should do is not what happens."""
    (one,) = find("Officials warned residents to leave the coast.", kind="caution")
    assert one["consequence"] is None


def test_what_must_not_be_done_is_the_condition(find: Find) -> None:
    """ "warned against": the harm is left open."""
    (one,) = find("Norland warned Sudland against any landing on the islands.")
    assert (one["condition"], one["consequence"]) == ("any landing on the islands", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norland warned that it would close its ports to the trawlers.", "threat"),
        ("Norland warned that any attempt to land would result in retaliation.", "threat"),
        ("The judge warned both sides against speaking to the press.", "caution"),
        ("The judge cautioned the union against a strike.", "caution"),
        ("The union threatened to close the port unless the company pays.", "ultimatum"),
    ],
)
def test_the_kind_where_the_grammar_tells_it(find: Find, text: str, kind: str) -> None:
    """Who warns of what he would do himself threatens; who cautions, or warns both sides, does not."""
    other = "threat" if kind == "caution" else "caution"
    assert [one["kind"] for one in find(text, kind=other)] == [kind]


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Norland threatened to answer fire across Hungary.", "Norland", None),
        ("Health officials warned residents not to drink the water.", "Health officials", "residents"),
        ("Iran threatened to close all its borders with Iraq.", "Iran", "Iraq"),
        ("Passengers were warned to stay away from the pier.", None, "Passengers"),
        ("The union threatened to strike unless Brightline pays its drivers.", "The union", "Brightline"),
    ],
)
def test_who_and_whom(find: Find, text: str, actor: str | None, recipient: str | None) -> None:
    """By the grammar of the cue, else by whom the harm would hit or the demand binds."""
    assert [(actor, recipient)] == [(one["actor"], one["recipient"]) for one in find(text)]


def test_who_urges_whom_by_what_the_content_hangs_on(find: Find) -> None:
    """A caution that only the reader sees takes its parties from the verb above it."""
    (one,) = find(
        "Mexican authorities urged residents to leave the coast.",
        score=0.999, kind="caution", parts={"content": "to leave the coast"},
    )  # fmt: skip
    assert (one["actor"], one["recipient"]) == ("Mexican authorities", "residents")


def test_who_listens_is_not_who_is_warned(find: Find) -> None:
    """A meeting, reporters and the newspaper of an interview are no recipients."""
    (one,) = find("“If the debt is not paid by Monday, no ship will sail,” Ana Ruiz told a meeting.")
    assert one["recipient"] is None


@pytest.mark.parametrize(
    "text",
    [
        "Norland did not threaten to close the strait.",
        "Norland declined to threaten Sudland with new sanctions.",
    ],
)
def test_a_denied_warning_is_said_to_be_that(find: Find, text: str) -> None:
    """ "did not", "declined to", "denied that it had": it is kept, and marked as not issued."""
    assert [one["negated"] for one in find(text)] == ["yes"]


def test_who_denies_it_has_not_threatened(find: Find) -> None:
    """What stands in a denial was not issued, though the reader takes the words for a threat."""
    text = "The club denied that it had threatened to leave the stadium. It rained. Nobody came."
    assert find(text, score=0.999, parts={"content": "to leave the stadium"})[0]["negated"] == "yes"


def test_a_deadline_belongs_to_the_warning(find: Find) -> None:
    """By when the demand must be met."""
    (one,) = find("The union threatened to strike unless it is paid by Friday noon.")
    assert one["deadline"] == "by Friday noon"
