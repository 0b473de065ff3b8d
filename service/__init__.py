"""Nianbao's reading service: documents in, reconciled readings out."""

__version__ = "0.1.0"
