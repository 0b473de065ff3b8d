"""Narrative → facts: the grammar of numbers, the model, and the assembly of its answers."""
