"""The search for cycles that Python makes by itself, put off while very many rows are held."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """For one step: its tens of thousands of rows set the search off again and again, which took a third of it.

    What a step makes has no cycles and is bounded; what requests leave behind meanwhile is found right after it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
