"""Findings for people: a list of what is to be put right as HTML, DOCX or XLSX, and their verdicts on it."""
