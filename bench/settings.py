"""The portal's settings as it is served, for timing it through Django's test client."""

from postoffice.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = False
