"""The search for cycles that Python makes by itself, put off while very many rows are held."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 1


class _Putting:
    """How many put it off at present."""

    off = 0


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """For one step: its tens of thousands of rows set the search off again and again, which took a third of it.

    What a step makes has no cycles and is bounded. What requests leave behind meanwhile is young, and looked for at
    the step's end, whether or not another one is under way.
    """
    if _Putting.off == 0 and not gc.isenabled():  # somebody else's wish
        yield
        return
    gc.disable()
    _Putting.off += 1
    try:
        yield
    finally:
        _Putting.off -= 1
        gc.collect(_YOUNG)
        if _Putting.off == 0:
            gc.enable()
