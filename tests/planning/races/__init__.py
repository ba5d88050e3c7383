"""People who do things at the same time, each with a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def together(*deeds: Callable[[], object]) -> list[object]:
    """Begin all deeds at one moment; return for each what it returned, or the exception it raised."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            start.wait()
            return deed()
        except Exception as error:  # noqa: BLE001 - the test judges what it was
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def raised(answers: list[object], but: tuple[type[Exception], ...] = ()) -> list[object]:
    """Return the exceptions among answers that are none of `but`."""
    return [answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, but)]
