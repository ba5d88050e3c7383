"""A statement of fixed text is planned once a connection, where the settings say that it may be."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from planning.models import DraftSave, kept_plans
from tests.planning.test_entry_draft import cell, draft, manager, send  # noqa: F401  (manager is a fixture)

SQL = "SELECT %s::int + 1, 'a%%' LIKE 'a%%'"


@pytest.fixture
def keeps_plans(settings, db):
    """Keep plans on a connection that has kept none yet, and none afterwards."""
    settings.KEEPS_PLANS = True
    yield
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    kept_plans._known.clear()


def asked(value: object, sql: str = SQL) -> tuple:
    with connection.cursor() as cursor:
        kept_plans.execute(cursor, sql, [value])
        return cursor.fetchone()


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def test_it_is_prepared_once_and_answers_as_it_is_written(keeps_plans):
    before = kept()

    assert [asked(1), asked(41)] == [(2, True), (42, True)]

    assert kept() == before + 1


def test_nothing_is_kept_unless_the_settings_say_so_for_a_pooler_would_lose_it(db):
    before = kept()

    assert asked(1) == (2, True)

    assert kept() == before


def test_two_statements_of_other_texts_are_two(keeps_plans):
    assert (asked(1), asked(1, "SELECT %s::int + 2")) == ((2, True), (3,))


def test_a_transaction_that_is_taken_back_does_not_take_the_plan_along(keeps_plans):
    with pytest.raises(DataError), transaction.atomic():
        asked(5)
        asked("none", "SELECT %s::int")

    assert asked(5) == (6, True)


def test_a_new_connection_prepares_again(keeps_plans):
    asked(1)
    kept_plans._known.clear()  # as when the server was gone: nothing is known of the new connection
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    assert asked(2) == (3, True)


def test_a_save_with_kept_plans_stores_what_one_without_stores(keeps_plans, manager):  # noqa: F811
    for version, text in enumerate(("31.200", "31.300")):
        send(manager, cell(text, version=version))
    with CaptureQueriesContext(connection) as captured:
        told = send(manager, cell("31.400", version=2)).json()

    assert (told["version"], draft(), DraftSave.objects.count()) == (3, 31_400, 3)
    texts = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert [text.split("_")[0] for text in texts] == ["EXECUTE portal"] * 7
