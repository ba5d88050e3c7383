"""What was pasted, refused and sent later is still recorded as pasted."""

import pytest
from playwright.sync_api import expect

from planning.models import DraftSave
from tests.browser.desk import DOOR, draft, expecting, ready, settled, type_into
from tests.browser.test_paste import paste


@pytest.fixture
def refused(sheet):
    """A block of two figures that the server refused once, each half of it, too."""
    sheet.route(
        DOOR, lambda route: route.fulfill(status=403, json={"error": "not_now", "message": "Chưa được"})
    )
    paste(sheet, "100\n200")
    expect(sheet.locator("#aside")).to_contain_text("200")
    sheet.unroute(DOOR)
    expecting(sheet, "403")
    return sheet


def channels() -> list[str]:
    return sorted(DraftSave.objects.values_list("channel", flat=True))


def test_a_pasted_block_sent_again_is_pasted(refused):
    refused.locator("#aside button").first.click()
    settled(refused)

    assert draft("BK") == 100
    assert set(channels()) == {"paste"}


def test_a_pasted_block_that_a_later_page_sends_is_pasted(refused):
    ready(refused)
    settled(refused)

    assert draft("BK") == 100
    assert set(channels()) == {"paste"}


def test_what_was_typed_over_the_paste_since_is_typed(refused):
    refused.locator("input[name=BK-revenue]").fill("")
    type_into(refused, "300", "BK")
    refused.keyboard.press("Tab")
    refused.wait_for_timeout(1500)  # the typing is sent by itself
    typed = channels()
    refused.locator("#aside button").first.click()
    settled(refused)

    assert typed == ["grid"]
    assert draft("BK") == 300
    assert set(channels()) == {"grid", "paste"}
