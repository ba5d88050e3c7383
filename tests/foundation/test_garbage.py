"""The search for cycles rests while many rows are made, and goes on whatever happens."""

import gc

import pytest

from postoffice.garbage import unsought


def test_the_search_rests_and_goes_on():
    with unsought():
        assert not gc.isenabled()
        with unsought():
            pass
        assert not gc.isenabled()

    assert gc.isenabled()


def test_the_search_goes_on_after_a_refusal():
    with pytest.raises(ValueError, match="refused"), unsought():
        raise ValueError("refused")

    assert gc.isenabled()
