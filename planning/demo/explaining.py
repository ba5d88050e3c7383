"""What the people of the demo say when the portal asks why a figure is unusual."""

from planning.models.monthly_reports import NoteReason

LESS, PARTNER, SEASON = NoteReason.LESS_CUSTOM, NoteReason.PARTNER_POLICY, NoteReason.SEASON
BY_SERVICE = {
    "TCBC05": (PARTNER, "Người hưởng chuyển sang nhận qua tài khoản"),
    "TCBC06": (SEASON, "Khách hàng rút tiết kiệm chi tiêu cuối năm"),
    "TCBC08": (LESS, "Hợp đồng mới ít hơn kế hoạch"),
    "PPTT04": (PARTNER, "Nhà mạng giảm chiết khấu thẻ"),
    "PPTT06": (NoteReason.OUT_OF_STOCK, "Thiếu hàng một số mặt hàng bán chạy"),
    "PPTT02": (LESS, "Một số cơ quan cắt giảm số lượng báo đặt"),
}
BY_LINE = {
    "BCCP": (LESS, "Khách hàng lớn gửi ít hơn kế hoạch"),
    "TCBC": (LESS, "Số giao dịch thấp hơn kế hoạch"),
    "PPTT": (SEASON, "Sức mua trong tháng thấp hơn kế hoạch"),
}


def explanation(service: str, line: str) -> tuple[str, str]:
    """Return a reason from the list and a remark for a service that misses its month's target."""
    return BY_SERVICE.get(service, BY_LINE[line])
