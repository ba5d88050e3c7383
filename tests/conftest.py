"""Fixtures of the whole suite."""

import gc
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from tests import demo_office
from tests import world as cast_of_world
from tests.access.calling import seated
from tests.access.cast import Cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The test's database; what a thread of a live server still holds when all is over is let go."""
    yield
    with django_db_blocker.unblock():
        demo_office.let_go(connection.settings_dict["NAME"])


@pytest.fixture
def world(db) -> cast_of_world.World:
    """The fixed cast of tests/world.py in an otherwise empty database."""
    return cast_of_world.build()


@pytest.fixture
def december(world) -> cast_of_world.World:
    """The cast with December open; Cửa Bắc has a year of books and a target behind it."""
    world.open("2019-12")
    world.books("""
        unit    | 2018   | 2019-11 | target 2019
        cua bac | 120000 |   31000 |      384000
    """)
    return world


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    """Every role at the district and at the province (tests/access), once for a module's tests."""
    with django_db_blocker.unblock(), seated() as made:
        yield made


SLOW = (
    "tests/browser/",
    "tests/test_access_matrix.py",
    "tests/test_bad_input.py",
    "tests/tools/",
    "tests/planning/test_demo",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take long, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(SLOW))


def pytest_collection_finish() -> None:
    """Let the collector leave alone what stays until the end, and come seldom: requests free themselves."""
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take away the demo offices of the run, once all its workers have ended."""
    if not hasattr(config, "workerinput"):
        with config.stash[blocking_manager_key].unblock():
            demo_office.forget()
