"""The network that reads facts: spans, and what joins them, over one encoder."""
