"""Bad input of every family, in every field of every form and address: no fault, and nothing changed."""

from urllib.parse import quote, urlencode

import pytest

from tests.access import ADDRESSES
from tests.access.calling import call
from tests.access.table import Address, Cell
from tests.bad_values import CODES, INTEGERS, KINDS, MONTHS, TEXTS

pytestmark = pytest.mark.django_db
WRITING = [a for a in ADDRESSES if any(cell.writes for cell in a.cells()) and a.body and not a.json]
LIST = ("page", "per_page", "sort")
HISTORY = ("unit", "month", "noun", "who", *LIST)
REPORT = ("unit", "month", "plan", "measure", "line", "service", "grain", "basis")
QUERY = {
    "/sign-in/": ("next",), "/": ("month",), "/entry/{unit}/2019-11/": ("add",),
    "/queue/": ("month", "unit"), "/adjustments/": ("month",), "/payroll/2019-12/": ("unit",),
    "/history/": HISTORY, "/people/": ("q", *LIST), "/imports/": LIST,
    "/imports/{batch}/": LIST, "/units/new/": ("parent",),
    "/plans/2020/internal/": ("unit", "measure", "node"), "/plans/2020/internal/{unit}/": ("measure",),
    "/dashboard/": REPORT, "/unit/{unit}/": REPORT, "/unit/{unit}/EMS/": REPORT,
    "/reports/performance/": REPORT, "/reports/units/": REPORT, "/reports/units.json": REPORT,
    "/reports/units.csv": ("month", "plan"),
    "/reports/performance.xlsx": ("month", "unit"),
}  # fmt: skip
"""What each page reads from its address."""
TOLD = ("errorlist", "bar error", "says")
"""What stands in a page that says what is wrong with a form."""
FAMILIES = {"month": MONTHS, "page": INTEGERS, "per_page": INTEGERS, "q": TEXTS, "who": TEXTS, "next": TEXTS}
ASKED = [(path, name) for path, names in QUERY.items() for name in names]


def writer(address: Address) -> Cell:
    return next(cell for cell in address.cells() if cell.writes)


def values(family: dict[str, tuple[str, ...]]) -> list[str]:
    return [value for family in family.values() for value in family]


def with_field(address: Address, name: str, value: str) -> Address:
    return Address(address.name, address.path, address.table, {**address.body, name: value})


def shown(value: str) -> str:
    return repr(value[:40])


@pytest.mark.parametrize("address", WRITING, ids=lambda a: a.path)
def test_a_bad_value_changes_nothing_and_is_told(cast, address):
    cell, faults = writer(address), []
    for name in address.body:
        family = KINDS.get(name, CODES)
        for value in values(family):
            got = call(cast, with_field(address, name, value), cell.who, cell.scope, "POST", top=cell.top)
            taken = got.changed and family is not TEXTS
            is_seen = got.status in (200, 422) and not name.startswith("seen-")  # a field that nobody sees
            told = not is_seen or any(mark in got.text for mark in TOLD)
            fault = (name, shown(value), got.status)
            faults.append(None if got.status < 500 and told and not taken else fault)

    assert list(filter(None, faults)) == []


@pytest.mark.parametrize("path", QUERY)
def test_a_bad_query_is_answered(cast, path):
    who = {"/payroll/2019-12/": "AC", "/people/": "AD", "/entry/{unit}/2019-11/": "CL"}.get(path, "PL")
    faults = []
    for name in QUERY[path]:
        tried = [*values(FAMILIES.get(name, CODES)), ""]
        some = tried[ASKED.index((path, name)) % 3 :: 3]
        for value in some if QUERY[path] in (REPORT, HISTORY) else tried:
            asked = Address("", f"{path}?{urlencode({name: value})}", "")
            got = call(cast, asked, who, "below", "GET", top=path.startswith("/imports"))
            right = got.status in (200, 302, 400, 404) and not got.changed
            faults.append(None if right else (name, shown(value), got.status))

    assert list(filter(None, faults)) == []


PATHS = {
    "month": ["/entry/cua-bac/{}/", "/entry/cua-bac/{}/draft.json", "/queue/cua-bac/{}/", "/months/{}/",
              "/payroll/{}/", "/estimates/{}/", "/estimates/cua-bac/{}/"],
    "unit": ["/entry/{}/2019-11/", "/estimates/{}/2019-11/", "/queue/{}/2019-12/", "/units/{}/", "/unit/{}/",
             "/unit/cua-bac/{}/",
             "/plans/2020/internal/{}/", "/people/{}/", "/reports/{}/", "/invitation/{}/", "/plans/2020/{}/",
             "/queue/cua-bac/2019-12/{}/"],
    "number": ["/imports/{}/", "/plans/{}/internal/", "/months/2019-12/close/{}/",
               "/people/tai-cua-bac/posting/{}/end/"],
}  # fmt: skip
"""Addresses with one hole, by what belongs into it."""
HOLES = [(kind, path) for kind, paths in PATHS.items() for path in paths]
IN_A_PATH = {
    "month": [*values(MONTHS), "2019-12-01", "1899-12", "2200-01", "２０１９-12", "19-12"],
    "unit": [*values(CODES), "%", "..", ".", "cua-bac ", "cua%2fbac", "Cửa Bắc", "\U0001f4ee", "cua-bac;x=1"],
    "number": [*values(INTEGERS), "0", "00", "2147483648", "9223372036854775808", "٣", "１"],
}


@pytest.mark.parametrize(("kind", "path"), HOLES, ids=[path for _kind, path in HOLES])
def test_a_bad_address_is_not_found(cast, kind, path):
    faults = []
    for value in IN_A_PATH[kind]:
        if len(value) > 400:
            value = value[:400]
        asked = Address("", path.format(quote(value, safe="")), "", {"reason": "x"})
        for who, method in (("PL", "GET"), ("PL", "POST"), ("AD", "GET"), ("AD", "POST")):
            got = call(cast, asked, who, "own", method, top=True)
            right = got.status in (400, 403, 404, 405) or (got.status == 302 and "/close/" in path)
            fault = (who, method, shown(value), got.status)
            faults.append(None if right and not got.changed else fault)

    assert list(filter(None, faults)) == []


@pytest.mark.parametrize(
    "raw", ["%ff", "%c3%28", "%00", "%0d%0aX-A:b", "%1b[31m", "%u0041", "%", "%zz", "//", "/..%2f"]
)
def test_a_broken_address_is_refused(cast, raw):
    holes = ("/entry/{}/2019-11/", "/{}", "/reports/units/?unit={}", "/?{}={}", "/static/{}")
    paths = [hole.format(raw, raw) for hole in holes]
    answers = {path: call(cast, Address("", path, ""), "CL", "own", "GET").status for path in paths}

    assert {path: status for path, status in answers.items() if status not in (200, 302, 400, 404)} == {}
