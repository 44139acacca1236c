"""Story 7 of handbook flows through the gateway, the same on both ways to run the suite."""

from tests.journeys.people import People
from tests.journeys.transfer_story import Transfer


async def test_a_household_leaves(people: People) -> None:
    story = Transfer(people)
    await story.lives_here()
    await story.owes_a_repair_and_has_a_pass()
    await story.is_opened()
    await story.is_refused_while_anything_is_open()
    await story.is_settled()
    await story.is_closed()
    await story.the_old_phone_is_nobody()
