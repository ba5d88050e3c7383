"""It is so that nothing is ever printed as zero, and that dates and counts look Vietnamese."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import formats
from django.utils.translation import override

from postoffice import words
from postoffice.measures import Reason
from postoffice.numbers import LARGEST_DONG, NumberError, parse, to_dong


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_has_its_own_word_and_none_of_them_looks_like_zero(language):
    with override(language):
        wide = [str(words.nothing(reason)) for reason in Reason]
        narrow = [str(words.nothing(reason, narrow=True)) for reason in Reason]

    assert len(set(wide)) == len(set(narrow)) == len(Reason)
    assert not {"0", "-", "–", "−", ""} & {*wide, *narrow}
    assert all(len(short) <= len(long) for short, long in zip(narrow, wide, strict=True))


def test_the_words_are_the_ones_of_the_domain():
    with override("vi"):
        assert str(words.nothing(Reason.NOT_REPORTED)) == "Chưa BC"
        assert str(words.nothing("not_reported", narrow=True)) == "…"
        assert str(words.nothing("not_applicable")) == "x"
        assert str(words.nothing("no_base")) == "Không có số so sánh"
        assert str(words.nothing("no_base", narrow=True)) == "KSS"
        assert [str(words.UNITS[10**power]) for power in (0, 3, 6, 9)] == [
            "đồng",
            "nghìn đồng",
            "triệu đồng",
            "tỷ đồng",
        ]


def test_narrow_words_are_explained_in_a_fixed_order():
    with override("vi"):
        notes = [str(note) for note in words.footnotes({Reason.NO_BASE, Reason.NOT_REPORTED})]

    assert notes == ["…: Chưa BC", "KSS: Không có số so sánh"]


def test_an_unknown_reason_is_an_error_and_not_an_empty_cell():
    with pytest.raises(ValueError):
        words.nothing("nan")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("12a3", "“12a3” không phải là số. Anh/chị nhập theo mẫu 1.234.567 hoặc 12tr."),
        ("49,470", "“49,470” có thể đọc theo hai cách: 49,470 hoặc 49.470. Anh/chị chọn một cách đọc."),
        ("12%", "“12%” là tỷ lệ phần trăm, ở đây cần nhập số tuyệt đối."),
        ("9" * 20, f"“{'9' * 20}” quá lớn: chỉ lưu được tối đa ±999.999.999.999.999."),
    ],
)
def test_a_refused_number_is_told_in_vietnamese_with_its_cure(text, sentence):
    with override("vi"), pytest.raises(NumberError) as refused:
        parse(text)

    with override("vi"):
        assert words.number_error(refused.value) == sentence


def test_every_code_has_a_sentence_that_is_complete():
    errors = [
        NumberError(code, "1", readings=("0.001", "1"))
        for code in ("grouping", "mixed notation", "ask", "fraction")
    ]
    errors.append(NumberError("mixed notation", "1", notation="en"))
    with pytest.raises(NumberError) as refused:
        to_dong(Decimal(LARGEST_DONG + 1))

    for error in [*errors, refused.value]:
        assert "%(" not in words.number_error(error)


def test_a_very_long_text_is_shortened_in_its_sentence():
    with pytest.raises(NumberError) as refused:
        parse("x" * 100_000)

    assert len(words.number_error(refused.value)) < 150


def test_plain_numbers_and_dates_of_templates_are_vietnamese():
    with override("vi"):
        assert (
            formats.number_format(Decimal("1234567.5"), use_l10n=True, force_grouping=True) == "1.234.567,5"
        )
        assert formats.date_format(date(2020, 1, 6), "DATE_FORMAT") == "06/01/2020"
        assert (
            formats.date_format(datetime(2020, 1, 3, 16, 20), "SHORT_DATETIME_FORMAT") == "03/01/2020 16:20"
        )
        assert Template("{{ day }}").render(Context({"day": date(2020, 1, 6)})) == "06/01/2020"
