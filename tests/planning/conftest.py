"""Fixtures of the tests of the writing side."""

from datetime import UTC, date, datetime

import pytest

from planning.models import Estimate, Posting, ReportingMonth, User
from tests.workbooks import workbook


@pytest.fixture
def file(tmp_path):
    """Write sheets into a workbook and return its path."""

    def write(**sheets) -> str:
        path = tmp_path / "văn phòng.xlsx"
        path.write_bytes(workbook(**sheets))
        return str(path)

    return write


@pytest.fixture
def asked(december, settings):
    """The 9th of December, asked for by the 10th; the point was wrong about November, which is known."""
    settings.PORTAL_TODAY = "2019-12-09"
    december.now = datetime(2019, 12, 9, 3, 0, tzinfo=UTC)
    chief = december.people["chief"] = User.objects.create(username="chief", full_name="Người thử chief")
    Posting.objects.create(user=chief, role="clerk", unit=december.vp, starts_on=date(2018, 1, 1))
    ReportingMonth.objects.update(estimate_due_on=date(2019, 12, 10))
    Estimate.objects.create(
        unit=december.cua_bac, service=december.services["EMS"], month=date(2019, 11, 1),
        revenue=34_100, by=december.manager, at=december.now,
    )  # fmt: skip
    return december
