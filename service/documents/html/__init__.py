"""Web pages as portals publish and offices save them (.html, .mht, .doc), without what stands around a report."""
