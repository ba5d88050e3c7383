"""Without a line, figures are judged on the spot as the server would: the same checks, the same sentences."""

import itertools
from uuid import uuid4

import pytest
from django.utils import translation
from playwright.sync_api import expect

from planning.actions import monthly_reports as acts
from planning.actions.cells import CellChange
from planning.checks import Limits, Row, check_row
from planning.entry.notation import NOTATION
from planning.entry.rules import judging, known
from planning.forms.entry import figure
from planning.models import RowNote
from planning.models.history import Channel
from planning.review import Past
from postoffice.numbers import NumberError
from postoffice.words import number_error
from tests.browser.desk import DECEMBER, DOOR, cell, draft, expecting, ready, settled, type_into

LIMITS = Limits(below_percent=95, above=1_000_000)
PASTS = [
    Past(),
    Past(39_840_000, 120, 12, 12),
    Past(39_840_000, 120, 12, 11),
    Past(100, 9, 2, 2),
    Past(-5_000, 80, 12, 11),
    Past(0, 0, 12, 0),
    Past(999_999_999_999, 1_000_000, 12, 12),
]
TARGETS = [None, 0, 40_000_000, 900_000, 10**14]
# Around every border: an eighth and eight times, a thousand times, nothing, less, the target.
REVENUES = [
    "", "0", "-1", "1", "13", "100", "800", "39840", "39840000", "4979999", "4980000", "4980001",
    "318719999", "318720000", "398400000", "37999999", "38000000", "39000000", "39840000000",
    "999999999999999",
]  # fmt: skip
VOLUMES = ["", "0", "-3", "1", "12", "79", "80", "120", "960", "12000", "120000000"]
REFUSED = ["chín", "1.23.4", "1,234.5", "12%", "9999999999999999", "0,5", "1.2.3,4", '<b>&"1']

JUDGE = """async ([rules, cases, unit]) => {
  const numbers = await import("/static/js/numbers.js");
  const { judgeBy } = await import("/static/js/offline.js");
  return cases.map(([code, texts]) => judgeBy(rules, numbers, unit)(code, texts));
}"""


def expected(past, target, texts):
    """Return what the entry page says of a row: a blank one is counted, a slip explains a shortfall."""
    revenue, volume = (None if text == "" else int(text) for text in texts)
    row = Row("", revenue, volume, True, past.usual, past.usual_volume, past.reported, past.earning, target)
    found = check_row(row, LIMITS)
    said = ["", ""]
    for problem in found:
        if problem.code != "missing" and (problem.code != "below_target" or problem is found[0]):
            said[problem.measure == "volume"] = problem.sentence(NOTATION)
    return [found[0].kind if found else "warning", said]


def test_the_browser_finds_what_the_checks_find_so_that_no_line_changes_no_rule(browser_page):
    beside = dict(enumerate(itertools.product(PASTS, TARGETS)))
    pairs = [*itertools.product(REVENUES, ("", "5")), *itertools.product(("0", "39840000"), VOLUMES)]
    cases = list(itertools.product(beside, pairs))
    with translation.override("vi"):
        rows = {str(key): known(past, target, LIMITS) for key, (past, target) in beside.items()}
        rules = judging() | {"rows": rows}
        wanted = [expected(*beside[key], texts) for key, texts in cases]
    browser_page.goto("/sign-in/")

    found = browser_page.evaluate(JUDGE, [rules, [(str(key), texts) for key, texts in cases], 1])

    wrong = [
        (beside[key], texts, made, want)
        for (key, texts), made, want in zip(cases, found, wanted, strict=True)
        if made[1] != want[1] or (any(want[1]) and made[0] != want[0])
    ]
    assert len(cases) > 2_000
    assert wrong[:3] == []


def refusal(text):
    with pytest.raises(NumberError) as caught:
        figure(text, "revenue", 1)
    return number_error(caught.value)


def test_a_text_that_is_no_figure_is_refused_in_the_same_words(browser_page):
    with translation.override("vi"):
        rules = judging() | {"rows": {}}
        wanted = [["error", [refusal(text), ""]] for text in REFUSED]
    browser_page.goto("/sign-in/")

    texts = [*((text, "") for text in REFUSED), ("1,234", ""), ("", "1,5")]
    *found, two_ways, pieces = browser_page.evaluate(JUDGE, [rules, [("EMS", pair) for pair in texts], 1])

    assert found == wanted
    # Only the server offers both readings as buttons.
    asked = "“1,234” có thể hiểu theo hai cách. Hãy gõ dấu chấm trước hàng nghìn: 1.234."
    assert two_ways == ["error", [asked, ""]]
    assert pieces == ["error", ["", "Sản lượng “1,5” phải là số nguyên."]]


@pytest.fixture
def cut(sheet):
    """The sheet, its line cut once it has learned the rules."""
    sheet.wait_for_load_state("networkidle")
    sheet.context.set_offline(True)
    yield sheet
    expecting(sheet, "ERR_INTERNET_DISCONNECTED")


