"""Forms as a browser sends them."""

import re
from uuid import uuid4


def full(**typed):
    """A whole form: revenue and volume of the four services, nothing known before."""
    form = {"key": str(uuid4()), "unit": "1", "version": "0"}
    for service in ("EMS", "BK", "CT", "BAO"):
        for measure in ("revenue", "volume"):
            form[f"{service}-{measure}"] = ""
            form[f"was-{service}-{measure}"] = "0:"
    return form | typed


def known(page, **typed):
    """The form as a browser would send it back."""
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    fields.pop("csrfmiddlewaretoken", None)
    return {name: value for name, value in fields.items() if not name.startswith("note-")} | typed
