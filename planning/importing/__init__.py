"""The office workbook and flat files: guarded, read, checked, compared; nothing here writes to the books."""
