"""The in-process bus's dead letters, while the suite is not running."""

from embedded.settings import SuiteSettings
from shared.runtime.bus.in_process import InProcessBus
from shared.runtime.database import Database


async def act(settings: SuiteSettings, action: str, service: str) -> int:
    """Lists, or puts all of them back into the service's queue for the next run. The process's exit code."""
    database = Database(f"sqlite+aiosqlite:///{settings.data_dir}/bus.db")
    bus = InProcessBus(database)
    await bus.start()
    try:
        if action == "replay":
            print(f"{await bus.replay(service)} events replayed")  # noqa: T201 - a command's answer
            return 0
        for letter in await bus.dead_letters(service):
            print(  # noqa: T201 - a command's answer
                f"{letter.failed_at.isoformat()} {letter.message.event_id} {letter.message.routing_key} "
                f"attempts={letter.attempts} {letter.reason}"
            )
    finally:
        await bus.stop()
    return 0
