"""One self-contained HTML page for documents without pages: Word, text, web pages."""
