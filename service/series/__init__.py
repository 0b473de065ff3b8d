"""Reports of one body over the years: which belong together, and which is the one of the year before."""
