"""Word documents (.docx) → blocks."""
