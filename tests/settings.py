"""The portal's settings for the suite: the same database, plain static files, cheap passwords.

Without DATABASE_URL the suite joins the embedded cluster of PORTAL_DATA for its lifetime.
"""

import atexit
import os
from contextlib import ExitStack
from pathlib import Path

if "DATABASE_URL" not in os.environ:
    from tools.local_postgres import running

    _data = Path(os.environ.setdefault("PORTAL_DATA", ".data/check")).resolve()
    _stack = ExitStack()
    os.environ["DATABASE_URL"] = _stack.enter_context(running(_data, durable=False))
    atexit.register(_stack.close)
os.environ.setdefault("PORTAL_TEST_RUN", str(os.getpid()))  # the workers of a run inherit its name
os.environ.setdefault("PORTAL_MODE", "demo")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser tests run in an event loop

from postoffice.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # files as they lie in static/, …
STATICFILES_FINDERS = [
    "tests.packed_scripts.PackedFinder",  # … but our scripts as they are served
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = BASE_DIR / "static"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["TEST"] = {"NAME": f"test_portal_{os.getpid()}"}  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PORTAL_TODAY = "2020-01-03"
