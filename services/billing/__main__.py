"""`python -m services.billing serve | migrate | …`."""

from services.billing.app import PROGRAM
from shared.runtime.command_line import main

if __name__ == "__main__":
    main(PROGRAM)
