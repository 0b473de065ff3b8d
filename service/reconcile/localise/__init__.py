"""Which cell is wrong: the smallest changes under which every equation of a report holds."""
