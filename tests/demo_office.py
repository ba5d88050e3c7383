"""The demo office, staged once for all tests of a module and taken away afterwards.

    @pytest.fixture(scope="module")
    def demo(django_db_setup, django_db_blocker):
        with staged(django_db_blocker) as told:
            yield told

Staging takes seconds, so the module shares one transaction; a test that writes does so inside `undone()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from django.core.management import call_command
from django.db import transaction


def told_by_demo(*words: str) -> str:
    """Run `manage.py demo` and return what it says."""
    out = StringIO()
    call_command("demo", *words, stdout=out)
    return out.getvalue()


@contextmanager
def undone() -> Iterator[None]:
    """Let a block write, by actions too, and take it all back at its end."""
    whole = transaction.atomic()
    whole._from_testcase = True  # lets the actions open their durable transactions inside
    with whole:
        yield
        transaction.set_rollback(True)


@contextmanager
def staged(blocker, *words: str) -> Iterator[str]:
    """Stage the demo until the end of the block; gives what the command said."""
    with blocker.unblock(), undone():
        yield told_by_demo(*words)
