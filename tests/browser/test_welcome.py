"""The first page of an empty portal, in a real browser."""

import pytest

from tests.browser.looking import WITNESS, faults_of


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_empty_portal_is_without_a_fault_in_both_languages(browser_page, language):
    browser_page.add_init_script(WITNESS)
    browser_page.goto("/")
    browser_page.wait_for_url("**/welcome/")
    browser_page.locator(f"button[name=language][value={language}]:visible").first.click()

    assert browser_page.locator("html").get_attribute("lang") == language
    assert faults_of(browser_page) == []
