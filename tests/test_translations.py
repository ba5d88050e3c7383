"""Every sentence has its Vietnamese, in one spelling, with the same placeholders."""

import re

import polib
import pytest

from tests.messages import ROOT, Message, of_the_portal

CATALOGUE = ROOT / "postoffice" / "locale" / "vi" / "LC_MESSAGES" / "django.po"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_OLD_TONES = re.compile(r"\b\w*(oà|oá|oả|oã|oạ|oè|oé|oẻ|oẽ|oẹ|uỳ|uý|uỷ|uỹ|uỵ)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def key(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural, entry.msgctxt)


def test_every_message_is_translated_so_that_no_english_word_reaches_a_vietnamese_screen(catalogue):
    translated = {key(e) for e in catalogue if e.translated() and not e.obsolete and not e.fuzzy}

    missing = {text: place for text, place in of_the_portal().items() if text not in translated}

    assert not missing


def test_no_translation_is_dead_so_that_the_catalogue_is_read_with_trust(catalogue):
    used = of_the_portal()

    dead = [e.msgid for e in catalogue if key(e) not in used]

    assert not dead


def test_translations_name_no_other_placeholder_so_that_no_sentence_breaks_when_it_is_written(catalogue):
    """A translation may leave a named value out, as Vietnamese headings do; it may not invent one."""
    broken = [
        e.msgid
        for e in catalogue
        for text in ([e.msgstr] if not e.msgid_plural else e.msgstr_plural.values())
        if not set(_PLACEHOLDER.findall(text)) <= set(_PLACEHOLDER.findall(e.msgid + e.msgid_plural))
    ]

    assert not broken


def test_tones_are_placed_in_one_style_so_that_search_and_eye_agree(catalogue):
    # khóa, lũy, hóa, ủy, hòa; "quý" and "quỹ" keep their y (qu- is one sound).
    odd = [
        word.group(0)
        for e in catalogue
        for text in ([e.msgstr] if not e.msgid_plural else e.msgstr_plural.values())
        for word in _OLD_TONES.finditer(text)
        if not word.group(0).casefold().startswith("qu")
    ]

    assert not odd
