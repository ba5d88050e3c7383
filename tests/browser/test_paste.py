"""Blocks of cells on the entry page: from any table into the sheet, told, undone, and out again."""

from time import sleep
from unicodedata import normalize

from playwright.sync_api import expect

from planning.models import DraftSave
from tests.browser.desk import DOOR, cell, draft, expecting, saved, settled, type_into, vi

ROWS = ("BK", "EMS", "CT", "BAO")


def paste(page, text, service="BK", measure="revenue"):
    cell(page, service, measure).focus()
    cell(page, service, measure).evaluate(
        """(input, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const how = { clipboardData: data, bubbles: true, cancelable: true };
          input.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        text,
    )


def undo(page):
    page.locator("#told").get_by_role("button", name="Hoàn tác").click()


def test_a_block_lands_from_the_field_on_and_goes_in_one_step(sheet):
    # Rows BK, EMS, CT, BAO; the blank and the third column are left alone, the third row's text told.
    paste(sheet, "1.500,0\t12\tx\r\n2.500\t\r\nabc\t7\r\n")

    report = sheet.locator("#told")
    expect(report).to_contain_text("Đã dán 4 ô")
    expect(report).to_contain_text("Số đọc theo kiểu 1.234,5")
    expect(report).to_contain_text(vi("Outside the table ({count}): {list}.", count=1, list="x"))
    expect(report).to_contain_text(
        vi("No figure ({count}): {list}.", count=1, list="Chuyển tiền trong nước: abc")
    )
    expect(cell(sheet, "BK")).to_have_value("1.500")
    expect(cell(sheet, "EMS")).to_have_value("2.500")
    expect(cell(sheet, "CT", "volume")).to_have_value("7")
    saved(sheet)
    assert DraftSave.objects.get().channel == "paste"

    undo(sheet)
    for service in ("BK", "EMS", "CT"):
        expect(cell(sheet, service)).to_have_value("")
    settled(sheet)
    assert draft("BK") is None
    sheet.keyboard.press("Control+y")
    expect(cell(sheet, "EMS")).to_have_value("2.500")
    settled(sheet)
    assert draft("EMS") == 2_500


def test_a_block_with_names_finds_its_rows_and_its_total_is_checked(sheet):
    paste(
        sheet,
        (
            "Dịch vụ\tSản lượng\tDoanh thu\nPhát hành báo chí\t3\t400\nbk\t5\t1,600,000\n"
            "Tem thư\t1\t9\nTổng cộng\t8\t2,000,000"
        ),
    )

    expect(cell(sheet, "BAO")).to_have_value("400")
    expect(cell(sheet, "BAO", "volume")).to_have_value("3")
    expect(cell(sheet, "BK")).to_have_value("1.600.000")
    # 400 + 1.600.000 is not what the total says.
    report = sheet.locator("#told")
    expect(report).to_contain_text("Số đọc theo kiểu 1,234.5")
    expect(report).to_contain_text(
        vi("Services not on the sheet ({count}): {list}.", count=1, list="Tem thư")
    )
    expect(report).to_contain_text(
        vi("Totals that differ ({count}): {list}.", count=1, list="Tổng cộng 2,000,000 ≠ 1.600.400")
    )
    saved(sheet)


BLOCKS = [
    # what is pasted into the revenue of BK; revenue and volume of BK, EMS, CT, BAO then; what is told
    ("1\n2\n3\n4\n5\n6", "1 . 2 . 3 . 4 .", "5; 6"),
    ("DT phát sinh\tSản lượng\n100\t1\n200\t2", "100 1 200 2 . . . .", "4"),
    ("SL\tDoanh thu\n1\t100", "100 1 . . . . . .", "2"),
    ("\nEMS\t15\n\n\nBK\t22\n\n", "22 . 15 . . . . .", "2"),
    ("STT\tDịch vụ\tĐVT\tDT T12\tSL\n1\tBưu kiện\tkg\t20\t3", "20 3 . . . . . .", "2"),
    ("1\tBưu kiện\tkg\t20\t3\n2\tEMS trong nước\tgói\t30\t4", "20 3 30 4 . . . .", "4"),
    ('"Dịch\nvụ"\t"DT phát\nsinh"\n"Bưu ""kiện"""\t5', "5 . . . . . . .", "1"),
    (normalize("NFD", "BƯU KIỆN\t1,5 triệu\nb. Phát hành báo chí\t(500)"), "1.500.000 . . . . . −500 .", "2"),
    ("Dịch vụ\tDT kế hoạch\tDoanh thu (nghìn đồng)\nBK\t9\t31,2", "31.200 . . . . . . .", "nghìn đồng"),
    ("ĐVT: triệu đồng\t\nBK\t31\nEMS\t1,5", "31.000.000 . 1.500.000 . . . . .", "triệu đồng"),
    ("Dịch vụ\tDT T12/2018\tDT T11\tDT tháng 12\nBK\t1\t2\t3", "3 . . . . . . .", ": DT tháng 12."),
    ("Dịch vụ\tSố lượng\tTiền cước (trđ)\nBK\t2\t1,5", "1.500.000 2 . . . . . .", "cước (trđ); Số lượng."),
    ("BK\t1\nBK\t2\nEMS\t3", ". . 3 . . . . .", "Bưu kiện."),
    ("I. Bưu chính chuyển phát\t9\n- BK\t4\n- EMS\t4\nTổng số\t8", "4 . 4 . . . . .", "phát 9 ≠ 8."),
    ("BK\t#N/A\t -   \nEMS\t12%\t\u200b\nCT\t5", ". 0 . . 5 . . .", "Bưu kiện: #N/A; EMS trong nước: 12%"),
]


