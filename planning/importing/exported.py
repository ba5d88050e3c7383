"""The columns of another system's export: one table of transactions, under the names such tables use."""

from planning.importing.columns import Column, Kind, Sheet

LONGEST = 60
"""The longest code of another system that is kept."""

EXPORT = Sheet(
    "export",
    "số liệu hệ thống",
    (
        Column(
            "unit", "mã đơn vị", Kind.TEXT, required=True, longest=LONGEST,
            other=("mã bưu cục", "mã bc", "bưu cục", "mã điểm", "mã điểm bán", "đơn vị", "unit code",
                   "post office code", "office code", "post office", "pos code"),
        ),
        Column(
            "service", "mã dịch vụ", Kind.TEXT, required=True, longest=LONGEST,
            other=("mã dv", "mã sản phẩm", "dịch vụ", "mã sản phẩm dịch vụ", "service code", "product code",
                   "product"),
        ),
        Column("unit_name", "tên đơn vị", other=("tên bưu cục", "tên bc", "tên điểm", "post office name")),
        Column("service_name", "tên dịch vụ", other=("tên dv", "tên sản phẩm", "product name")),
        Column(
            "month", "tháng", Kind.MONTH, required=True, other=("kỳ", "kỳ báo cáo", "ngày", "period", "date"),
        ),
        Column(
            "revenue", "doanh thu", Kind.AMOUNT, money=True, present=True,
            other=("doanh thu phát sinh", "dtps", "cước", "tổng cước", "tiền cước", "thành tiền",
                   "doanh thu vnđ", "amount", "total revenue"),
        ),
        Column(
            "volume", "sản lượng", Kind.AMOUNT,
            other=("số lượng", "sl", "số bưu gửi", "số giao dịch", "quantity", "pieces", "count"),
        ),
    ),
    dict,
)  # fmt: skip
