"""Rules over two years of one body."""
