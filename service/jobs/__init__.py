"""Work that outlives a request: batches, re-reading, training, done by workers that may die at any moment."""
