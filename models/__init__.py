"""The networks that read narratives, and the released weights they run with."""
