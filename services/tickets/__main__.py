"""`python -m services.tickets serve | migrate | …`."""

from services.tickets.app import PROGRAM
from shared.runtime.command_line import main

if __name__ == "__main__":
    main(PROGRAM)
