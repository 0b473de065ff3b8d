"""Reports of invented agencies with known cells, rendered as offices render them, and how exactly they are read."""
