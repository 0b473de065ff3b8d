"""Samples to and from the tools that people annotate with: doccano, Label Studio, spaCy."""
