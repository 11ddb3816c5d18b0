"""The newsroom in which the playground's people work."""

from bot.playground.driver import Driver

PEOPLE = (
    ("ana", "Ana Duarte", "World editor"),
    ("ben", "Ben Okafor", "Reporter"),
    ("chloe", "Chloe Lindqvist", "Sub-editor"),
)


def add_newsroom(driver: Driver) -> None:
    """Add three people, #world-desk, #city-desk (private), #canteen (without the bot) and their direct messages."""
    for name, real_name, title in PEOPLE:
        driver.add_user(name, real_name, title=title)
    driver.add_channel("world-desk", topic="Foreign news. Links are read as they are posted.")
    driver.add_channel("city-desk", private=True, topic="City hall, courts, transport")
    driver.add_channel("canteen", with_bot=False, topic="Not work")
    for name, _real_name, _title in PEOPLE:
        driver.direct(name)
