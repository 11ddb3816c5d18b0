"""The newsroom in which the playground's people work."""

from bot.playground.people import People

PEOPLE = (
    ("ana", "Ana Duarte", "World editor"),
    ("ben", "Ben Okafor", "Reporter"),
    ("chloe", "Chloe Lindqvist", "Sub-editor"),
)


def add_newsroom(people: People) -> None:
    """Add three people, #world-desk, #city-desk (private), #canteen (without the bot) and their direct messages."""
    for name, real_name, title in PEOPLE:
        people.add_user(name, real_name, title=title)
    people.add_channel("world-desk", topic="Foreign news. Links are read as they are posted.")
    people.add_channel("city-desk", private=True, topic="City hall, courts, transport")
    people.add_channel("canteen", with_bot=False, topic="Not work")
    for name, _real_name, _title in PEOPLE:
        people.direct(name)
