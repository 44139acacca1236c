"""`python -m services.residents serve | migrate | …`."""

from services.residents.app import PROGRAM
from shared.runtime.command_line import main

if __name__ == "__main__":
    main(PROGRAM)
