"""Python's search for cycles, which a file of many thousand rows would set off time and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unsought() -> Iterator[None]:
    """Make rows by the ten thousand without looking through all of them for cycles, of which they have none.

    What nobody holds any longer is freed at once as ever; the search goes on afterwards.
    """
    was_sought = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_sought:
            gc.enable()
