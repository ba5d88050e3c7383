"""What every answer carries, whoever asks and whatever happened: policy, privacy, no cache."""

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client, override_settings

from tests.access import ADDRESSES
from tests.access import cast as seats
from tests.world import PASSWORD

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STATIC = re.compile(r"{%\s*static\s+['\"]([^'\"]+)['\"]")
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def faults(answer) -> list[str]:
    """Say which headers of an answer are not as they must be."""
    given = answer.headers.get("Content-Security-Policy", "")
    policy = dict(part.strip().split(" ", 1) for part in given.split(";") if part.strip())
    wrong = [f"CSP is {given}"] if policy != POLICY else []
    told = {name: answer.headers.get(name) for name in ALWAYS}
    return wrong + [f"{name} is {value}" for name, value in told.items() if value != ALWAYS[name]]


def is_private(answer) -> bool:
    return answer.headers["Cache-Control"] == "no-store, private" and "Cookie" in answer.headers["Vary"]


def test_every_page_carries_the_policy_so_that_nothing_foreign_runs_in_it(world):
    cast = seats.build(world)
    seen, wrong = 0, {}
    for address in ADDRESSES:
        cell = next((c for c in address.cells() if c.method == "GET"), None)
        if cell:
            path, _body = cast.request(address, cell.who, cell.scope)
            answer = cast.client(cell.who, top=cell.top).get(path)
            wrong[path] = faults(answer) + ([] if is_private(answer) else ["may be cached"])
            seen += 1

    assert seen >= 40
    assert {path: found for path, found in wrong.items() if found} == {}


def test_answers_that_refuse_carry_it_too_so_that_no_error_page_is_a_hole(client, world):
    strict = Client(enforce_csrf_checks=True)
    client.force_login(world.manager)
    answers = {
        "sign-in": Client().get("/sign-in/"),
        "to sign-in": Client().get("/"),
        "401": Client().get("/", headers={"Accept": "application/json"}),
        "403": client.get("/people/"),
        "403 json": client.get("/people/", headers={"Accept": "application/json"}),
        "403 token": strict.post("/sign-in/", {"username": "manager"}),
        "404": client.get("/khong-co/"),
        "405": client.get("/sign-out/"),
        "400": client.get("/reports/units/", {"month": "x"}),
        "400 host": client.get("/", headers={"Host": "evil.example"}),
        "health": Client().get("/health/"),
        "admin": client.get("/admin/"),
    }

    assert {name: faults(answer) for name, answer in answers.items() if faults(answer)} == {}
    assert [name for name, answer in answers.items() if not is_private(answer)] == []


def test_an_error_of_the_server_carries_it_too_and_tells_nothing(client, world, monkeypatch):
    client.force_login(world.manager)
    client.raise_request_exception = False
    monkeypatch.setattr("planning.views.entry.worklist", lambda *_: 1 / 0)

    answer = client.get("/entry/")

    assert (answer.status_code, faults(answer), is_private(answer)) == (500, [], True)
    assert "division" not in answer.content.decode()


def test_files_carry_the_policy_so_that_a_script_opened_alone_does_nothing_more(client, db):
    answer = client.get("/static/css/portal.css")
    answer.close()

    assert (answer.status_code, faults(answer)) == (200, [])


def test_signing_out_clears_what_the_browser_kept_so_that_shared_computers_are_safe(client, world):
    client.force_login(world.manager)

    answer = client.post("/sign-out/")

    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert answer.cookies["sessionid"].value == ""


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, world):
    client.get("/sign-in/")
    answer = client.post("/sign-in/", {"username": "manager", "password": PASSWORD})

    session, token = answer.cookies["sessionid"], answer.cookies["csrftoken"]
    assert (session["httponly"], session["samesite"], token["samesite"]) == (True, "Lax", "Lax")


@pytest.mark.parametrize(
    "goal",
    ["https://evil.example/", "//evil.example/", "///evil.example", "\\\\evil.example", "/\\evil.example",
     "javascript:alert(1)", "http:evil.example", " //evil.example", "\t//evil.example", "https:/evil.example",
     "http://testserver@evil.example/", "/%0d%0aSet-Cookie:a=b", "data:text/html,x", "abc", ".", "?x"],
)  # fmt: skip
def test_the_way_back_stays_on_this_host_so_that_no_link_leads_a_person_astray(client, world, goal):
    at_sign_in = client.post("/sign-in/", {"username": "manager", "password": PASSWORD, "next": goal})
    by_address = client.get("/sign-in/", {"next": goal})
    by_language = client.post("/i18n/setlang/", {"language": "en", "next": goal})

    for answer in (at_sign_in, by_address, by_language):
        assert answer.status_code == 302
        way = answer.headers["Location"].replace("\\", "/")
        assert way.isprintable()
        assert urlsplit(urljoin("http://testserver/i18n/setlang/", way)).netloc == "testserver"


def test_a_hashed_file_stands_behind_every_file_that_pages_name(tmp_path):
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "postoffice.staticfiles.PackedStorage"}}
    named = {name for page in TEMPLATES.rglob("*.html") for name in STATIC.findall(page.read_text())}

    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        urls = {name: staticfiles_storage.url(name) for name in named}

    assert len(named) >= 6
    for name, url in urls.items():
        assert re.search(r"\.[0-9a-f]{12}\.", url), url
        assert (tmp_path / url.removeprefix("/static/")).is_file(), name


def test_scripts_name_no_other_file_so_that_none_is_loaded_past_its_hash():
    scripts = {path.name: path.read_text() for path in (Path(settings.BASE_DIR) / "static/js").glob("*.js")}
    naming = re.compile(r"""(from|import)\s*\(?\s*["'`]""")

    assert len(scripts) >= 4
    assert [name for name, text in scripts.items() if naming.search(text)] == []
