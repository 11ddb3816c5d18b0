"""Actors: in which order, and what is said of each."""

from bot.models import Actor, Article, Claim, IssuedWarning, Mention, Report, Span
from bot.presentation.actors import describe_actor, order_actors

SPAN = Span(start=0, end=4)


def actor(name: str, mentions: int = 1, **more: object) -> Actor:
    """An actor with so many mentions."""
    own = [Mention(start=0, end=4, form="name")] * mentions
    return Actor.model_validate({"id": name, "name": name, "kind": "organisation", "mentions": own, **more})


def test_actors_come_by_their_part_in_the_story() -> None:
    """Who warns or is warned, then who speaks, then who is spoken of most."""
    claim = Claim(id="c", kind="indirect", stance="states", content=[SPAN], speaker="Press", confidence=0.9)
    warning = IssuedWarning(id="w", kind="threat", content=SPAN, actor="Union", recipient="Port")
    actors = [actor("Town", 9), actor("Mill", 2), actor("Press"), actor("Port"), actor("Union")]
    report = Report(article=Article(text="text"), actors=actors, claims=[claim], warnings=[warning], pipeline="p")
    assert [one.name for one, _ in order_actors(report)] == ["Port", "Union", "Press", "Town", "Mill"]


def test_an_actor_without_a_role_is_named_by_its_kind_in_the_reader_s_spelling() -> None:
    """British and American readers each get their own."""
    report = Report(article=Article(text="text"), actors=[actor("Union")], pipeline="p")
    assert describe_actor(report.actors[0], 0, report, "en-GB").facts == ["organisation"]
    assert describe_actor(report.actors[0], 0, report, "en-US").facts == ["organization"]


def test_other_names_and_the_number_of_claims_follow_the_role() -> None:
    """Of many other names the first few are given, and the rest counted."""
    union = actor("Union", aliases=["Union", "U1", "U2", "U3"], role="dockers’ body")
    report = Report(article=Article(text="text"), actors=[union], pipeline="p")
    told = describe_actor(union, 2, report, "en-GB", aliases=2)
    assert (told.name, told.facts) == ("Union", ["dockers’ body", "also: U1, U2 and 1 more", "2 claims"])
