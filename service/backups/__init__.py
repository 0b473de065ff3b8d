"""The whole store in one file, and back: whatever database it came from, and whichever it goes into."""
