"""The WSGI entry that granian serves; in production it refuses while invented people may sign in."""

import logging
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection


def refuse_demo_people() -> None:
    """Raise ImproperlyConfigured while a demo account, whose password is printed everywhere, is active.

    A database that does not answer yet is no reason to stay away: its pages answer 503 until it does.
    """
    from planning.models import User  # after get_wsgi_application: the models are loaded by it

    try:
        names = User.objects.filter(is_demo=True, is_active=True).values_list("username", flat=True)
        demo = list(names.order_by("username")[:3])
    except OperationalError:
        logging.getLogger(__name__).warning("No answer from the database: demo accounts were not looked for.")
        return
    finally:
        connection.close()  # this thread serves nobody
    if demo:
        raise ImproperlyConfigured(
            f"Demo accounts are active ({', '.join(demo)} …): a production portal does not serve with them."
            " Start with an empty database, or disable them first."
        )


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postoffice.settings")
application = get_wsgi_application()
if settings.IN_PRODUCTION:
    refuse_demo_people()
