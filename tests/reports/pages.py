"""Read a dashboard as a person does: its words without markup, in English."""

import html
import re

from django.conf import settings
from django.test import Client
from django.utils import translation


def read(client: Client, address: str, **filters: str) -> str:
    """Return the text of a page, one space between words."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(address, filters)
    assert answer.status_code == 200, answer.status_code
    return text_of(answer.content.decode())


def text_of(markup: str) -> str:
    """Return what is to be read of some markup."""
    shown = re.sub(r"<(title|desc)\b.*?</\1>", " ", markup, flags=re.S)
    shown = re.sub(r"</?(a|b|small)\b[^>]*>", "", shown)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def page(client: Client, address: str, **filters: str):
    """Return the finished page that the template shows."""
    with translation.override("en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        answer = client.get(address, filters)
    assert answer.status_code == 200, answer.status_code
    return answer.context["page"]
