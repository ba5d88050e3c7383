"""Fixtures of the whole suite."""

import pytest

from tests import world as cast


@pytest.fixture
def world(db) -> cast.World:
    """The fixed cast of tests/world.py in an otherwise empty database."""
    return cast.build()
