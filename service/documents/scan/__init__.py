"""Scans and pictures → blocks, with the help of Tesseract."""
