"""`python -m services.access serve | migrate | …`."""

from services.access.app import PROGRAM
from shared.runtime.command_line import main

if __name__ == "__main__":
    main(PROGRAM)
