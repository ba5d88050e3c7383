"""A portal served for real refuses what is unsafe, and its cookies and redirects are those of the web."""

import pytest

from planning.models import User
from tests import production
from tests.production import answers, run

PROBE = """
import json, logging, warnings
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("collectstatic", interactive=False, verbosity=0)
warnings.simplefilter("ignore", ResourceWarning)
logging.disable(logging.CRITICAL)
client = Client(headers={"host": "kehoach.example.vn", "x-forwarded-proto": "https"})
page = client.get("/sign-in/")
token = page.cookies["__Host-csrf"].value
signed = client.post("/sign-in/", {"username": "manager", "password": "mat-khau-cua-bai-thu"})
plain = Client(headers={"host": "kehoach.example.vn"}).get("/sign-in/")
print(json.dumps({
    "page": [page.status_code, dict(page.headers)],
    "cookies": {name: dict(cookie) for name, cookie in {**page.cookies, **signed.cookies}.items()},
    "signed in": [signed.status_code, signed.headers.get("Location")],
    "plain http": [plain.status_code, plain.headers.get("Location")],
    "other host": Client(headers={"host": "evil.example", "x-forwarded-proto": "https"}).get("/").status_code,
    "health": Client(headers={"host": "kehoach.example.vn"}).get("/health/").status_code,
    "static": page.content.decode().count(".css"),
    "hashed": __import__("re").findall(r'href="(/static/css/[^"]+)"', page.content.decode()),
    "debug": settings.DEBUG,
}))
"""
SERVE = "import postoffice.wsgi"
CHECK = """
import django
django.setup()
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING", databases=["default"])
"""


@pytest.fixture
def portal(transactional_db, world, settings):
    """A cast whose passwords a production portal can read."""
    settings.PASSWORD_HASHERS = ["planning.passwords.PortalArgon2"]
    world.manager.set_password("mat-khau-cua-bai-thu")
    world.manager.save()
    return world


def test_a_production_portal_speaks_https_with_cookies_of_this_host_only(portal, tmp_path):
    told = answers(PROBE, tmp_path)

    status, headers = told["page"]
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert told["signed in"] == [302, "/"]
    assert set(told["cookies"]) == {"__Host-csrf", "__Host-session"}
    scope = {"secure": True, "path": "/", "domain": "", "samesite": "Lax"}
    for cookie in told["cookies"].values():
        assert {name: cookie[name] for name in scope} == scope
    assert told["cookies"]["__Host-session"]["httponly"] is True
    assert told["plain http"] == [301, "https://kehoach.example.vn/sign-in/"]
    assert (told["other host"], told["health"], told["debug"]) == (400, 200, False)
    assert len(told["hashed"]) == 1


def test_the_checks_for_deployment_find_nothing(transactional_db, tmp_path):
    done = run(CHECK, tmp_path)

    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "ngan"}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "a" * 64}, "SECRET_KEY must be set"),
        ({"PORTAL_MODE": "debug"}, "must be 'demo' or 'production'"),
    ],
    ids=["no key", "a short key", "one letter", "an unknown mode"],
)
def test_a_portal_without_a_proper_key_does_not_start(db, tmp_path, environment, sentence):
    done = run(SERVE, tmp_path, **environment)

    assert done.returncode != 0
    assert sentence in done.stderr.strip().splitlines()[-1]


def test_a_database_that_somebody_named_means_production(db, tmp_path):
    done = run("import postoffice.settings as s; print(s.PORTAL_MODE, s.DEBUG)", tmp_path)

    assert done.stdout.split() == ["production", "False"]


def test_demo_accounts_are_refused_until_they_are_disabled(transactional_db, world, tmp_path):
    User.objects.filter(pk__in=[world.planner.pk, world.head.pk]).update(is_demo=True)

    refused = run(SERVE, tmp_path)
    User.objects.filter(is_demo=True).update(is_active=False)
    served = run(SERVE, tmp_path)

    assert refused.returncode != 0
    assert "Demo accounts are active (head, planner" in refused.stderr.strip().splitlines()[-1]
    assert served.returncode == 0, served.stderr


def test_a_portal_starts_without_its_database_so_that_it_can_say_so_on_its_pages(db, tmp_path):
    gone = production.database_url().replace("test_portal", "khong_co_co_so_du_lieu")

    done = run(SERVE, tmp_path, DATABASE_URL=gone)

    assert done.returncode == 0, done.stderr
    assert "demo accounts were not looked for" in done.stderr
