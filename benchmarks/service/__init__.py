"""How many reports the running service reads, how long each takes, and what it does when there are too many."""
