"""The demo office: Bưu điện tỉnh Vĩnh Phúc as it was published, and figures made up beneath.

What was published (totals, lines, indices, plans, counts of points) is in `published`; everything
finer is generated, always the same. Nothing here reads a clock or writes a database.
"""
