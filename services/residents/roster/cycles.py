"""The search for cycles that Python makes by itself, put off while very many rows are held."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 1
_EVERY_S = 1.0


class _Putting:
    """How many put it off at present, and when was looked all the same."""

    off = 0
    looked_at = 0.0


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """For one step: its tens of thousands of rows set the search off again and again, which took a third of it.

    What a step makes has no cycles and is bounded. What requests leave behind meanwhile is young, and looked for once
    a second at a step's end, even while other steps are under way.
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
        if (now := time.monotonic()) - _Putting.looked_at > _EVERY_S:
            _Putting.looked_at = now
            gc.collect(_YOUNG)
        if _Putting.off == 0:
            gc.enable()
