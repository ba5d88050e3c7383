"""What is too large for the web server in front is refused in the portal's words, too."""

import re

from django.conf import settings
from django.urls import resolve

from postoffice.middleware import whole


def test_the_web_server_asks_the_portal_for_its_sentence():
    said = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()

    [address] = re.findall(r"error_page 413 (\S+);", said)
    [block] = re.findall(rf"location = {address} {{(.*?)}}", said, re.DOTALL)

    assert resolve(address).url_name == "too-large"
    assert "internal;" in block
    assert "proxy_pass_request_body off;" in block


def test_a_person_reads_how_much_was_sent_and_what_to_do(client, db):
    answer = client.get("/too-large/", headers={"x-refused-size": str(40 << 20)})

    assert answer.status_code == 413
    said = answer.content.decode()
    assert "40 MB" in said
    assert "13 MB" in said
    assert "quản trị viên" in said


def test_a_size_that_is_none_is_not_made_up(client, db):
    for size in ("", "-5", "²", "lots", "1"):
        said = client.get("/too-large/", headers={"x-refused-size": size})
        assert said.status_code == 413
        assert "13 MB" in said.content.decode()


def test_a_size_that_no_file_can_have_is_refused_as_well(client, db):
    for size in ("9" * 400, "9" * 5_000, "0" * 400 + "9" * 12):
        assert client.get("/too-large/", headers={"x-refused-size": size}).status_code == 413
        assert whole(size) > settings.LARGEST_UPLOAD


def test_a_program_is_told_in_its_own_way(client, db):
    answer = client.get("/too-large/", headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()) == (413, {"error": "too_large"})