def test_blocks_from_other_tables_land_where_they_belong_and_tell_what_did_not(sheet):
    cells = [cell(sheet, service, measure) for service in ROWS for measure in ("revenue", "volume")]
    for text, wanted, said in BLOCKS:
        sheet.evaluate("document.querySelector('#told')?.remove()")
        paste(sheet, text)
        expect(sheet.locator("#told")).to_contain_text(said)
        found = " ".join(one.input_value() or "." for one in cells)
        assert (found, text) == (wanted, text)

        undo(sheet)
        assert [one.input_value() for one in cells] == [""] * 8
    saved(sheet)
    paste(sheet, "\n".join(f"{number}\t" for number in range(150_000)))  # a whole column of a spreadsheet
    expect(sheet.locator("#told")).to_contain_text("4; 5; 6; 7; 8; 9; 10; 11; …")
    undo(sheet)
    paste(sheet, "Dịch vụ\tDoanh thu\nTem thư\t9\nLịch blốc\t8")  # a table of other things
    expect(sheet.locator("#told")).to_contain_text(
        vi("Services not on the sheet ({count}): {list}.", count=2, list="Tem thư; Lịch blốc")
    )
    paste(sheet, "EMS\t\nBK\t")
    expect(sheet.locator("#told")).to_contain_text(vi("Nothing changed."))
    paste(sheet, "EMS\t15\nBK\t22", measure="volume")
    expect(cell(sheet, "EMS", "volume")).to_have_value("15")
    saved(sheet)


def test_a_paste_is_undone_from_its_report_whatever_was_typed_since(sheet):
    paste(sheet, "100\n200")
    expect(cell(sheet, "EMS")).to_have_value("200")
    type_into(sheet, "7", "BAO")
    type_into(sheet, "250", "EMS")

    undo(sheet)

    report = sheet.locator("#told")
    expect(report).to_contain_text(vi("Undone: {count} fields are as before the paste.", count=1))
    expect(report).to_contain_text(vi("Changed after the paste and left alone: {count}.", count=1))
    assert [cell(sheet, name).input_value() for name in ("BK", "EMS", "BAO")] == ["", "250", "7"]
    expect(cell(sheet, "BK")).to_be_focused()
    settled(sheet)
    assert (draft("BK"), draft("EMS"), draft("BAO")) == (None, 250, 7)


def test_two_pastes_before_the_first_reply_do_not_clash_with_each_other(sheet):
    sheet.route(DOOR, lambda route: (sleep(0.5), route.continue_()), times=1)

    paste(sheet, "100\n200")
    expect(cell(sheet, "EMS")).to_have_value("200")
    paste(sheet, "31000\n30000")

    expect(cell(sheet, "EMS")).to_have_value("30.000")
    settled(sheet)
    expect(sheet.locator("tr.says")).to_have_count(0)
    assert (draft("BK"), draft("EMS")) == (31_000, 30_000)
    assert DraftSave.objects.count() == 2


def test_a_block_that_cannot_be_read_without_a_line_is_asked_for_again(sheet):
    sheet.context.set_offline(True)

    paste(sheet, "100\n200")

    expect(sheet.locator("#saved")).to_contain_text(
        vi("Not pasted: no connection. Please paste again once the line is back.")
    )
    sheet.context.set_offline(False)
    paste(sheet, "100\n200")
    expect(cell(sheet, "EMS")).to_have_value("200")
    saved(sheet)
    expecting(sheet, "ERR_INTERNET_DISCONNECTED")


def test_two_readings_are_asked_about_so_that_nothing_is_guessed(sheet):
    paste(sheet, "49,470\n12")
    expect(sheet.locator("#told")).to_contain_text("49,470")
    assert [cell(sheet, name).input_value() for name in ("BK", "EMS")] == ["", ""]

    sheet.get_by_role("button", name="Đọc theo kiểu 1,234.5").click()

    expect(cell(sheet, "BK")).to_have_value("49.470")
    expect(cell(sheet, "EMS")).to_have_value("12")
    paste(sheet, "1.234,5\n1,234.5\n1.500")
    expect(sheet.locator("#told")).to_contain_text("1.234,5; 1,234.5; 1.500")
    expect(cell(sheet, "BK")).to_have_value("49.470")
    saved(sheet)


def test_the_table_is_copied_so_that_it_can_be_pasted_back(sheet):
    sheet.context.grant_permissions(["clipboard-read", "clipboard-write"])
    type_into(sheet, "31200")
    sheet.click("#copy")
    expect(sheet.locator("#told")).to_contain_text("Đã sao chép 4 dòng")
    copied = sheet.evaluate("navigator.clipboard.readText()")

    # Without groups: an English spreadsheet would read 31.200 as 31,2.
    assert "EMS\tEMS trong nước\t31200\t\t31000\t10000\t" in copied
    assert "(đồng)" in copied.splitlines()[0]
    cell(sheet).fill("")
    paste(sheet, copied)
    expect(cell(sheet)).to_have_value("31.200")
    saved(sheet)


def test_rows_that_are_marked_are_copied_with_what_stands_in_their_fields(sheet):
    sheet.context.grant_permissions(["clipboard-read", "clipboard-write"])
    type_into(sheet, "31200")
    sheet.evaluate(
        """() => {
          const [first, last] = ["BK", "EMS"].map((code) => document.querySelector(`[data-row=${code}] th`));
          document.activeElement.blur();
          getSelection().setBaseAndExtent(first, 0, last, 1);
        }"""
    )
    sheet.keyboard.press("Control+c")

    expect(sheet.locator("#told")).to_contain_text("Đã sao chép 2 dòng")
    copied = sheet.evaluate("navigator.clipboard.readText()").splitlines()
    assert [line.split("\t")[0] for line in copied] == ["", "BK", "EMS"]
    assert "31200" in copied[2]
    saved(sheet)
