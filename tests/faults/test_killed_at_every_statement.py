"""An action killed after each of its statements in turn: the books are as before, or all of it is there."""

import os
import signal
import sys
import traceback
from collections.abc import Callable

import pytest
from django.db import connection

from planning.models import YearTotals
from tests.faults.stories import NOVEMBER, a_month, other_ways
from tests.planning.small_office import everything

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def dies_after(number: int, deed: Callable[[], object]) -> bool:
    """Run a deed in a process that is killed after its statement `number`; say whether that came."""
    connection.close()
    child = os.fork()
    if child:
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the deed failed"
        return os.WIFSIGNALED(status)
    try:
        counted = iter(range(1, number))

        def count(execute, sql, params, many, context):
            answer = execute(sql, params, many, context)
            if next(counted, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        with connection.execute_wrapper(count):
            deed()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the parent learns it by the exit code
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(1)


@pytest.mark.parametrize("deeds", [a_month, other_ways])
def test_a_deed_killed_after_any_statement_is_undone_or_done(world, deeds):
    world.open("2019-11")
    world.report(world.cua_bac, NOVEMBER, {"EMS": 100})
    killed = {}

    for name, deed in deeds(world):
        before, number = everything(), 1
        while dies_after(number, deed):
            assert everything() == before, f"{name}, killed after statement {number}"
            number += 1
        assert everything() != before, f"{name} did nothing"
        assert YearTotals.objects.differences() == [], name
        killed[name] = number - 1

    assert YearTotals.objects.unsigned_changes() == []
    assert min(killed.values()) >= 4, killed
