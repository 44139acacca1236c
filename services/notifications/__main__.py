"""`python -m services.notifications serve | migrate | …`."""

from services.notifications.app import PROGRAM
from shared.runtime.command_line import main

if __name__ == "__main__":
    main(PROGRAM)
