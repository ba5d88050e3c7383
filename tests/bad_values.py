"""Families of bad input, each a tuple of values that no field of its kind may take."""

AMOUNTS = {
    "exponent": ("1e5", "1E5", "5e-1", "1e999999"),
    "underscore": ("1_000", "1__0", "_1"),
    "no number": ("NaN", "nan", "Infinity", "-inf", "None", "true", "một trăm"),
    "other base": ("0x10", "0b1", "0o7", "1F"),
    "other digits": ("١٢٣", "१२३", "๑๒๓", "²", "①", "½", "Ⅻ"),
    "too large": ("9" * 16, "-" + "9" * 16, "9" * 40, "9" * 5_000, "1" + ".000" * 400),
    "grouping": ("1.2.3", "1.23", "12.34.567", "1,2,3", "1.000,", ".5.", "1..000"),
    "two signs": ("--5", "+-5", "5-5", "−−5", "(5", "5)"),
    "hidden": ("1\x002", "\x00", "1\ufeffa", "\x1b[31m5"),
    "formula": ("=cmd|' /C calc'!A0", "=1/0", "=A1+B1", "@SUM(1)"),
    "percent": ("5%", "119%"),
    "fraction of a đồng": ("0,5", "1.234,5"),
}
DAYS = {
    "no day": ("hôm nay", "2020-13-01", "31/02/2020", "00/00/0000", "2019-02-29", "32/01/2020 10:00"),
    "too far": ("99999-01-01", "0000-01-01", "-1", "1e9", "9" * 30),
    "hidden": ("2020-01-31\x00", "\x1b[31m", "31/01/2020\r\nx"),
    "other digits": ("٣١/٠١/٢٠٢٠", "२०२०-०१-३१"),
    "code": ("' OR 1=1 --", "{{7*7}}", "<script>1</script>"),
}
MONTHS = {
    "no month": ("2019-13", "2019-00", "0000-01", "9999-99", "2019-1-1", "tháng 12", "99999-12", "2019-12-"),
    "other digits": ("٢٠١٩-١٢", "२०१९-१२"),
    "hidden": ("2019-12\x00", "\x00"),
    "code": ("' OR 1=1 --", "{{7*7}}", "<script>1</script>", "9" * 5_000),
}
INTEGERS = {
    "no number": ("NaN", "mười", "1.5", "1e3", "0x7", "--1", "1_0"),
    "too large": ("9" * 19, "9" * 40, "9" * 5_000, "-1"),
    "other digits": ("²", "½", "①"),
    "hidden": ("1\x00", "\x1b[1m"),
}
NEW_CODES = {
    "no address": ("a/b", "/", "..", ".", "a\\b", "cua-bac:own", "../../etc/passwd", "cua-bac/.."),
    "taken": ("cua-bac", "  cua-bac  ", "ｃｕａ-ｂａｃ", "vp"),
    "hidden": ("\x00", "cua\x00bac", "\u200b", "cua-\u200bbac"),
    "too long": ("a" * 21, "ệ" * 5_000),
    "nothing": ("", " ", "\xa0"),
}
CODES = {
    "unknown": ("khong-co", "CUA-BAC-", "../../etc/passwd", "cua-bac/..", "1 OR 1=1"),
    "code": ("' OR 1=1 --", "{{7*7}}", "{% debug %}", "<script>1</script>", "%s%n%x", "${7*7}"),
    "hidden": ("\x00", "cua\x00bac", "\u202ecab-auc", "\x1b[31m", "a\r\nSet-Cookie: a=b"),
    "too long": ("a" * 500, "ệ" * 5_000),
    "no text": ("[]", "{}", "null", "-1", "9" * 40),
}
TEXTS = {
    "hidden": ("a\x00b", "\x1b[2J\x1b[31mđỏ", "a\r\nb", "\u202e\u200b\ufeff", "\ue000"),
    "code": ("' OR 1=1 --", "{{7*7}}", "{% debug %}", "<script>1</script>", "%(x)s %s {0}", "=1+1"),
    "too long": ("a" * 20_000, "ệ" * 20_000),
    "odd": ("\U0001f4ee" * 50, "z̸̡͎" * 50, " \t ", "\xa0"),
}
KINDS = {
    key: family
    for keys, family in (
        (("amount", "EMS", "BK", "EMS-revenue", "{unit}-revenue", "t-BCCP"), AMOUNTS),
        (("due_on", "locks_at", "expires_at", "starts_on", "ends_on"), DAYS),
        (("month",), MONTHS),
        (("year", "version", "seen-BCCP", "was-EMS-revenue", "was-{unit}-revenue"), INTEGERS),
        (("code",), NEW_CODES),
        (("reason", "full_name", "name", "email", "sure", "action", "decision_no", "username"), TEXTS),
        (("why:share",), TEXTS),
    )
    for key in keys
}
