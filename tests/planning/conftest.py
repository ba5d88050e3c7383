"""Fixtures of the tests of the writing side."""

import pytest

from tests.workbooks import workbook


@pytest.fixture
def file(tmp_path):
    """Write sheets into a workbook and return its path."""

    def write(**sheets) -> str:
        path = tmp_path / "văn phòng.xlsx"
        path.write_bytes(workbook(**sheets))
        return str(path)

    return write
