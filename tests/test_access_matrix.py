"""Every address × client × scope × method gets the answer that was written by hand, and nothing more."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access import ADDRESSES
from tests.access.calling import Got, call
from tests.access.table import COLUMNS, Address, Cell

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
UNKNOWN = {"GET": "GET", "HEAD": "GET", "POST": "POST", "PUT": "PUT", "DELETE": "PUT"}
FLOOR = 10_000
pytestmark = pytest.mark.django_db


def judged(cell: Cell, method: str, got: Got, cast) -> str | None:
    """Say what is wrong with an answer to a cell, or None; the code that was asked for may be repeated."""
    place = f"{method} {cell.scope} by {cell.who} of the {'province' if cell.top else 'district'}"
    if (got.status, got.changed) != (cell.status, cell.writes):
        return f"{place}: {got}, not {cell.status}{'+' if cell.writes else ''}"
    foreign = [] if cell.top else cast.foreign(cell.who)
    asked = cast.unit(cell.who, cell.scope)
    seen = [mark for mark in foreign if mark in got.text and mark != asked]
    return f"{place} shows {seen}" if seen else None


def names() -> set[str]:
    """Return the name of every address of the portal; those of the admin stand for one."""
    found = set()
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(pattern.name)
        elif pattern.namespace:
            found.add(pattern.namespace)
        else:
            found |= {inner.name for inner in pattern.url_patterns}
    return found


def ids(address: Address) -> str:
    return address.path


@pytest.mark.parametrize("address", ADDRESSES, ids=ids)
def test_everybody_gets_the_answer_that_was_written_down(cast, address):
    faults = []
    for cell in address.cells():
        for method in cell.methods:
            got = call(cast, address, cell.who, cell.scope, method, top=cell.top)
            faults.append(judged(cell, method, got, cast))

    assert list(filter(None, faults)) == []


@pytest.mark.parametrize("address", ADDRESSES, ids=ids)
def test_nobody_comes_in_unknown(cast, address):
    faults = []
    for who in ("", "disabled"):
        for scope in ("own", "missing"):
            for method, row in UNKNOWN.items():
                page = address.anonymous.get(row, 401 if address.json else 302)
                json = address.anonymous.get(f"{row} json", page if address.anonymous else 401)
                for wanted, headers in ((page, {}), (json, {"accept": "application/json"})):
                    got = call(cast, address, who, scope, method, **headers)
                    if (got.status, got.changed) != (wanted, False):
                        faults.append(f"{method} {scope} by {who!r}, {headers}: {got}, not {wanted}")

    assert faults == []


@pytest.mark.parametrize("address", ADDRESSES, ids=ids)
def test_other_methods_and_posts_without_a_token_do_nothing(cast, address):
    known = address.methods | ({"HEAD"} if "GET" in address.methods else set())
    faults = []
    for who in COLUMNS:
        for method in METHODS:
            if method not in known:
                got = call(cast, address, who, "own", method)
                faults.append((who, method, str(got)) if (got.status, got.changed) != (405, False) else None)
        if "POST" in known:
            got = call(cast, address, who, "own", "POST", guarded=True)
            faults.append((who, "no token", str(got)) if (got.status, got.changed) != (403, False) else None)

    assert list(filter(None, faults)) == []


def test_every_address_is_in_the_matrix():
    assert names() == {address.name for address in ADDRESSES} | {"admin"}


def test_the_matrix_is_as_large_as_it_says():
    cells = [cell for address in ADDRESSES for cell in address.cells()]
    answered = sum(len(cell.methods) for cell in cells)
    unknown = len(ADDRESSES) * 2 * 2 * len(UNKNOWN) * 2
    others = sum(len(COLUMNS) * len(set(METHODS) - address.methods - {"HEAD"}) for address in ADDRESSES)

    assert answered + unknown + others >= FLOOR


KEY = re.compile(r"<\w+:\w+>|\(\?P<\w+>[^)]*\)")


def admin_paths(admin: URLResolver, prefix: str = "/admin/") -> Iterator[str]:
    """Yield a path for each pattern of the admin, filled with keys that are nobody's."""
    for inner in admin.url_patterns:
        route = prefix + KEY.sub("1", str(inner.pattern)).strip("^$")
        if isinstance(inner, URLPattern):
            yield route
        else:
            yield from admin_paths(inner, route)


def test_the_whole_admin_opens_to_administrators_alone(cast):
    admin = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "admin")
    paths = sorted(set(admin_paths(admin)))
    faults = []
    for path in paths:
        address = Address("admin", path, "")
        for method in ("GET", "POST"):
            opened = call(cast, address, "AD", "own", method, top=True)
            refused = opened.status == 500 or (opened.status == 403 and "autocomplete" not in path)
            faults.append(("AD", path, opened) if refused else None)
            for who in ("", "disabled", *COLUMNS[:7], "EX"):
                wanted = 302 if who in ("", "disabled") or path == "/admin/login/" else 403
                got = call(cast, address, who, "own", method)
                faults.append((who, path, got) if (got.status, got.changed) != (wanted, False) else None)
            unguarded = call(cast, address, "AD", "own", "POST", guarded=True)
            faults.append(("no token", path, unguarded) if unguarded.status != 403 else None)

    assert len(paths) >= 25
    assert list(filter(None, faults)) == []
