"""Facts and cells against each other: rules as data, an engine that decides them, findings."""
