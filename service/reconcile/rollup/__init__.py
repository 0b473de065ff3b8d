"""A parent's tables beside the sum of its own and its children's (FORM E13): always information, never an error."""
