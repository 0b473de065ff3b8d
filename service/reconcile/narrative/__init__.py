"""Rules over the narrative: against the tables, and against itself."""
