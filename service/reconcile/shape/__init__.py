"""Rules over the report's shape: sections, tables, years, required statements. They come before any arithmetic."""