def test_without_a_line_a_slip_is_asked_about_and_the_reason_travels_with_it_later(cut):
    says = cut.locator("tr.says")
    type_into(cut, "312000")  # ten times last month's 31.000

    expect(says).to_contain_text("Anh/chị nhập 312.000; tháng trước chỉ 31.000")
    expect(cell(cut)).to_have_class("money warning")
    expect(says.get_by_role("alert")).to_be_visible()
    says.locator("summary").click()
    says.get_by_label("Lý do").select_option("season")
    cut.context.set_offline(False)

    settled(cut)
    expect(says).to_have_count(0)
    assert draft() == 312_000
    assert RowNote.objects.get().reason == "season"


def test_without_a_line_what_is_no_figure_is_refused_with_its_sentence_and_stays_on_the_page(cut):
    type_into(cut, "3l200")
    cell(cut, "BK").click()

    says = cut.locator("tr.says")
    expect(says).to_contain_text("“3l200” không phải là số")
    expect(cell(cut)).to_have_attribute("aria-invalid", "true")
    expect(cell(cut)).to_have_value("3l200")
    told = says.get_by_role("alert").get_attribute("id")
    assert told in cell(cut).get_attribute("aria-describedby").split()
    type_into(cut, "31200")
    cell(cut, "BK").click()

    expect(says).to_have_count(0)
    expect(cell(cut)).to_have_attribute("aria-invalid", "false")
    cut.context.set_offline(False)
    settled(cut)
    assert draft() == 31_200


def test_without_a_line_the_question_which_of_two_figures_is_right_stays(sheet, december):
    acts.save_draft(
        unit=december.cua_bac, month=DECEMBER, changes=[CellChange("EMS", "revenue", 31_200, 0)], key=uuid4(),
        by=december.clerk, at=december.now, channel=Channel.GRID,
    )  # fmt: skip
    type_into(sheet, "30000")
    says = sheet.locator("tr.says")
    expect(says).to_contain_text("đã ghi 31.200")
    sheet.context.set_offline(True)

    type_into(sheet, "-3", "EMS", "volume")
    cell(sheet, "BK").click()
    sheet.wait_for_timeout(2_500)

    expect(says).to_contain_text("đã ghi 31.200")
    expecting(sheet, "ERR_INTERNET_DISCONNECTED")


SLOW = """(milliseconds) => {
  const really = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await really(...asked);
    if (String(asked[0]).includes("draft.json")) await new Promise((go) => setTimeout(go, milliseconds));
    return answer;
  };
}"""


def test_an_answer_that_comes_late_takes_no_reason_out_of_the_hands(sheet):
    sheet.wait_for_load_state("networkidle")
    sheet.evaluate(SLOW, 4_000)
    type_into(sheet, "312000")
    says = sheet.locator("tr.says")
    says.locator("summary").click()
    remark = says.locator("[name=note-EMS]")
    remark.click()
    sheet.keyboard.type("khách ")

    settled(sheet)
    sheet.keyboard.type("lớn")
    expect(remark).to_be_focused()
    expect(remark).to_have_value("khách lớn")
    says.get_by_label("Lý do").select_option("season")

    expect(says).to_have_count(0)
    assert [(note.reason, note.text) for note in RowNote.objects.all()] == [("season", "khách lớn")]


def test_without_a_line_a_reason_that_was_given_stays_to_be_seen_while_more_is_typed(cut):
    says = cut.locator("tr.says")
    type_into(cut, "312000")
    says.locator("summary").click()
    says.get_by_label("Lý do").select_option("season")

    type_into(cut, "7", "EMS", "volume")
    cell(cut, "BK").click()
    cut.wait_for_timeout(2_500)

    expect(says.get_by_label("Lý do")).to_have_value("season")
    cut.context.set_offline(False)
    settled(cut)
    expect(says).to_have_count(0)
    assert RowNote.objects.get().reason == "season"


def test_without_a_line_a_prefilled_figure_nobody_touched_still_waits_to_be_confirmed(december, sheet):
    figures = {("EMS", "revenue"): 31_000, ("EMS", "volume"): 9}
    acts.prefill(
        unit=december.cua_bac, month=DECEMBER, figures=figures, key=uuid4(),
        by=december.planner, at=december.now, channel=Channel.FILE,
    )  # fmt: skip
    sheet.reload()
    sheet.wait_for_load_state("networkidle")
    sheet.context.set_offline(True)

    type_into(sheet, "-5")
    cell(sheet, "BK").click()

    expect(sheet.locator("tr.says")).to_contain_text("Doanh thu âm")
    expect(cell(sheet, "EMS", "volume")).to_have_class("volume prefilled")
    expecting(sheet, "ERR_INTERNET_DISCONNECTED")


def test_rules_that_did_not_come_are_asked_for_again(sheet):
    sheet.route("**/rules.json", lambda route: route.abort(), times=1)
    ready(sheet)
    sheet.route(DOOR, lambda route: None)  # no answer, neither yes nor no

    type_into(sheet, "312000")
    cell(sheet, "BK").click()

    expect(sheet.locator("tr.says")).to_contain_text("tháng trước chỉ 31.000")
    expecting(sheet, "ERR_FAILED")
