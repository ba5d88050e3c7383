"""The read side: from the books to pages and files. It reads what planning wrote and never writes."""
