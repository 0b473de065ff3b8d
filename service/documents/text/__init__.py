"""Plain text, in every shape that copies of reports come in → blocks."""
