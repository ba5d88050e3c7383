"""The bench's settings with what nginx does in front of the portal: answers are compressed."""

from bench.settings import *  # noqa: F403

MIDDLEWARE.insert(0, "django.middleware.gzip.GZipMiddleware")  # noqa: F405
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # files as they lie in static/
